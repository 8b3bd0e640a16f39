import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Row } from '@lagebild/model/row.ts'
import { iso } from '@lagebild/model/time.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { RadioTower, UserRound } from 'lucide-react'
import { useMessages, useTranslations } from 'use-intl'

import { labelText } from '../access/label-text.ts'
import { sourceNames } from '../select/lists.ts'
import type { Thing } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import { saidText } from './facts.ts'
import type { Language } from './facts.ts'
import { fieldLabel } from './field-name.ts'
import { foldTrack, useHistory } from './history.ts'
import type { HistoryEntry } from './history.ts'
import { useStatusWords } from './use-status-words.ts'

import styles from './detail.module.css'

/** What was said about a thing, entry by entry as it stands in the journal. */
export function HistorySection({ thing }: { readonly thing: Thing }) {
	const t = useTranslations('detail')
	const { history: told, more, retry } = useHistory({ operation: thing.operation, id: thing.row.id, version: thing.row.v })
	const until = usePicture(({ replay, now }) => (replay ? now : Number.POSITIVE_INFINITY))
	const history = told.state === 'loaded' ? { ...told, entries: told.entries.filter(({ recorded = 0 }) => recorded <= until) } : told
	return (
		<section className={styles.section}>
			<h3>{t('history')}</h3>
			{history.state === 'loading' && <p className={styles.muted}>{t('historyLoading')}</p>}
			{history.state === 'failed' && (
				<>
					<p className={styles.muted}>{t('historyFailedText')}</p>
					<div>
						<Button size="row" onPress={retry}>
							{t('retry')}
						</Button>
					</div>
				</>
			)}
			{history.state === 'loaded' && history.entries.length === 0 && <p className={styles.muted}>{t('historyNone')}</p>}
			{history.state === 'loaded' && (
				<ol className={styles.list}>
					{foldTrack(history.entries).map((entry) => (
						<Entry key={entry.seq} row={thing.row} entry={entry} />
					))}
				</ol>
			)}
			{history.state === 'loaded' && history.more && (
				<div>
					<Button size="row" onPress={more}>
						{t('historyMore')}
					</Button>
				</div>
			)}
		</section>
	)
}

function wordOf(list: Readonly<Record<string, string>>, key: string): string {
	return (Object.hasOwn(list, key) ? list[key] : undefined) ?? key
}

/** `Torzustand: offen, Ort`: what was stated, with its value where that has a short form. */
function statedText(kind: EntityKind, { said }: HistoryEntry, language: Language): string {
	const name = (field: string) => (field === 'geometry' ? language.words.fields.position : fieldLabel(kind, field, language.words))
	return said
		.map(([field, value]) => {
			const text = saidText(kind, [field, value], language)
			return text === undefined ? name(field) : `${name(field)}: ${text}`
		})
		.join(', ')
}

function Entry({ row, entry }: { readonly row: Row; readonly entry: HistoryEntry }) {
	const t = useTranslations('detail')
	const formats = useFormats()
	const now = useNow(60_000)
	const words = useMessages()
	const names = usePicture(({ content }) => sourceNames(content))
	const Icon = entry.person ? UserRound : RadioTower
	const statusOf = useStatusWords(row)
	const stated = statedText(row.kind, entry, { words, formats, now, statusOf })
	return (
		<li className={styles.entry}>
			<EntryTime at={entry.at} />
			<Icon size={14} aria-hidden />
			<span className={styles.entryText} title={stated}>
				<bdi>{entry.op === 'patch' && stated !== '' ? stated : wordOf(words.detail.ops, entry.op)}</bdi>
				<Classified entry={entry} />
				{entry.before && entry.before.since !== undefined && (
					<> {t('track', { count: entry.before.count, since: formats.time(entry.before.since, now) })}</>
				)}{' '}
				<span>
					<bdi>{names.get(entry.source ?? '') ?? entry.who}</bdi>
				</span>
			</span>
			<span className={styles.entryNo}>{t('entry', { seq: entry.seq })}</span>
		</li>
	)
}

/** `: beschränkt. Grund: …` */
function Classified({ entry: { label, reason } }: { readonly entry: HistoryEntry }) {
	const t = useTranslations()
	return (
		<bdi>
			{label && `: ${labelText(label, t)}`}
			{reason !== undefined && `. ${t('label.reason')}: ${reason}`}
		</bdi>
	)
}

/** With the Taktische Zeit below, as the diary has it. */
function EntryTime({ at }: { readonly at: number | undefined }) {
	const formats = useFormats()
	const now = useNow(60_000)
	if (at === undefined) return <span />
	return (
		<time dateTime={iso(at)}>
			{formats.time(at, now)}
			<span className={styles.tactical}>{formats.tactical(at)}</span>
		</time>
	)
}

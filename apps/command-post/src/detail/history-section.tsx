import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { RadioTower, UserRound } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { MESSAGES } from '../intl.ts'
import type { Thing } from '../state/facts.ts'
import { useNow } from '../state/react.ts'
import { useHistory } from './history.ts'
import type { HistoryEntry } from './history.ts'

import styles from './detail.module.css'

/** What was said about a thing, entry by entry as it stands in the journal. */
export function HistorySection({ thing }: { readonly thing: Thing }) {
	const t = useTranslations('detail')
	const { history, more, retry } = useHistory({ operation: thing.operation, id: thing.row.id, version: thing.row.v })
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
					{history.entries.map((entry) => (
						<Entry key={entry.seq} entry={entry} />
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

function Entry({ entry }: { readonly entry: HistoryEntry }) {
	const t = useTranslations('detail')
	const formats = useFormats()
	const now = useNow(60_000)
	const words = MESSAGES[formats.language]
	const Icon = entry.person ? UserRound : RadioTower
	const fields = entry.fields.map((field) => wordOf({ ...words.fields, geometry: words.fields.position }, field)).join(', ')
	return (
		<li className={styles.entry}>
			<time>{entry.recorded === undefined ? '' : formats.time(entry.recorded, now)}</time>
			<Icon size={14} aria-hidden />
			<span className={styles.entryText} title={fields}>
				{entry.op === 'patch' && fields !== '' ? fields : wordOf(words.detail.ops, entry.op)}{' '}
				<span>
					<bdi>{entry.who}</bdi>
				</span>
			</span>
			<span className={styles.entryNo}>{t('entry', { seq: entry.seq })}</span>
		</li>
	)
}

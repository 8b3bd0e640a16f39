import type { Claim, Row } from '@lagebild/model/row.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { ConflictTile } from '@lagebild/ui/gate-glyph.tsx'
import { RadioTower, UserRound } from 'lucide-react'
import { useMessages, useTranslations } from 'use-intl'

import { sourceNames } from '../select/lists.ts'
import type { Thing } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import { WhyButton } from '../why/why-button.tsx'
import { saidText } from './facts.ts'
import { fieldLabel } from './field-name.ts'
import { useStatusWords } from './use-status-words.ts'

import styles from './detail.module.css'

function SourceIcon({ rank }: { readonly rank: Claim['rank'] }) {
	const Icon = rank === 'person' ? UserRound : RadioTower
	return <Icon size={14} aria-hidden />
}

type Speaker = Row['sources'][number]

/** With whoever measures it: their newest value counts, and they may have stated nothing. */
function speakersOf({ row, measured }: Thing): readonly Speaker[] {
	if (!measured) return row.sources
	const { source, at } = measured
	if (!row.sources.some((speaker) => speaker.source === source)) return [{ source, rank: 'device', name: source, at }, ...row.sources]
	return row.sources.map((speaker) => (speaker.source === source && speaker.at < at ? { ...speaker, at } : speaker))
}

/** Everybody who speaks about the thing, the newest first. */
export function SourcesSection({ thing }: { readonly thing: Thing }) {
	const t = useTranslations('detail')
	const formats = useFormats()
	const now = useNow(10_000)
	const names = usePicture(({ content }) => sourceNames(content))
	const words = useMessages()
	return (
		<section className={styles.section}>
			<h3>{t('sources')}</h3>
			<ul className={styles.list}>
				{speakersOf(thing).map(({ source, rank, name, at }) => (
					<li key={source} className={styles.source}>
						<SourceIcon rank={rank} />
						<span className={styles.entryText}>
							<bdi>{names.get(source) ?? name}</bdi> <span>{t(`ranks.${rank}`)}</span>
						</span>
						<span className={styles.at} title={formats.tactical(at)}>
							{formats.age(at, now)}
						</span>
					</li>
				))}
			</ul>
			{thing.row.life === 'live' && (
				<p className={styles.asked}>
					<WhyButton field="life" />
					{words.why.fields.life}: {words.why.lives.live}
				</p>
			)}
		</section>
	)
}

function claimText(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
}

/** What somebody said and the picture does not show: field by field, both kept. */
export function ConflictsSection({ row }: { readonly row: Row }) {
	const t = useTranslations('detail')
	const formats = useFormats()
	const now = useNow(10_000)
	const names = usePicture(({ content }) => sourceNames(content))
	const words = useMessages()
	const statusOf = useStatusWords(row)
	if (!row.conflicts?.length) return null
	return (
		<section className={styles.section}>
			<h3>{t('conflicts')}</h3>
			<p className={styles.stand}>{t('conflictRule')}</p>
			<ul className={styles.list}>
				{row.conflicts.map(({ field, value, source, at }) => (
					<li key={`${field} ${source}`} className={styles.conflict}>
						<ConflictTile size={18} />
						<span>
							{fieldLabel(row.kind, field, words)}:{' '}
							<bdi>{saidText(row.kind, [field, value], { words, formats, now, statusOf }) ?? claimText(value)}</bdi>
							<br />
							<bdi className={styles.stand}>{names.get(source) ?? source}</bdi>
						</span>
						<span className={styles.at}>
							{formats.age(at, now)}
							<WhyButton field={field} />
						</span>
					</li>
				))}
			</ul>
		</section>
	)
}

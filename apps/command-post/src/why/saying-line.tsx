import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { ConflictTile } from '@lagebild/ui/gate-glyph.tsx'
import { RadioTower, TriangleAlert, UserRound } from 'lucide-react'
import { useMessages, useTranslations } from 'use-intl'

import { isObject } from '../api/outline.ts'
import type { JsonObject } from '../api/outline.ts'
import type { Language } from '../detail/facts.ts'
import { sourceNames } from '../select/lists.ts'
import { titleOf } from '../select/names.ts'
import type { Content, Thing } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import type { Saying } from './explanation.ts'
import { valueText, wordIn } from './value-text.ts'

import styles from './why.module.css'

type Props = {
	readonly thing: Thing
	readonly field: string
	readonly saying: Saying
	/** Sides stand side by side: the newest of them does not hold against the other. */ readonly sides?: boolean
}

/** One value: what, who, how much they weigh, when, and under which number it stands in the journal. */
export function SayingLine({ thing, field, saying, sides = false }: Props) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(10_000)
	const names = usePicture(({ content }) => sourceNames(content))
	const other = usePicture(({ content }) => titleById(content, saying.link))
	const { standing, seq, effective, rank, source, name } = saying
	const Icon = rank === 'person' ? UserRound : RadioTower
	const text = sayingText({ thing, field, saying, other }, { words: useMessages(), formats, now })
	return (
		<li className={styles.saying} data-standing={standing}>
			<span className={styles.mark}>{standing === 'conflict' ? <ConflictTile size={18} /> : <Icon size={14} aria-hidden />}</span>
			<span className={styles.what}>{standing === 'withdrawn' ? <s>{text}</s> : <bdi>{text}</bdi>}</span>
			<span className={styles.weight}>{sides && standing === 'shown' ? t('why.latest') : t(`why.standing.${standing}`)}</span>
			<span className={styles.who}>
				<bdi>{names.get(source) ?? name}</bdi>, {rank === undefined ? t('why.unknownRank') : t(`detail.ranks.${rank}`)}
				<Decided saying={saying} />
			</span>
			<SayingDoubts saying={saying} />
			<span className={styles.when}>
				{formats.stand(effective, now)}, {t('why.entry', { seq })}
			</span>
		</li>
	)
}

/** Why a value is not believed without more ado; it may be the one that holds. */
function SayingDoubts({ saying: { doubts, claimed, received } }: { readonly saying: Saying }) {
	const t = useTranslations('why.doubts')
	const formats = useFormats()
	const now = useNow(10_000)
	if (doubts.length === 0) return null
	return (
		<ul className={styles.doubts}>
			{doubts.map((doubt) => (
				<li key={doubt}>
					<TriangleAlert size={14} aria-hidden />
					{doubt === 'clock'
						? t('clock', { claimed: formats.time(claimed ?? received, now), received: formats.time(received, now) })
						: t(doubt)}
				</li>
			))}
		</ul>
	)
}

function Decided({ saying: { standing, by } }: { readonly saying: Saying }) {
	const t = useTranslations('why.by')
	const names = usePicture(({ content }) => sourceNames(content))
	if (!by || (standing !== 'void' && standing !== 'withdrawn' && standing !== 'overtaken')) return null
	return (
		<>
			<br />
			{t(standing, { seq: by.seq, name: names.get(by.source) ?? by.name })}
		</>
	)
}

/** By text, not by id: `usePicture` must give the same as long as nothing changed. */
function titleById({ things }: Content, id: string | undefined): string | undefined {
	if (id === undefined) return undefined
	for (const thing of things.values()) if (thing.row.id === id) return titleOf(thing.row)
	return id
}

type Line = Props & { readonly other: string | undefined }

function sayingText({ thing, field, saying: { key, value }, other }: Line, language: Language): string {
	if (field === 'links' && isObject(value)) return linkText(value, other, language)
	const unit = thing.row.kind === 'sensor' ? (thing.row.fields.unit ?? undefined) : undefined
	const text = valueText({ kind: thing.row.kind, field, value, unit }, language)
	const named = other === undefined ? text : `${text}: ${other}`
	return key === undefined || field.includes('.') ? named : `${key}: ${named}`
}

function linkText(value: JsonObject, other: string | undefined, { words }: Language): string {
	const rels: Readonly<Record<string, string>> = value.inbound === true ? words.detail.inbound : words.detail.rels
	const text = `${wordIn(rels, String(value.rel))} ${other ?? String(value.to)}`
	return value.removed === true ? `${text} (${words.why.removed})` : text
}

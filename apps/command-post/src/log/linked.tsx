import type { EntityId } from '@lagebild/model/ids.ts'
import type { Row } from '@lagebild/model/row.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { saidAt } from '../diary/entries.ts'
import { kindKey, titleOf } from '../select/names.ts'
import { goTo, select } from '../state/actions.ts'
import { useNow, usePicture } from '../state/react.ts'
import type { Page } from '../state/route.ts'
import { chainOf, tied } from './chain.ts'
import type { Tie } from './chain.ts'

import styles from './log.module.css'

/** The page on which a thing is read; others are opened where one is. */
function pageOf(row: Row | undefined): Page | undefined {
	if (row?.kind !== 'message') return undefined
	return row.fields.type === 'diary' ? 'tagebuch' : 'meldungen'
}

export function openThing(id: EntityId, row: Row | undefined): void {
	const page = pageOf(row)
	if (page !== undefined) goTo(page)
	select(id)
}

/** `Nr. 14`, `E 17`, or the sort of thing. */
function useShortName(): (row: Row) => string {
	const t = useTranslations()
	return (row) => {
		if (row.kind !== 'message') return t(`kinds.${kindKey(row.kind)}`)
		if (row.fields.type === 'diary') return t('diary.numbered', { number: row.number ?? '–' })
		return row.fields.registryNumber ?? t(`values.messageType.${row.fields.type ?? 'report'}`)
	}
}

export function ThingLink({ id, current = false }: { readonly id: EntityId; readonly current?: boolean }) {
	const t = useTranslations('diary')
	const formats = useFormats()
	const now = useNow(60_000)
	const row = usePicture(({ content }) => content.things.get(id)?.row)
	const short = useShortName()
	/** What a viewer may not see is not in the picture, and its name is nothing to show. */
	if (!row) return <span className={styles.gone}>{t('notVisible')}</span>
	const at = row.kind === 'message' ? saidAt(row) : row.at
	return (
		<button type="button" className={styles.thing} aria-current={current} onClick={() => openThing(id, row)}>
			<span className={styles.thingKind}>
				{short(row)} · {formats.time(at, now)}
			</span>
			<bdi className={styles.thingName}>{titleOf(row, formats.language)}</bdi>
		</button>
	)
}

/** What led to it, itself, and what came of it, one after the other. */
export function ChainSection({ id }: { readonly id: EntityId }) {
	const t = useTranslations('diary')
	const content = usePicture((facts) => facts.content)
	const { before, after } = chainOf(content, id)
	if (before.length === 0 && after.length === 0) return <p className={styles.muted}>{t('noChain')}</p>
	return (
		<ol className={styles.chain} aria-label={t('chain')}>
			{[...before, id, ...after].map((one) => (
				<li key={one}>
					<ThingLink id={one} current={one === id} />
				</li>
			))}
		</ol>
	)
}

const BESIDE = ['corrects', 'correctedBy', 'about', 'spokenOf'] as const satisfies readonly Tie[]

/** What it is linked with beside its causes. */
export function TiesSection({ row }: { readonly row: Row }) {
	const t = useTranslations('diary.ties')
	const groups = BESIDE.map((tie) => ({ tie, ids: tied(row, tie) })).filter(({ ids }) => ids.length > 0)
	return groups.map(({ tie, ids }) => (
		<section key={tie} className={styles.part}>
			<h3>{t(tie)}</h3>
			<ul className={styles.plain}>
				{ids.map((id) => (
					<li key={id}>
						<ThingLink id={id} />
					</li>
				))}
			</ul>
		</section>
	))
}

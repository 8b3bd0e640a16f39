import type { EntityId } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { classes } from '@lagebild/ui/classes.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { X } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { LabelChip } from '../access/label-chip.tsx'
import { ScrollBox } from '../frame/scroll-box.tsx'
import { ChainSection, TiesSection } from '../log/linked.tsx'
import { select } from '../state/actions.ts'
import { useNow } from '../state/react.ts'
import { authorOf, CATEGORIES, saidAt } from './entries.ts'
import type { MessageThing } from './entries.ts'
import { useRecorded } from './recorded.ts'

import frame from '../frame/frame.module.css'
import styles from '../log/log.module.css'

type Props = {
	readonly thing: MessageThing
	readonly may: boolean
	readonly onCorrect: (id: EntityId) => void
	readonly onLinked: (id: EntityId) => void
}

/** One entry as it stands, with both its times, what it follows from and what followed from it. */
export function EntryPane({ thing, may, onCorrect, onLinked }: Props) {
	const t = useTranslations('diary')
	const { row } = thing
	const title = t('entryTitle', { book: row.fields.book ?? '', number: row.number ?? '–' })
	return (
		<aside className={classes(frame.panel, frame.right)} aria-label={title} data-region tabIndex={-1}>
			<header className={styles.paneHead}>
				<h2>{title}</h2>
				<Button size="icon" look="quiet" label={t('close')} onPress={() => select(undefined)}>
					<X size={18} aria-hidden />
				</Button>
			</header>
			<ScrollBox label={title}>
				<div className={styles.pane}>
					<p className={styles.fullText}>
						<bdi>{row.fields.text}</bdi>
					</p>
					{row.fields.note && (
						<p className={styles.muted}>
							{t('note')}: <bdi>{row.fields.note}</bdi>
						</p>
					)}
					<Facts thing={thing} />
					<section className={styles.part}>
						<h3>{t('chain')}</h3>
						<ChainSection id={row.id} />
					</section>
					<TiesSection row={row} />
					<div className={styles.actions}>
						{may && <Button onPress={() => onCorrect(row.id)}>{t('correct')}</Button>}
						<Button onPress={() => onLinked(row.id)}>{t('showLinked')}</Button>
					</div>
					<p className={styles.hint}>{t('rule')}</p>
					<LabelChip label={row.label} />
				</div>
			</ScrollBox>
		</aside>
	)
}

function Facts({ thing: { row, operation } }: Pick<Props, 'thing'>) {
	const t = useTranslations('diary')
	const formats = useFormats()
	const now = useNow(60_000)
	const recorded = useRecorded([{ operation, seq: row.k }]).at.get(row.k)
	const category = CATEGORIES.find((one) => one === row.fields.decision) ?? 'situation'
	const lines = [
		[t('category'), t(`categories.${category}`)],
		[t('author'), authorOf(row)],
		[t('occurred'), `${formats.time(saidAt(row), now)} · ${formats.tactical(saidAt(row))}`],
		[
			t('recorded'),
			recorded === undefined ? t('recordedUnknown') : `${formats.time(recorded, now)} · ${t('journalEntry', { seq: row.k })}`,
		],
	] as const
	return (
		<dl className={styles.facts}>
			{lines.map(([name, value]) => (
				<div key={name}>
					<dt>{name}</dt>
					<dd>
						<bdi>{value}</bdi>
					</dd>
				</div>
			))}
		</dl>
	)
}

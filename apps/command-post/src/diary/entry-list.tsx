import type { EntityId } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Clock } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { useNow, usePicture } from '../state/react.ts'
import type { DiaryEntry } from './entries.ts'

import styles from '../log/log.module.css'

const PAGE = 100

type Props = {
	readonly entries: readonly DiaryEntry[]
	readonly shown: readonly DiaryEntry[]
	readonly onOpen: (id: EntityId) => void
}

/** In the order in which they were recorded, the newest on top; whoever looks for older ones asks for more. */
export function EntryList({ entries, shown, onOpen }: Props) {
	const t = useTranslations('diary')
	const [most, setMost] = useState(PAGE)
	const selected = usePicture(({ route }) => route.selected)
	const numbers = new Map(entries.map(({ id, number }) => [id, number]))
	const index = shown.findIndex(({ id }) => id === selected)
	const count = index === -1 ? most : Math.max(most, shown.length - index)
	return (
		<>
			<ol className={styles.entries} reversed aria-label={t('title')}>
				{shown
					.toReversed()
					.slice(0, count)
					.map((entry) => (
						<EntryRow key={entry.id} entry={entry} numbers={numbers} current={entry.id === selected} onOpen={onOpen} />
					))}
			</ol>
			{shown.length > count && (
				<div className={styles.opens}>
					<Button onPress={() => setMost(count + PAGE)}>{t('more', { count: shown.length - count })}</Button>
				</div>
			)}
		</>
	)
}

type RowProps = {
	readonly entry: DiaryEntry
	readonly numbers: ReadonlyMap<EntityId, number | undefined>
	readonly current: boolean
	readonly onOpen: (id: EntityId) => void
}

function EntryRow({ entry, numbers, current, onOpen }: RowProps) {
	const t = useTranslations('diary')
	const formats = useFormats()
	const now = useNow(60_000)
	const { id, number, state, category, text, note, occurred, written, author } = entry
	const late = Math.abs(written - occurred) >= 60_000
	return (
		<li data-entry={id} className={styles.entry} data-state={state}>
			<button type="button" className={styles.entryButton} aria-current={current} onClick={() => onOpen(id)} disabled={state !== 'entered'}>
				<span className={styles.number}>{number ?? <Clock size={16} aria-hidden />}</span>
				<span className={styles.entryTime}>
					{formats.time(occurred, now)}
					{late && <small>{t('writtenAt', { time: formats.time(written, now) })}</small>}
				</span>
				<span className={styles.entryBody}>
					<span className={styles.entryHead}>
						<b>{t(`categories.${category}`)}</b>
						<bdi>{author}</bdi>
						{state === 'waiting' && <em data-tone="old">{t('waiting')}</em>}
						{state === 'refused' && <em data-tone="lost">{t('refused')}</em>}
						<Corrections entry={entry} numbers={numbers} />
					</span>
					<bdi className={styles.entryText}>{text}</bdi>
					{note !== '' && (
						<span className={styles.note}>
							{t('note')}: <bdi>{note}</bdi>
						</span>
					)}
				</span>
			</button>
		</li>
	)
}

function Corrections({ entry, numbers }: Pick<RowProps, 'entry' | 'numbers'>) {
	const t = useTranslations('diary')
	const list = (ids: readonly EntityId[]) => ids.map((id) => numbers.get(id) ?? '–').join(', ')
	return (
		<>
			{entry.correctedBy.length > 0 && <em>{t('correctedBy', { numbers: list(entry.correctedBy) })}</em>}
			{entry.corrects.length > 0 && <em>{t('corrects', { numbers: list(entry.corrects) })}</em>}
		</>
	)
}

import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { StatusTag } from '@lagebild/ui/status-tag.tsx'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { RefObject } from 'react'
import { createPortal } from 'react-dom'
import { useTranslations } from 'use-intl'

import type { ListedOperation } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import type { DiaryEntry, DiaryFilter } from './entries.ts'
import { useCheckpoint, useRecorded } from './recorded.ts'

import styles from './print.module.css'

type Props = {
	readonly operation: ListedOperation
	readonly grant: Grant
	readonly filter: DiaryFilter
	readonly entries: readonly DiaryEntry[]
	readonly onClose: () => void
}

/** The diary as it lies on A4, looked at before it is printed. It lies over the frame, so that nothing else is on the paper. */
export function PrintView(props: Props) {
	const t = useTranslations('diary')
	const { operation, entries, onClose } = props
	const recorded = useRecorded(entries)
	const sheet = useRef<HTMLDialogElement>(null)
	useAlone(sheet, onClose)
	return createPortal(
		<dialog open className={styles.over} data-paper ref={sheet} tabIndex={-1} aria-modal aria-label={t('printTitle')}>
			<div className={styles.tools}>
				<Button look="primary" size="main" onPress={() => print()} isDisabled={recorded.loading}>
					{t('printNow')}
				</Button>
				<Button size="main" onPress={onClose}>
					{t('close')}
				</Button>
				<span>{recorded.loading ? t('readingTimes') : t('printHint')}</span>
			</div>
			<article className={styles.paper} data-theme="light">
				<Head {...props} />
				<Table entries={entries} recorded={recorded.at} />
				<Closing operation={operation} entries={entries} />
			</article>
		</dialog>,
		document.body,
	)
}

/** What lies under the paper is out of reach until it is put away; `Esc` does so. */
function useAlone(sheet: RefObject<HTMLElement | null>, onClose: () => void): void {
	const close = useEffectEvent(onClose)
	useEffect(() => {
		const opener = document.activeElement
		const under = document.querySelector<HTMLElement>('#root')
		const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && close()
		under?.setAttribute('inert', '')
		sheet.current?.focus()
		document.addEventListener('keydown', onKey)
		return () => {
			document.removeEventListener('keydown', onKey)
			under?.removeAttribute('inert')
			if (opener instanceof HTMLElement) opener.focus()
		}
	}, [sheet])
}

function Head({ operation, grant, filter, entries }: Props) {
	const t = useTranslations('diary')
	const formats = useFormats()
	const asOf = usePicture(({ link }) => link.asOf)
	const now = useNow(60_000)
	const narrowed = filter.text !== '' || filter.category !== 'all' || filter.author !== '' || filter.hours !== 0 || filter.linked !== ''
	const held = operation.functions.find((one) => one.function === 'diary-keeper')
	return (
		<header className={styles.head}>
			<div>
				<h1>{filter.book}</h1>
				<p>
					<bdi>{operation.name}</bdi>
				</p>
			</div>
			<StatusTag status={operation.status} />
			<dl>
				<dt>{t('asOf')}</dt>
				<dd>{formats.tactical(asOf ?? now)}</dd>
				<dt>{t('keeper')}</dt>
				<dd>
					<bdi>{held?.name ?? t('noKeeper')}</bdi>
				</dd>
				<dt>{t('printedBy')}</dt>
				<dd>
					<bdi>{grant.name}</bdi>, {formats.tactical(now)}
				</dd>
			</dl>
			{narrowed && <p className={styles.narrowed}>{t('extract', { count: entries.length })}</p>}
		</header>
	)
}

const COLUMNS = ['number', 'date', 'clock', 'text', 'note'] as const

function Table({ entries, recorded }: Pick<Props, 'entries'> & { readonly recorded: ReadonlyMap<number, number> }) {
	const t = useTranslations('diary.columns')
	return (
		<table className={styles.table}>
			<thead>
				<tr>
					{COLUMNS.map((column) => (
						<th key={column} scope="col" data-column={column}>
							{t(column)}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{entries.map((entry) => (
					<Line key={entry.id} entry={entry} entries={entries} recorded={entry.seq === undefined ? undefined : recorded.get(entry.seq)} />
				))}
			</tbody>
		</table>
	)
}

type LineProps = Pick<Props, 'entries'> & { readonly entry: DiaryEntry; readonly recorded: number | undefined }

function Line({ entry, entries, recorded }: LineProps) {
	const t = useTranslations('diary')
	const formats = useFormats()
	const tactical = formats.tactical(entry.occurred)
	return (
		<tr>
			<td data-column="number">{entry.number ?? t('waitingShort')}</td>
			<td data-column="date">
				{tactical.slice(0, 2)} {tactical.slice(-5, -2)} {tactical.slice(-2)}
			</td>
			<td data-column="clock">
				{formats.clock(entry.occurred).slice(0, 5)}
				{recorded !== undefined && <small>{t('recordedAt', { time: formats.time(recorded, entry.occurred) })}</small>}
			</td>
			<td data-column="text">
				<b>{t(`categories.${entry.category}`)}</b> · <bdi>{entry.author}</bdi>
				<br />
				<bdi>{entry.text}</bdi>
			</td>
			<td data-column="note">
				<Remarks entry={entry} entries={entries} />
			</td>
		</tr>
	)
}

function Remarks({ entry, entries }: Pick<LineProps, 'entry' | 'entries'>) {
	const t = useTranslations('diary')
	const numbers = new Map(entries.map(({ id, number }) => [id, number]))
	const list = (ids: DiaryEntry['corrects']) => ids.map((id) => numbers.get(id) ?? '–').join(', ')
	return (
		<>
			{entry.note !== '' && (
				<p>
					<bdi>{entry.note}</bdi>
				</p>
			)}
			{entry.corrects.length > 0 && <p>{t('corrects', { numbers: list(entry.corrects) })}</p>}
			{entry.correctedBy.length > 0 && <p>{t('correctedBy', { numbers: list(entry.correctedBy) })}</p>}
		</>
	)
}

const HASH_SHOWN = 32

/** What ties the paper to the journal, and room for who answers for it. */
function Closing({ operation, entries }: Pick<Props, 'operation' | 'entries'>) {
	const t = useTranslations('diary')
	const checkpoint = useCheckpoint(operation.id)
	const numbers = entries.flatMap(({ number }) => number ?? [])
	return (
		<footer className={styles.closing}>
			<p>{t('closing', { count: entries.length, first: numbers[0] ?? '–', last: numbers.at(-1) ?? '–' })}</p>
			{checkpoint && <p className={styles.hash}>{t('checkpoint', { seq: checkpoint.seq, hash: checkpoint.hash.slice(0, HASH_SHOWN) })}</p>}
			<div className={styles.signatures}>
				<span>{t('signKeeper')}</span>
				<span>{t('signLeader')}</span>
			</div>
		</footer>
	)
}

import { EntityId } from '@lagebild/model/ids.ts'
import type { MasterDataReport, ReportRow, RowState } from '@lagebild/model/master-data.ts'
import { ROW_STATES } from '@lagebild/model/master-data.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, RefObject } from 'react'
import { useTranslations } from 'use-intl'

import { rowForKey, rowWindow } from '../objects/window.ts'
import { titleOf } from '../select/names.ts'
import { usePicture } from '../state/react.ts'
import { rowText } from './texts.ts'
import { useViewport } from './viewport.ts'

import styles from './master-data.module.css'

/** Two lines of text; what is longer is read in the line below the table. */
const ROW_HEIGHT = 56

type Filter = RowState | 'all'

/** Every line of the file with what becomes of it. */
export function Preview({ report }: { readonly report: MasterDataReport }) {
	const t = useTranslations('masterData')
	const [filter, setFilter] = useState<Filter>(() => (report.counts.refused > 0 && report.dryRun ? 'refused' : 'all'))
	const rows = useMemo(() => report.rows.filter(({ state }) => filter === 'all' || state === filter), [report, filter])
	const options = [
		{ id: 'all' as const, label: t('all', { count: report.rows.length }) },
		...ROW_STATES.map((state) => ({ id: state, label: t('stateCount', { state: t(`states.${state}`), count: report.counts[state] }) })),
	]
	return (
		<>
			<div className={styles.filter}>
				<Segmented<Filter> label={t('filter')} options={options} chosen={filter} onChange={setFilter} />
			</div>
			{rows.length === 0 ? <p className={styles.none}>{t('noRows')}</p> : <Table key={filter} rows={rows} />}
		</>
	)
}

function useWording() {
	const t = useTranslations()
	const formats = useFormats()
	const things = usePicture(({ content }) => content.things)
	const nameOf = (text: string) => {
		const id = EntityId.safeParse(text).data
		const found = id === undefined ? undefined : things.get(id)
		return found && titleOf(found.row)
	}
	return { t, formats, nameOf }
}

const HEADS = ['line', 'state', 'object', 'what'] as const
const GRID_ROW = { role: 'row' } as const
const GRID_HEAD = { role: 'columnheader' } as const
const GRID_CELL = { role: 'gridcell' } as const

function useActive(body: RefObject<HTMLDivElement | null>, { count, viewHeight }: { readonly count: number; readonly viewHeight: number }) {
	const [active, setActive] = useState(-1)
	const onKeyDown = (event: KeyboardEvent) => {
		const next = rowForKey(event.key, { active, count, page: Math.floor(viewHeight / ROW_HEIGHT) })
		if (next === undefined) return
		event.preventDefault()
		setActive(next)
		scrollTo(body.current, next)
	}
	return { active, setActive, onKeyDown }
}

function Table({ rows }: { readonly rows: readonly ReportRow[] }) {
	const t = useTranslations('masterData')
	const wording = useWording()
	const body = useRef<HTMLDivElement>(null)
	const view = useViewport(body)
	const { active, setActive, onKeyDown } = useActive(body, { count: rows.length, viewHeight: view.viewHeight })
	const { first, last, height } = rowWindow({ count: rows.length, rowHeight: ROW_HEIGHT, ...view })
	const chosen = rows[active]
	return (
		<>
			<div
				className={styles.table}
				role="grid"
				aria-label={t('preview')}
				aria-rowcount={rows.length + 1}
				aria-colcount={HEADS.length}
				tabIndex={0}
				{...(active >= 0 ? { 'aria-activedescendant': rowId(active) } : {})}
				onKeyDown={onKeyDown}
				onFocus={() => active < 0 && setActive(0)}
			>
				<Heads />
				<div ref={body} className={styles.body} role="presentation">
					<div className={styles.space} style={{ height }} role="presentation">
						{rows.slice(first, last).map((row, offset) => (
							<Line
								key={row.line}
								row={row}
								index={first + offset}
								active={first + offset === active}
								text={rowText(row, wording)}
								onChoose={() => setActive(first + offset)}
							/>
						))}
					</div>
				</div>
			</div>
			{chosen && (
				<div className={styles.chosen}>
					<strong>{t('shown', { line: chosen.line, title: chosen.title ?? t(`states.${chosen.state}`) })}</strong>
					<p>{rowText(chosen, wording)}</p>
				</div>
			)}
		</>
	)
}

function Heads() {
	const t = useTranslations('masterData')
	return (
		<div {...GRID_ROW} className={styles.head} aria-rowindex={1}>
			{HEADS.map((head) => (
				<span key={head} {...GRID_HEAD}>
					{t(head)}
				</span>
			))}
		</div>
	)
}

function scrollTo(body: HTMLDivElement | null, row: number): void {
	if (!body) return
	const top = row * ROW_HEIGHT
	if (top < body.scrollTop) body.scrollTop = top
	if (top + ROW_HEIGHT > body.scrollTop + body.clientHeight) body.scrollTop = top + ROW_HEIGHT - body.clientHeight
}

function rowId(index: number): string {
	return `master-data-${index}`
}

type LineProps = {
	readonly row: ReportRow
	readonly index: number
	readonly active: boolean
	readonly text: string
	readonly onChoose: () => void
}

function Line({ row, index, active, text, onChoose }: LineProps) {
	const t = useTranslations('masterData')
	return (
		<div
			{...GRID_ROW}
			id={rowId(index)}
			className={styles.row}
			style={{ top: index * ROW_HEIGHT }}
			tabIndex={-1}
			aria-rowindex={index + 2}
			aria-selected={active}
			data-active={active}
			data-state={row.state}
			{...{ onClick: onChoose }}
		>
			<span {...GRID_CELL} className={styles.line}>
				{row.line}
			</span>
			<span {...GRID_CELL} className={styles.state}>
				{t(`states.${row.state}`)}
			</span>
			<bdi {...GRID_CELL} className={styles.object}>
				{row.title}
			</bdi>
			<span {...GRID_CELL} className={styles.what}>
				{text}
			</span>
		</div>
	)
}

import type { FeedHistory } from '@lagebild/model/feeds-protocol.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { HiddenText } from '@lagebild/ui/hidden-text.tsx'
import type { KeyboardEvent } from 'react'
import { useTranslations } from 'use-intl'

import { useNow } from '../state/react.ts'
import { linePath, thinned } from './chart.ts'
import { selectFeed, useSelectedFeed } from './selected.ts'
import { cadenceOf, isBehind, lastMessageOf, toneOf } from './standing.ts'
import type { Source } from './standing.ts'
import { StandingMark, useSpan, useWay } from './words.tsx'

import styles from './sources.module.css'

const COLUMNS = ['state', 'name', 'format', 'mode', 'cadence', 'line', 'lag', 'rejects', 'last'] as const
type Column = (typeof COLUMNS)[number]
const NUMBERS: ReadonlySet<Column> = new Set(['cadence', 'lag', 'rejects', 'last'])

type Props = { readonly list: readonly Source[]; readonly histories: ReadonlyMap<string, FeedHistory> }

/** From row to row; what has the focus is the name, and Enter opens it. */
function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
	const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key]
	const buttons = [...event.currentTarget.querySelectorAll('button')]
	const at = buttons.findIndex((button) => button === document.activeElement)
	if (step === undefined || at < 0) return
	event.preventDefault()
	buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus()
}

export function SourcesTable({ list, histories }: Props) {
	const t = useTranslations('sources')
	return (
		<div className={styles.tableWrap}>
			<table className={styles.table} aria-label={t('table')}>
				<thead>
					<tr>
						{COLUMNS.map((column) => (
							<th key={column} scope="col" data-column={column} data-number={NUMBERS.has(column)}>
								{t(`cols.${column}`)}
							</th>
						))}
					</tr>
				</thead>
				<tbody {...{ onKeyDown }}>
					{list.map((source) => (
						<Row key={source.feed.id} source={source} history={histories.get(source.feed.id)} />
					))}
				</tbody>
			</table>
		</div>
	)
}

type RowProps = { readonly source: Source; readonly history: FeedHistory | undefined }

function Row({ source, history }: RowProps) {
	const t = useTranslations('sources')
	const way = useWay()
	const selected = useSelectedFeed() === source.feed.id
	const { feed, standing } = source
	return (
		<tr data-selected={selected} data-tone={isBehind(standing) ? toneOf(standing) : 'normal'} onClick={() => selectFeed(feed.id)}>
			<td data-column="state">
				<StandingMark standing={standing} />
			</td>
			<td data-column="name">
				<Name source={source} selected={selected} />
			</td>
			<td data-column="format">{way(feed)}</td>
			<td data-column="mode">{feed.mode === null ? t('unknown') : t(`modes.${feed.mode}`)}</td>
			<Figures source={source} history={history} />
		</tr>
	)
}

function Name({ source: { feed }, selected }: { readonly source: Source; readonly selected: boolean }) {
	return (
		<button type="button" className={styles.name} aria-current={selected} data-feed={feed.id} onClick={() => selectFeed(feed.id)}>
			<bdi>{feed.name}</bdi>
		</button>
	)
}

function Figures({ source, history }: RowProps) {
	const t = useTranslations('sources')
	const formats = useFormats()
	const span = useSpan()
	const { feed } = source
	const cadence = cadenceOf(feed)
	return (
		<>
			<td data-column="cadence" data-label={t('cols.cadence')} data-number>
				{cadence === undefined ? '–' : span(cadence)}
			</td>
			<td data-column="line">
				<Spark history={history} />
			</td>
			<td data-column="lag" data-label={t('cols.lag')} data-number>
				{feed.lagP95Ms === null ? '–' : span(feed.lagP95Ms)}
			</td>
			<td data-column="rejects" data-label={t('cols.rejects')} data-number data-some={(feed.rejectsDay ?? 0) > 0}>
				{feed.rejectsDay === null ? '–' : formats.figure(feed.rejectsDay)}
			</td>
			<td data-column="last" data-label={t('cols.last')} data-number>
				<Last source={source} history={history} />
			</td>
		</>
	)
}

function Last({ source, history }: RowProps) {
	const t = useTranslations('sources')
	const formats = useFormats()
	const now = useNow(1_000)
	const last = lastMessageOf(source, history, now)
	return last === undefined ? <span className={styles.muted}>{t('never')}</span> : <time>{formats.age(last, now)}</time>
}

const SPARK = { width: 80, height: 20 } as const
const MINUTES_PER_POINT = 3

function Spark({ history }: Pick<RowProps, 'history'>) {
	const t = useTranslations('sources')
	if (!history)
		return (
			<span className={styles.noLine}>
				<HiddenText>{t('noHistory')}</HiddenText>
			</span>
		)
	const { messages } = history
	const most = Math.max(1, ...messages)
	const points = thinned(messages, MINUTES_PER_POINT)
	const label = t('lineLabel', { most: Math.max(...messages, 0), last: messages.at(-1) ?? 0 })
	return (
		<svg className={styles.spark} viewBox={`0 0 ${SPARK.width} ${SPARK.height}`} role="img" aria-label={label}>
			<path d={`M0 ${SPARK.height}H${SPARK.width}`} className={styles.axis} />
			<path d={linePath(points, { ...SPARK, most: Math.max(1, ...points) || most })} fill="none" stroke="currentColor" strokeWidth="1.5" />
		</svg>
	)
}

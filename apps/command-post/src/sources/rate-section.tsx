import type { FeedHistory } from '@lagebild/model/feeds-protocol.ts'
import { readIso } from '@lagebild/model/time.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { ChartLine, Table2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { ScrollBox } from '../frame/scroll-box.tsx'
import { useNow } from '../state/react.ts'
import { linePath, roundAbove } from './chart.ts'
import { isBehind } from './standing.ts'
import type { Source } from './standing.ts'
import { useSpan } from './words.tsx'

import styles from './sources.module.css'

type Props = { readonly source: Source; readonly history: FeedHistory | undefined }

/** Messages per minute of the last three hours, as a curve or as a table. */
export function RateSection({ source, history }: Props) {
	const t = useTranslations('sourceDetail')
	const [table, setTable] = useState(false)
	const known = history !== undefined && history.messages.length > 1
	const Icon = table ? ChartLine : Table2
	return (
		<section className={styles.section} aria-label={t('rate')}>
			<div className={styles.sectionHead}>
				<h3>{t('rate')}</h3>
				{known && (
					<Button look="quiet" size="row" pressed={table} onPress={() => setTable(!table)}>
						<Icon size={16} aria-hidden />
						{t(table ? 'asChart' : 'asTable')}
					</Button>
				)}
			</div>
			{known ? (
				table ? (
					<RateTable history={history} />
				) : (
					<Chart source={source} history={history} />
				)
			) : (
				<p className={styles.muted}>
					{t('noHistory')}. {t('noHistoryText')}
				</p>
			)}
		</section>
	)
}

const BOX = { width: 480, height: 84, left: 32, top: 8 } as const
const MINUTE_MS = 60_000

type ChartProps = { readonly source: Source; readonly history: FeedHistory }

function Chart({ source, history }: ChartProps) {
	const t = useTranslations('sourceDetail')
	const formats = useFormats()
	const now = useNow(MINUTE_MS)
	const from = readIso(history.from) ?? now
	const to = from + history.messages.length * MINUTE_MS
	const most = Math.max(...history.messages)
	const top = roundAbove(most)
	const time = (at: number) => formats.clock(at).slice(0, 5)
	const label = t('chartLabel', { from: time(from), to: time(to), most, last: history.messages.at(-1) ?? 0 })
	const xOf = (at: number) => BOX.left + BOX.width * Math.max(0, Math.min(1, (at - from) / (to - from)))
	const { since, standing } = source
	return (
		<svg className={styles.chart} viewBox={`0 0 ${BOX.left + BOX.width + 8} ${BOX.top + BOX.height + 24}`} role="img" aria-label={label}>
			{isBehind(standing) && since !== undefined && since > from && (
				<>
					<rect x={xOf(since)} y={BOX.top} width={xOf(to) - xOf(since)} height={BOX.height} className={styles.chartOld} />
					<path d={`M${xOf(since)} ${BOX.top}v${BOX.height}`} className={styles.chartMark} />
				</>
			)}
			{[0, 1, 2, 3].map((line) => (
				<g key={line}>
					<path d={`M${BOX.left} ${BOX.top + (BOX.height * (3 - line)) / 3}h${BOX.width}`} className={styles.axis} />
					<text x={BOX.left - 6} y={BOX.top + (BOX.height * (3 - line)) / 3 + 4} textAnchor="end">
						{formats.figure((top * line) / 3)}
					</text>
				</g>
			))}
			<path
				transform={`translate(${BOX.left} ${BOX.top})`}
				d={linePath(history.messages, { ...BOX, most: top })}
				className={styles.chartLine}
			/>
			{[from, from + (to - from) / 3, from + ((to - from) * 2) / 3, to].map((at, i) => (
				<text key={at} x={xOf(at)} y={BOX.top + BOX.height + 18} textAnchor={(['start', 'middle', 'middle', 'end'] as const)[i]}>
					{time(at)}
				</text>
			))}
		</svg>
	)
}

/** The newest minute first. */
function RateTable({ history }: { readonly history: FeedHistory }) {
	const t = useTranslations('sourceDetail')
	const formats = useFormats()
	const span = useSpan()
	const from = readIso(history.from) ?? 0
	const minutes = history.messages.map((messages, i) => ({
		at: from + i * MINUTE_MS,
		messages,
		rejects: history.rejects[i] ?? 0,
		lag: history.lagP95Ms[i] ?? null,
	}))
	return (
		<div className={styles.rateTable}>
			<ScrollBox label={t('rate')}>
				<table className={styles.plain}>
					<thead>
						<tr>
							{(['tableTime', 'tableMessages', 'tableRejects', 'tableLag'] as const).map((head) => (
								<th key={head} scope="col">
									{t(head)}
								</th>
							))}
						</tr>
					</thead>
					<tbody>
						{minutes.toReversed().map(({ at, messages, rejects, lag }) => (
							<tr key={at}>
								<td>{formats.clock(at).slice(0, 5)}</td>
								<td>{formats.figure(messages)}</td>
								<td>{formats.figure(rejects)}</td>
								<td>{lag === null ? '–' : span(lag)}</td>
							</tr>
						))}
					</tbody>
				</table>
			</ScrollBox>
		</div>
	)
}

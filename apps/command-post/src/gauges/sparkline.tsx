import { useMemo } from 'react'

import type { Points } from './series.ts'
import { useSeries } from './series.ts'
import type { GaugeThing } from './use-levels.ts'

import styles from './gauges.module.css'

const WIDTH = 64
const HEIGHT = 22
const HOURS = 6
const READ_AGAIN_MS = 300_000

/** A path through the points, scaled to the box; gaps stay gaps. */
export function sparkPath({ at, value }: Points): string {
	const known = value.filter((level) => level !== null)
	const first = at[0]
	const last = at.at(-1)
	if (known.length < 2 || first === undefined || last === undefined || first === last) return ''
	const low = Math.min(...known)
	const range = Math.max(...known) - low || 1
	let pen = 'M'
	return at
		.map((time, index) => {
			const level = value[index] ?? null
			if (level === null) {
				pen = 'M'
				return ''
			}
			const step = `${pen}${((WIDTH * (time - first)) / (last - first)).toFixed(1)} ${(HEIGHT - (HEIGHT * (level - low)) / range).toFixed(1)}`
			pen = 'L'
			return step
		})
		.join('')
}

/** The last six hours, for the shape only; the figure beside it is the value. */
export function Sparkline({ thing }: { readonly thing: GaugeThing }) {
	const { series } = useSeries({
		operation: thing.operation,
		id: thing.row.id,
		hoursBack: HOURS,
		hoursAhead: 0,
		version: 0,
		everyMs: READ_AGAIN_MS,
	})
	const path = useMemo(() => (series.state === 'loaded' ? sparkPath(series.series.observed) : ''), [series])
	return (
		<svg className={styles.spark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden>
			<path d={path} fill="none" stroke="currentColor" strokeWidth="1.5" />
		</svg>
	)
}

import { useMemo } from 'react'

import { useSeries } from './series.ts'
import { HEIGHT, sparkPath, WIDTH } from './spark-path.ts'
import type { GaugeThing } from './use-levels.ts'

import styles from './gauges.module.css'

const HOURS = 6
const READ_AGAIN_MS = 300_000

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

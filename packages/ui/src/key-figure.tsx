import type { ReactNode } from 'react'

import { classes } from './classes.ts'

import styles from './key-figure.module.css'

type Props = {
	readonly label: string
	readonly stand?: ReactNode
	/** What stands there when there is no room for `stand`. */
	readonly standShort?: ReactNode
	readonly figure: ReactNode
	readonly unit?: ReactNode
	readonly line?: ReactNode
	/** Figures that are longer than a number, in the next smaller step. */
	readonly compact?: boolean
	readonly on?: boolean
	readonly onPress?: (() => void) | undefined
}

/** One figure of the strip: label, value with its unit, and one line that says the deviation or the next limit. */
export function KeyFigure({ label, stand, standShort = stand, figure, unit, line, compact = false, on = false, onPress }: Props) {
	const body = (
		<>
			<span className={styles.head}>
				<span className={styles.label}>{label}</span>
				{stand !== undefined && (
					<span className={styles.stand}>
						<span className={styles.long}>{stand}</span>
						<span className={styles.short}>{standShort}</span>
					</span>
				)}
			</span>
			<span className={styles.row}>
				<span className={compact ? styles.compact : styles.figure}>{figure}</span>
				{unit !== undefined && <span className={styles.unit}>{unit}</span>}
			</span>
			<span className={styles.line}>{typeof line === 'string' ? <span title={line}>{line}</span> : line}</span>
		</>
	)
	if (!onPress) return <div className={styles.cell}>{body}</div>
	return (
		<button type="button" className={classes(styles.cell)} data-on={on} onClick={onPress}>
			{body}
		</button>
	)
}

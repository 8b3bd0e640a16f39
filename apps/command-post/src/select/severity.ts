import type { Severity } from '@lagebild/model/kinds/words.ts'
import type { Row } from '@lagebild/model/row.ts'

export type MarkWord = Severity

const RANKS: Readonly<Record<Severity, number>> = { Extreme: 5, Severe: 4, Moderate: 3, Minor: 2, Unknown: 1 }

/** The severity that a source gave a thing; nothing is derived from the kind. */
export function severityOf(row: Row): Severity | undefined {
	switch (row.kind) {
		case 'incident':
		case 'warning':
		case 'alarm':
		case 'area':
			return row.fields.severity ?? undefined
		default:
			return undefined
	}
}

/** 5 extreme … 1 unknown, 0 none. */
export function severityRank(severity: Severity | undefined): number {
	return severity === undefined ? 0 : RANKS[severity]
}

import { levelOf } from '@lagebild/model/gauge.ts'
import { distanceMetres } from '@lagebild/model/geo.ts'
import type { Doubt, MeasuredRow } from '@lagebild/model/row.ts'
import { readIso } from '@lagebild/model/time.ts'

import type { Thing } from '../state/facts.ts'
import type { SensorRow } from './gauges.ts'

/** What of a thing is not believed, each once: the same place can be doubted in its row and in its measured row. */
export function doubtsOf({ row, measured }: Thing): readonly Doubt[] {
	const all = [...(measured?.doubts ?? []), ...(row.doubts ?? [])]
	return [...new Map(all.map((doubt) => [keyOf(doubt), doubt])).values()]
}

function keyOf({ what, field, source, at }: Doubt): string {
	return what === 'clock' || what === 'far' ? `${what} ${source}` : `${what} ${field} ${source} ${at}`
}

/** How far a claimed place lies from the last plausible one, metres, and in what time, milliseconds. */
export function stepOf({ measured }: Thing): { readonly metres: number; readonly ms: number } | undefined {
	const { ghost, position } = measured ?? {}
	return ghost && position && { metres: distanceMetres(position, ghost.position), ms: Math.abs(ghost.at - ghost.from) }
}

/** By how much a clock is off, milliseconds; above 0 when it is ahead. */
export function clockOff({ said, received, at }: Doubt): number {
	return ((said === undefined ? undefined : readIso(said)) ?? at) - (received ?? at)
}

export type DoubtedLevel = { readonly at: number; readonly level: number }

/** Values of a gauge that jumped, metres NHN, for the curve. */
export function doubtedLevels({ fields }: SensorRow, measured: MeasuredRow | undefined): readonly DoubtedLevel[] {
	return (measured?.doubts ?? []).flatMap(({ what, at, value }) => {
		const level = what === 'jump' && typeof value === 'number' ? levelOf(fields, value, at) : undefined
		return level === undefined ? [] : [{ at, level }]
	})
}

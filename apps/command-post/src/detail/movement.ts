import type { Formats } from '@lagebild/ui/formats.ts'

import type { Thing } from '../state/facts.ts'

/** Metres per second to kilometres per hour. */
const KMH = 3.6
/** To knots, in which ships reckon. */
const KNOTS = 3_600 / 1_852

export type Movement = { readonly field: 'speed' | 'course'; readonly text: string }

/** How fast a thing moves, and whither: without a speed a course is noise of the receiver. */
export function movementOf({ row, measured }: Thing, formats: Pick<Formats, 'figure'>): readonly Movement[] {
	const { speed, course } = measured ?? {}
	if (speed === undefined || speed === null) return []
	const ship = row.kind === 'track' && typeof row.fields.mmsi === 'string'
	const text = ship ? `${formats.figure(speed * KNOTS, 1)} kn` : `${formats.figure(speed * KMH)} km/h`
	const moves = speed > 0 && course !== undefined && course !== null
	return [{ field: 'speed', text }, ...(moves ? [{ field: 'course' as const, text: `${formats.figure(course)}°` }] : [])]
}

import type { Saying, Weight } from '@lagebild/model/explanation.ts'

import { equal } from './equal.ts'
import type { Answer } from './explain-field.ts'
import type { Asked } from './explain-life.ts'
import { fixesOf } from './fixes.ts'
import { recordedPlace } from './measured-row.ts'
import { compareTaken } from './measured.ts'
import type { Picture } from './picture.ts'
import type { Observation, Taken } from './state.ts'

/** Newest values of each source that are told. */
const MOST_VALUES = 20

type Reading = { readonly taken: Taken; readonly value: unknown }

/** P31, P61: the newest plausible place of any source; a newer one that is not is the ghost beside it. */
export function explainPosition({ entity, picture }: Asked): Answer {
	const { measured, measuredRow } = entity
	const recorded = recordedPlace(entity)
	const fixes = (measured?.tracks ?? []).flatMap(fixesOf)
	const readings = [
		...fixes.map((taken) => ({ taken, value: { lat: taken.lat, lng: taken.lng } })),
		...(recorded ? [{ taken: recorded, value: recorded.position }] : []),
	]
	const position = measuredRow?.position
	return { rule: 'P31', ...(position && { value: position }), sayings: weighed(picture, readings, position) }
}

/** P32, P61: the newest values of each source. */
export function explainValue({ entity, picture }: Asked): Answer {
	const series = [...(entity.measured?.series.values() ?? [])]
	const readings = series.flatMap((kept) => kept.slice(-MOST_VALUES).map((taken) => ({ taken, value: taken.value })))
	const value = entity.measuredRow?.value
	const untold = series.reduce((sum, kept: readonly Observation[]) => sum + Math.max(0, kept.length - MOST_VALUES), 0)
	return { rule: 'P32', ...(value !== undefined && { value }), sayings: weighed(picture, readings, value), untold }
}

/** What is later than the value that is shown, is not believed. */
function weighed(picture: Picture, readings: readonly Reading[], value: unknown): readonly Saying[] {
	const sorted = readings.toSorted((a, b) => compareTaken(b.taken, a.taken))
	const shown = value === undefined ? -1 : sorted.findIndex((reading) => equal(reading.value, value))
	const newer = new Set<string>()
	return sorted.map((reading, place) => {
		const standing = place === shown ? 'shown' : place < shown ? 'doubtful' : newer.has(reading.taken.source) ? 'overtaken' : 'older'
		if (place >= shown) newer.add(reading.taken.source)
		return measuredSaying(picture, reading, standing)
	})
}

/** Who measured is told as far as the source's statements say it in one voice. */
function measuredSaying({ speakers }: Picture, { taken, value }: Reading, standing: Weight): Saying {
	const { seq, source, at: effective, received } = taken
	const [speaker, other] = speakers.get(source) ?? []
	const known = other ? undefined : speaker
	return { seq, value, source, name: known?.name ?? source, ...(known && { rank: known.rank }), effective, received, standing }
}

import type { Saying, Weight } from '@lagebild/model/explanation.ts'
import type { Doubt } from '@lagebild/model/row.ts'

import { equal } from './equal.ts'
import type { Answer } from './explain-field.ts'
import type { Asked } from './explain-life.ts'
import { fixesOf } from './fixes.ts'
import { doubtOf, jumpsIn } from './judge.ts'
import { recordedPlace } from './measured-row.ts'
import { compareTaken } from './measured.ts'
import type { Picture } from './picture.ts'
import { geometryOf } from './row.ts'
import { observationsOf } from './series.ts'
import { chained } from './state.ts'
import type { Entity, Fix, Measured, Observation, Taken, Track } from './state.ts'
import { doubtedSaying } from './utterance.ts'

/** Newest values of each source that are told. */
const MOST_VALUES = 20

type Doubted = Pick<Saying, 'doubts' | 'claimed'>
type Reading = { readonly taken: Taken; readonly value: unknown; readonly doubted: Doubted }

/** P61: what is doubted about one measurement. Of clocks only the last measurement with a doubted one is known (P43). */
function doubtedIn({ clocked }: Measured, taken: Taken, whats: readonly Doubt['what'][]): Doubted {
	const last = clocked?.get(taken.source)
	const claimed = last && compareTaken(last, taken) === 0 ? last.claimed : undefined
	const doubts = claimed === undefined ? whats : [...whats, 'clock' as const]
	return { ...(doubts.length > 0 && { doubts }), ...(claimed !== undefined && { claimed }) }
}

function readingsOf(entity: Entity, measured: Measured, track: Track): readonly Reading[] {
	return fixesOf(track).map((fix, i) => {
		const { lat, lng } = fix
		return { taken: fix, value: { lat, lng }, doubted: doubtedIn(measured, fix, placeDoubts(fix, doubtOf(entity, track, i))) }
	})
}

function placeDoubts({ far }: Fix, what: Doubt['what'] | undefined): readonly Doubt['what'][] {
	return [...(what === 'speed' ? [what] : []), ...(far || what === 'far' ? (['far'] as const) : [])]
}

/** The place that a record states, which nobody judges by speed. */
function recordedReading(entity: Entity): readonly Reading[] {
	const taken = recordedPlace(entity)
	const { winner } = geometryOf(entity)
	return taken && winner ? [{ taken, value: taken.position, doubted: doubtedSaying(winner.said, true) }] : []
}

/** P31, P61: the newest plausible place of any source; a newer one that is not is the ghost beside it. */
export function explainPosition({ entity, picture }: Asked): Answer {
	const { measured, measuredRow } = entity
	const tracked = measured ? chained(measured.track).flatMap((track) => readingsOf(entity, measured, track)) : []
	const readings = [...tracked, ...recordedReading(entity)]
	const position = measuredRow?.position
	return { rule: 'P31', ...(position && { value: position }), sayings: weighed(picture, readings, position) }
}

/** P32, P61: the newest values of each source. */
export function explainValue({ entity, picture }: Asked): Answer {
	const { measured } = entity
	const series = chained(measured?.series).map(observationsOf)
	const readings = measured ? series.flatMap((kept) => valuesOf(entity, measured, kept)) : []
	const value = entity.measuredRow?.value
	const untold = series.reduce((sum, kept) => sum + Math.max(0, kept.length - MOST_VALUES), 0)
	return { rule: 'P32', ...(value !== undefined && { value }), sayings: weighed(picture, readings, value), untold }
}

function valuesOf(entity: Entity, measured: Measured, kept: readonly Observation[]): readonly Reading[] {
	const told = kept.slice(-MOST_VALUES)
	const jumps = new Set(jumpsIn(entity, kept, told[0]?.at ?? 0))
	return told.map((taken) => ({ taken, value: taken.value, doubted: doubtedIn(measured, taken, jumps.has(taken) ? ['jump'] : []) }))
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
function measuredSaying({ speakers }: Picture, { taken, value, doubted }: Reading, standing: Weight): Saying {
	const { seq, source, at: effective, received } = taken
	const [speaker, other] = speakers.get(source) ?? []
	const known = other ? undefined : speaker
	return { seq, value, source, name: known?.name ?? source, ...(known && { rank: known.rank }), effective, received, standing, ...doubted }
}

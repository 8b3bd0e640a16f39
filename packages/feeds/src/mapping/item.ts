import type { Submission } from '@lagebild/model/event.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'
import type { Measurements } from '@lagebild/model/measurement.ts'
import { iso } from '@lagebild/model/time.ts'

import type { Reception, Reject } from '../adapter.ts'
import { feedEntity } from '../ids.ts'
import { numberOf } from '../json.ts'
import type { JsonValue } from '../json.ts'
import type { Observation } from '../measure.ts'
import { checked } from '../parsed.ts'
import { rawOf } from '../text.ts'
import type { Mapping } from './definition.ts'
import type { Expressions } from './expressions.ts'
import { readField, readFields } from './field.ts'
import { readMoments } from './moments.ts'
import { readPlace } from './place.ts'
import type { Row } from './question.ts'
import { isTrue, keyOf, saidOf } from './said.ts'
import type { Note, Said } from './said.ts'
import { readSensors } from './sensors.ts'
import { endOf, isMoving, mainStatement } from './statement.ts'
import type { ItemFacts } from './statement.ts'

/** One item beside what became of it. */
export type MappedItem = {
	readonly raw: JsonValue
	/** `left-out`: the mapping does not want it. `refused`: it could not be understood as a whole. */
	readonly outcome: 'mapped' | 'left-out' | 'refused'
	/** What it is, also when it is refused: it is there, whatever is wrong with it. */
	readonly entities: readonly EntityId[]
	readonly events: readonly Submission[]
	readonly observations: readonly Observation[]
	readonly positions?: Measurements['positions']
	/** As stated: what is measured of it has the same. */
	readonly status?: ItemFacts['status']
	/** What was not taken of it, or why it was refused. */
	readonly notes: readonly Note[]
	/** Over: in a full list it counts as gone. */
	readonly over: boolean
}

export type Bound = { readonly mapping: Mapping; readonly version: string; readonly expressions: Expressions }

const NOTHING = { entities: [], events: [], observations: [], notes: [], over: false } as const

export function mapItem(row: Row, bound: Bound, reception: Reception): MappedItem {
	const { raw } = row
	if (row.late) return refused(raw, { path: 'items', reason: 'too-slow', message: 'there was no time left to read this item' })
	const said = saidOf(bound.expressions, row, reception.received)
	if (isUnwanted(bound.mapping, said)) return { ...NOTHING, raw, outcome: 'left-out' }
	const native = keyOf(said.at('id'))
	return native === undefined ? refused(raw, noId(said)) : identified({ bound, reception, said, native }, raw)
}

/** What `where` could not be asked about stays, and is told. */
function isUnwanted({ where }: Mapping, said: Said): boolean {
	return where !== undefined && !said.faults.some(({ path }) => path === 'where') && !isTrue(said.at('where'))
}

function noId({ faults }: Said): Note {
	const fault = faults.find(({ path }) => path === 'id')
	return fault ?? { path: 'id', reason: 'no-id', message: 'the item has no id: nothing would tell it from others' }
}

type Identified = { readonly bound: Bound; readonly reception: Reception; readonly said: Said; readonly native: string }

function identified({ bound: { mapping, version }, reception, said, native }: Identified, raw: JsonValue): MappedItem {
	const entity = mapping.kind === 'sensor' ? undefined : feedEntity(mapping.kind, reception.feed, native)
	const status = statusOf(mapping, said)
	if (status === 'unknown') return { ...refused(raw, unknownStatus(said)), entities: entity ? [entity] : [] }
	const { payload, notes } = readFields(mapping, said)
	const moments = readMoments(mapping, said)
	const { place, notes: placeNotes } = readPlace(mapping, said)
	const known = { ...(entity && { entity }), ...(status && { status }), ...(place && { place }) }
	const facts: ItemFacts = { mapping, version, reception, said, native, title: KIND_TABLE[mapping.kind].title, payload, moments, ...known }
	return whole(facts, raw, [...said.faults, ...notes, ...moments.notes, ...placeNotes])
}

function refused(raw: JsonValue, note: Note): MappedItem {
	return { ...NOTHING, raw, outcome: 'refused', notes: [note] }
}

function statusOf({ status }: Mapping, { at }: Said): ItemFacts['status'] | 'unknown' {
	if (!status) return undefined
	const said = at('status.from')
	const word = keyOf(said) ?? JSON.stringify(said ?? '')
	return (Object.hasOwn(status.words, word) ? status.words[word] : status.words['*']) ?? 'unknown'
}

function unknownStatus({ at }: Said): Note {
	const word = JSON.stringify(at('status.from') ?? null).slice(0, 60)
	return {
		path: 'status',
		reason: 'unknown-status',
		message: `${word} is not one of the words of the mapping: a test must not pass as real`,
	}
}

function whole(facts: ItemFacts, raw: JsonValue, notes: readonly Note[]): MappedItem {
	const { reception, entity, said, status } = facts
	const over = endOf(said) !== undefined
	const main = entity ? [checked(reception.feed, mainStatement(facts, entity), raw)] : []
	const sensors = over ? [] : readSensors(facts)
	const tried = [...main, ...sensors.map(({ statement }) => checked(reception.feed, statement, raw))]
	const refusals = tried.flatMap((one) => ('reject' in one ? [noteOf(one.reject)] : []))
	const usable = main.length > 0 ? main.some((one) => 'event' in one) : over || tried.some((one) => 'event' in one)
	const read = { raw, over, entities: [...(entity ? [entity] : []), ...sensors.map((sensor) => sensor.entity)] }
	const all = [...notes, ...refusals, ...sensors.flatMap((sensor) => sensor.notes)]
	if (!usable) return { ...read, outcome: 'refused', events: [], observations: [], notes: all }
	const positions = over ? undefined : positionOf(facts)
	return {
		...read,
		outcome: 'mapped',
		events: tried.flatMap((one) => ('event' in one ? [one.event] : [])),
		observations: sensors.flatMap(({ observation }) => observation ?? []),
		...(positions && { positions }),
		...(status && { status }),
		notes: all,
	}
}

function noteOf({ reason, message, path }: Reject): Note {
	return { path: path ?? '', reason, message }
}

function positionOf(facts: ItemFacts): MappedItem['positions'] {
	const { mapping, place, moments, entity, reception } = facts
	if (!isMoving(mapping) || !entity || place?.geometry.type !== 'Point') return undefined
	const [lng, lat] = place.geometry.coordinates
	return {
		entity: [entity],
		observed: [moments.times.observed?.wire ?? iso(reception.received)],
		lat: [lat],
		lng: [lng],
		...movementOf(facts),
		...(place.accuracyMetres !== undefined && { accuracy: [place.accuracyMetres] }),
	}
}

function movementOf({ mapping, said }: ItemFacts): { readonly course?: number[]; readonly speed?: number[] } {
	const course = numberOf(said.at('course'))
	const speed = mapping.speed === undefined ? undefined : numberOf(readField(mapping.speed, 'speed', said).value)
	return { ...(within(course, 360) && { course: [course] }), ...(within(speed, 500) && { speed: [speed] }) }
}

function within(value: number | undefined, most: number): value is number {
	return value !== undefined && value >= 0 && value <= most
}

/** What an integrator finds in the quarantine. */
export function rejectsOf({ raw, notes }: MappedItem): readonly Reject[] {
	return notes.map(({ path, reason, message }) => ({ reason, message, ...(path !== '' && { path }), raw: rawOf(raw) }))
}

import type { Entry, EntryBody } from '@lagebild/model/entry.ts'
import { Submission } from '@lagebild/model/event.ts'
import type { StatementEvent } from '@lagebild/model/event.ts'
import type { Fms } from '@lagebild/model/fms.ts'
import { pointGeometry } from '@lagebild/model/geo.ts'
import { EntityId, EventId, OperationId, seq, SourceName } from '@lagebild/model/ids.ts'
import type { SourceRank } from '@lagebild/model/label.ts'
import type { Batch, BatchPart, StoredCurve, StoredPositions } from '@lagebild/model/measurement.ts'
import { instant, iso } from '@lagebild/model/time.ts'

import { statedFields } from '../statement.ts'

/** What a test says. Everything but `op` and `entity` is optional; times are small numbers of milliseconds. */
export type Saying = {
	readonly op: StatementEvent['op']
	readonly entity: string
	/** Number that becomes the event's id. */
	readonly id?: number
	readonly source?: string
	readonly rank?: SourceRank
	readonly at?: number
	readonly n?: number
	readonly received?: number
	/** Every other field of a submission. */
	readonly with?: Readonly<Record<string, unknown>>
}

const OPERATION = OperationId.parse('test')

export function eventId(number: number): EventId {
	return EventId.parse(`00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`)
}

export function statement(saying: Saying): StatementEvent {
	const { op, entity, id = 1, source = entity.split(':')[1] ?? '', rank = 'person', at = 1_000, n = 0, received = at } = saying
	const submission = Submission.parse({ id: eventId(id), kind: entity.split(':')[0], entity, op, ...saying.with })
	return {
		...submission,
		schema: 1,
		operation: OPERATION,
		status: 'test',
		author: { source: SourceName.parse(source), rank, credential: source, name: source.toUpperCase() },
		effective: instant(at),
		revision: n,
		received: instant(received),
	}
}

/** A retraction as admission writes it: with the stamp and the fields of what it takes back. */
export function retraction(of: StatementEvent, saying: Omit<Saying, 'op' | 'entity'>): StatementEvent {
	const event = statement({ ...saying, op: 'retract', entity: of.entity, with: { retracts: of.id } })
	const fields = of.op === 'upsert' || of.op === 'patch' ? statedFields(of).map(([name]) => name) : []
	return {
		...event,
		withdraws: {
			id: of.id,
			source: of.author.source,
			entity: of.entity,
			op: of.op,
			effective: of.effective,
			revision: of.revision,
			received: of.received,
			fields,
			...(of.version !== undefined && { version: of.version }),
			...(of.links && { links: of.links }),
		},
	}
}

export function entry(number: number, body: EntryBody): Entry {
	return { seq: seq(number), recorded: instant(number), prevHash: '', commit: '', hash: '', body }
}

/** Numbers statements and batches as the journal would, from 1. */
export function journal(...said: readonly (StatementEvent | Batch)[]): Entry[] {
	return said.map((body, i) => entry(i + 1, 'parts' in body ? { type: 'batch', batch: body } : { type: 'event', event: body }))
}

/** The record that restates one position of a batch's first part, as the hub writes it. */
export function thinned(
	of: Entry,
	at: number,
	{ id = 1, fms = null }: { readonly id?: number; readonly fms?: Fms | null } = {},
): StatementEvent {
	const { first, columns } = firstPart(of)
	const row = columns.at.lastIndexOf(instant(at))
	const [lat = 0, lng = 0, entity = ''] = [columns.lat[row], columns.lng[row], columns.entity[row]]
	const { revision: n, received, author } = first
	const said = statement({ op: 'patch', entity, id, at, n, received, with: { geometry: pointGeometry({ lat, lng }) } })
	return { ...said, author, ...doubtsIn(columns, row), thinned: { seq: of.seq, fms, ...courseIn(columns, row) } }
}

function doubtsIn({ far, clock }: StoredPositions, row: number): Pick<StatementEvent, 'doubts' | 'times'> {
	const claimed = clock?.said[clock.row.indexOf(row)]
	const doubts = [...(far?.includes(row) ? (['far'] as const) : []), ...(claimed === undefined ? [] : (['clock'] as const))]
	return { ...(doubts.length > 0 && { doubts }), ...(claimed !== undefined && { times: { observed: iso(claimed) } }) }
}

function firstPart({ body }: Entry): { readonly first: BatchPart; readonly columns: StoredPositions } {
	const first = body.type === 'batch' ? body.batch.parts[0] : undefined
	if (!first?.positions) throw new Error('the entry has no positions')
	return { first, columns: first.positions }
}

function courseIn(columns: StoredPositions, row: number): { readonly course?: number } {
	const course = columns.course?.[row] ?? undefined
	return course === undefined ? {} : { course }
}

type PartSaying = { readonly source?: string; readonly rank?: SourceRank; readonly n?: number; readonly received?: number }

function part({ source = 'geraet', rank = 'device', n = 0, received = 1_000_000 }: PartSaying): BatchPart {
	const author = { source: SourceName.parse(source), rank, credential: source, name: source }
	return { author, revision: n, received: instant(received) }
}

export function batch(...parts: readonly BatchPart[]): Batch {
	return { schema: 1, operation: OPERATION, parts }
}

export type Position = {
	readonly entity: string
	readonly at: number
	readonly lat: number
	readonly lng: number
	readonly course?: number
}

export function positions(rows: readonly Position[], saying: PartSaying = {}): BatchPart {
	return {
		...part(saying),
		positions: {
			entity: rows.map(({ entity }) => EntityId.parse(entity)),
			at: rows.map(({ at }) => instant(at)),
			lat: rows.map(({ lat }) => lat),
			lng: rows.map(({ lng }) => lng),
			course: rows.map(({ course }) => course ?? null),
		},
	}
}

export type Value = { readonly entity: string; readonly at: number; readonly value: number | null; readonly quality?: string }

export function observations(rows: readonly Value[], saying: PartSaying = {}): BatchPart {
	return {
		...part(saying),
		observations: {
			entity: rows.map(({ entity }) => EntityId.parse(entity)),
			at: rows.map(({ at }) => instant(at)),
			value: rows.map(({ value }) => value),
			quality: rows.map(({ quality }) => quality ?? null),
		},
	}
}

type CurveSaying = { entity: string; series: StoredCurve['series']; issued: number; points: readonly (readonly [number, number | null])[] }

export function curve({ entity, series, issued, points }: CurveSaying): StoredCurve {
	return {
		entity: EntityId.parse(entity),
		series,
		issued: instant(issued),
		times: points.map(([at]) => instant(at)),
		values: points.map(([, value]) => value),
	}
}

export function curves(list: readonly StoredCurve[], saying: PartSaying = {}): BatchPart {
	return { ...part(saying), curves: list }
}

import type { Link, StatementEvent } from '@lagebild/model/event.ts'
import type { Fms } from '@lagebild/model/fms.ts'
import { EntityId, EventId, OperationId, seq, SourceName } from '@lagebild/model/ids.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'
import type { SourceRank } from '@lagebild/model/label.ts'
import type { Batch, BatchPart } from '@lagebild/model/measurement.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import { instant } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { further, PAYLOADS, pointAt, POPULATED, somewhere } from './payloads.ts'
import type { Payload, Place, Populated } from './payloads.ts'
import { pick, randomFrom, whole } from './random.ts'
import type { Random } from './random.ts'

export const START = instant(1_795_291_200_000)
/** Simulated time between two entries: a million entries are a day. */
const STEP_MS = 86

export const OPERATION: Operation = {
	id: OperationId.parse('sturmflut'),
	name: 'Sturmflut Elbe',
	status: 'exercise',
	base: false,
	bases: [],
	state: 'open',
	timeZone: 'Europe/Berlin',
	area: [9.7, 53.38, 10.33, 53.75],
	gauges: [],
	functions: [],
	created: START,
}

export type Body = { readonly type: 'event'; readonly event: StatementEvent } | { readonly type: 'batch'; readonly batch: Batch }

/** Source that creates the entities of a kind, and their share of all. */
const POPULATION: Readonly<Record<Populated, { readonly source: string; readonly share: number }>> = {
	unit: { source: 'fahrzeuge', share: 0.4 },
	incident: { source: 'leitstelle', share: 0.16 },
	message: { source: 'leitstelle', share: 0.14 },
	task: { source: 'stab', share: 0.1 },
	sensor: { source: 'pegelonline', share: 0.08 },
	warning: { source: 'dwd', share: 0.07 },
	facility: { source: 'flutschutztore', share: 0.05 },
}

/** What happens after everything was introduced, in about the shares in which the exercise says it. */
const SHARES = [
	['batch', 0.27],
	['thinned', 0.15],
	['status', 0.2],
	['gate', 0.1],
	['warning', 0.07],
	['incident', 0.07],
	['message', 0.05],
	['task', 0.05],
	['sensor', 0.025],
	['end', 0.01],
	['roster', 0.003],
	['retract', 0.002],
] as const
type Happening = (typeof SHARES)[number][0]

const POSITIONS = 8
const OBSERVATIONS = 4
/** Warnings of a feed that lists what it has; a list now and then misses one. */
const LISTED = 30
const LISTING = 'mowas'

type Fix = {
	readonly seq: Seq
	readonly at: Instant
	readonly received: Instant
	readonly place: Place
	readonly course: number
	readonly speed: number
}
type Spoken = { readonly source?: string; readonly rank?: SourceRank }

/** An operation that goes on for ever. The same for the same seed. */
export class World {
	readonly #random: Random
	readonly #ids: Readonly<Record<Populated, readonly EntityId[]>>
	readonly #listed = Array.from({ length: LISTED }, (_, n) => EntityId.parse(`warning:${LISTING}:hh-${n}`))
	readonly #places = new Map<EntityId, Place>()
	readonly #links = new Map<EntityId, Link[]>()
	readonly #levels = new Map<EntityId, number>()
	/** The newest position of each unit in a batch: what a record restates. */
	readonly #fixes = new Map<EntityId, Fix>()
	#seq: number
	#made = 0
	#now = START

	/** @param first seq of its first entry */
	constructor(entities: number, { seed = 1, first = 1 }: { seed?: number; first?: number } = {}) {
		this.#seq = first - 1
		this.#random = randomFrom(seed)
		const of = (kind: Populated): EntityId[] => {
			const { source, share } = POPULATION[kind]
			return Array.from({ length: Math.max(1, Math.round(entities * share)) }, (_, n) => EntityId.parse(`${kind}:${source}:hh-${n}`))
		}
		this.#ids = {
			unit: of('unit'),
			incident: of('incident'),
			message: of('message'),
			task: of('task'),
			sensor: of('sensor'),
			warning: of('warning'),
			facility: of('facility'),
		}
	}

	get now(): Instant {
		return this.#now
	}

	/** One upsert of every entity. */
	*introductions(): Generator<Body> {
		for (const kind of POPULATED) for (const entity of this.#ids[kind]) yield this.#next(this.#upsert(kind, entity))
		for (const entity of this.#listed) yield this.#next(this.#upsert('warning', entity, LISTING))
	}

	*happenings(count: number): Generator<Body> {
		for (let n = 0; n < count; n++) yield this.#next(this.#happen(this.#what()))
	}

	#next(body: Body): Body {
		this.#seq++
		return body
	}

	#what(): Happening {
		let left = this.#random()
		for (const [name, share] of SHARES) {
			left -= share
			if (left < 0) return name
		}
		return 'status'
	}

	#happen(what: Happening): Body {
		switch (what) {
			case 'batch':
				return this.#batch()
			case 'thinned':
				return this.#thinned()
			case 'status':
				return this.#patch('unit', { payload: { fms: 1 + whole(this.#random, 6) }, placed: true })
			case 'gate':
				return this.#gate()
			case 'task':
				return this.#patch('task', { payload: { execution: { answers: 1, state: 'on-the-way' } }, source: 'tablet', rank: 'person' })
			case 'end':
				return event({ ...this.#envelope('warning', this.#some('warning')), op: 'end' })
			case 'roster':
				return this.#roster()
			case 'retract':
				return this.#retraction()
			default:
				return this.#upsert(what, this.#some(what))
		}
	}

	#some(kind: Populated): EntityId {
		return pick(this.#random, this.#ids[kind])
	}

	/** What the hub puts around every statement. */
	#envelope(kind: Populated, entity: EntityId, { source = POPULATION[kind].source, rank = 'authority' }: Spoken = {}) {
		this.#now = instant(this.#now + STEP_MS)
		const at = instant(this.#now - whole(this.#random, 3_000))
		const author = { source: SourceName.parse(source), rank, credential: `cred-${source}`, name: `Quelle ${source}` }
		const times = { observed: new Date(at).toISOString() }
		const admitted = { operation: OPERATION.id, status: 'exercise', author, effective: at, revision: 0, received: this.#now } as const
		return { id: eventId(++this.#made), schema: 1, kind, entity, times, ...admitted } as const
	}

	#upsert(kind: Populated, entity: EntityId, source = POPULATION[kind].source): Body {
		const payload = PAYLOADS[kind](this.#random)
		const links = this.#linksOf(kind, entity)
		const geometry = kind === 'message' || kind === 'task' ? {} : { geometry: pointAt(this.#placeOf(entity)) }
		const { version } = KIND_TABLE[kind]
		const versioned = version > 1 ? { version } : {}
		return event({ ...this.#envelope(kind, entity, { source }), ...versioned, op: 'upsert', payload, ...geometry, ...(links && { links }) })
	}

	/** What is said again keeps its links. */
	#linksOf(kind: Populated, entity: EntityId): Link[] | undefined {
		const held = this.#links.get(entity) ?? this.#newLinks(kind)
		if (held) this.#links.set(entity, held)
		return held
	}

	#newLinks(kind: Populated): Link[] | undefined {
		if (kind === 'message') return [{ rel: 'about', to: this.#some('incident') }]
		if (kind === 'task')
			return [
				{ rel: 'assigned-to', to: this.#some('unit') },
				{ rel: 'about', to: this.#some('incident') },
			]
		return undefined
	}

	#patch(kind: Populated, { payload, placed = false, ...spoken }: { payload: Payload; placed?: boolean } & Spoken): Body {
		const entity = this.#some(kind)
		const geometry = placed ? { geometry: pointAt(this.#moved(entity)) } : {}
		return event({ ...this.#envelope(kind, entity, spoken), op: 'patch', payload, ...geometry })
	}

	/** A gate has two sources: its sensor and the people who watch it. */
	#gate(): Body {
		const payload = { gate: pick(this.#random, ['open', 'closing', 'closed', 'unknown']) }
		if (this.#random() < 0.7) return this.#patch('facility', { payload, source: 'sensemate', rank: 'device' })
		return this.#patch('facility', { payload, source: 'polderpiloten', rank: 'person' })
	}

	/** Says again, as a record, where a unit was in a batch. */
	#thinned(): Body {
		const entity = this.#some('unit')
		const fix = this.#fixes.get(entity)
		const envelope = this.#envelope('unit', entity)
		if (!fix) return event({ ...envelope, op: 'patch', payload: { fms: 2 } })
		const { at: effective, received, place, course, speed } = fix
		const fms: Fms = 3
		const thinned = { seq: fix.seq, fms, course, speed }
		return event({ ...envelope, effective, received, op: 'patch', geometry: pointAt(place), geometrySource: 'given', thinned })
	}

	#roster(): Body {
		const missing = whole(this.#random, 4 * LISTED)
		const ids = this.#listed.filter((_, n) => n !== missing)
		const envelope = this.#envelope('warning', pick(this.#random, this.#listed), { source: LISTING })
		const roster = { selectionVersion: 0, listTime: envelope.times.observed, complete: true, ids, streak: 1 }
		return event({ ...envelope, op: 'roster', roster })
	}

	#retraction(): Body {
		const { entity, author, ...rest } = this.#envelope('incident', this.#some('incident'))
		const { id: retracts, effective, revision, received } = this.#envelope('incident', entity)
		const fields = ['title', 'description', 'geometry']
		const withdraws = { id: retracts, source: author.source, entity, op: 'patch', effective, revision, received, fields } as const
		return event({ ...rest, entity, author, op: 'retract', retracts, withdraws })
	}

	#placeOf(entity: EntityId): Place {
		const held = this.#places.get(entity) ?? somewhere(this.#random)
		this.#places.set(entity, held)
		return held
	}

	#moved(unit: EntityId): Place {
		const place = further(this.#random, this.#placeOf(unit))
		this.#places.set(unit, place)
		return place
	}

	/** Centimetres; a gauge rises or falls by a few between two values. */
	#level(sensor: EntityId): number {
		const level = (this.#levels.get(sensor) ?? 400) + whole(this.#random, 7) - 3
		this.#levels.set(sensor, level)
		return level
	}

	/** One tick: some units and gauges of one credential each. */
	#batch(): Body {
		const envelope = this.#envelope('unit', this.#some('unit'))
		const gauges = this.#envelope('sensor', this.#some('sensor'))
		const units = Array.from({ length: POSITIONS }, () => this.#some('unit'))
		const places = units.map((unit) => this.#moved(unit))
		const at = units.map(() => instant(this.#now - whole(this.#random, 500)))
		const positions = {
			entity: units,
			at,
			lat: places.map(({ lat }) => lat),
			lng: places.map(({ lng }) => lng),
			course: units.map(() => whole(this.#random, 360)),
			speed: units.map(() => whole(this.#random, 300) / 10),
		}
		const { author, revision, received } = envelope
		for (const [i, unit] of units.entries()) {
			const [time, place, course, speed] = [at[i], places[i], positions.course[i], positions.speed[i]]
			if (time === undefined || !place || course === undefined || speed === undefined) continue
			this.#fixes.set(unit, { seq: seq(this.#seq + 1), at: time, received, place, course, speed })
		}
		const moved: BatchPart = { author, revision, received, positions }
		const sensors = Array.from({ length: OBSERVATIONS }, () => this.#some('sensor'))
		const observations = { entity: sensors, at: at.slice(0, OBSERVATIONS), value: sensors.map((sensor) => this.#level(sensor)) }
		const measured: BatchPart = { author: gauges.author, revision, received, observations }
		return { type: 'batch', batch: { schema: 1, operation: OPERATION.id, parts: this.#random() < 0.2 ? [moved, measured] : [moved] } }
	}
}

function event(said: StatementEvent): Body {
	return { type: 'event', event: said }
}

function eventId(number: number): EventId {
	return EventId.parse(`0199f0a2-6c1e-7c3b-9d52-${number.toString(16).padStart(12, '0')}`)
}

import type { EntityId } from '@lagebild/model/ids.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import { idAt, indexOf, measuredAt, recentOf, rowAt, size } from '@lagebild/picture/read.ts'

import type { Hub } from '../core/hub.ts'
import { changedSince, MEASURED } from '../core/ring.ts'
import { alarmId, isRuled } from './decide.ts'
import { Due } from './due.ts'
import type { Finding, Sight, Terms, Thing } from './finding.ts'
import { steadyFrom } from './forces.ts'
import { Moment } from './moment.ts'
import { findingsOf, isWatched } from './rules.ts'

/** What an entity is to the rules; a kind never changes. `unit` and `gauge`: what is measured of it counts too. */
type Role = 'none' | 'alarm' | 'row' | 'unit' | 'gauge'

export type Found = readonly (readonly [EntityId, Finding])[]

const PIECE = 64
const NOTHING: Found = []

/** What the rules find in one picture. It follows by looking only at what has changed, and at what the clock has reached. */
export class Outlook {
	readonly #hub: Pick<Hub, 'picture' | 'ring' | 'scratch' | 'rows'>
	readonly #terms: Terms
	readonly #roles: Role[] = []
	readonly #toLookAt = new Set<number>()
	readonly #found = new Map<number, Found>()
	/** What the rules find of these depends on more than their own rows: they are looked at each time, and for each operation. */
	readonly #open = new Set<number>()
	/** Units of which nothing is found, with `steadyFrom`. */
	readonly #steady = new Map<number, number>()
	readonly #due = new Due()
	readonly #alarms = new Map<EntityId, RowOf<'alarm'>>()
	#at = -1
	#now = Number.NEGATIVE_INFINITY
	#looks = 0

	constructor(hub: Pick<Hub, 'picture' | 'ring' | 'scratch' | 'rows'>, terms: Terms) {
		this.#hub = hub
		this.#terms = terms
	}

	/** Alarms of the rules that the picture has, standing or over. */
	get alarms(): ReadonlyMap<EntityId, RowOf<'alarm'>> {
		return this.#alarms
	}

	/** Things and alarms that were looked at since the beginning. */
	get looks(): number {
		return this.#looks
	}

	/** Follows the picture to its head and the clock to `now`, in pieces. */
	*follow(now: number): Generator<undefined, undefined> {
		this.#notice(now)
		for (const place of this.#toLookAt) {
			this.#toLookAt.delete(place)
			this.#lookAt(place, now)
			if (++this.#looks % PIECE === 0) yield
		}
	}

	/** What was found when it followed last; what depends on other things too, as that is seen by whoever asks. */
	*found(sight: Sight): Generator<undefined, Found> {
		const found = [...this.#found.values()].flat()
		let looked = 0
		for (const place of this.#open) {
			const thing = this.#thingAt(place)
			if (thing) found.push(...named(findingsOf([thing], sight)))
			if (++looked % PIECE === 0) yield
		}
		return found
	}

	#notice(now: number): void {
		const { picture, ring, scratch } = this.#hub
		if (ring.floor > this.#at || now < this.#now) this.#beginAnew()
		else {
			const { index, flags } = changedSince(ring, this.#at, scratch)
			for (const [i, place] of index.entries()) if (this.#concerns(place, flags[i] === MEASURED)) this.#toLookAt.add(place)
		}
		for (const place of this.#due.take(now)) this.#toLookAt.add(place)
		this.#at = headOf(picture)
		this.#now = now
	}

	/** It cannot be told what changed since, or the clock was put back. */
	#beginAnew(): void {
		this.#found.clear()
		this.#open.clear()
		this.#steady.clear()
		this.#due.clear()
		this.#alarms.clear()
		for (let place = 0; place < size(this.#hub.picture); place++) if (this.#roleOf(place) !== 'none') this.#toLookAt.add(place)
	}

	#roleOf(place: number): Role {
		for (let next = this.#roles.length; next <= place; next++) this.#roles.push(roleOf(idAt(this.#hub.picture, next), this.#terms))
		return this.#roles[place] ?? 'none'
	}

	#concerns(place: number, measuredOnly: boolean): boolean {
		const role = this.#roleOf(place)
		if (!measuredOnly) return role !== 'none'
		return role === 'gauge' || (role === 'unit' && !this.#isSteady(place))
	}

	/** Thousands of units move each second, of which nothing is to be found. */
	#isSteady(place: number): boolean {
		const from = this.#steady.get(place)
		if (from === undefined) return false
		const { picture, rows } = this.#hub
		const measured = rows.stale.has(place) ? measuredAt(picture, place) : (rows.measured[place] ?? measuredAt(picture, place))
		return measured !== undefined && measured.at >= from
	}

	#lookAt(place: number, now: number): void {
		if (this.#roleOf(place) === 'alarm') return this.#noteAlarm(place)
		const thing = this.#thingAt(place)
		const moment = new Moment(now)
		let asked = false
		const sight = this.#alone(moment, () => {
			asked = true
		})
		const found = thing ? named(findingsOf([thing], sight)) : NOTHING
		this.#due.set(place, moment.until)
		if (asked) this.#open.add(place)
		else this.#open.delete(place)
		if (asked || found.length === 0) this.#found.delete(place)
		else this.#found.set(place, found)
		const from = thing && !asked && found.length === 0 ? steadyFrom(thing, now) : undefined
		if (from === undefined) this.#steady.delete(place)
		else this.#steady.set(place, from)
	}

	#noteAlarm(place: number): void {
		const row = rowAt(this.#hub.picture, place)
		if (row?.kind === 'alarm' && isRuled(row)) this.#alarms.set(row.id, row)
		else this.#alarms.delete(idAt(this.#hub.picture, place))
	}

	#thingAt(place: number): Thing | undefined {
		const { picture } = this.#hub
		const row = rowAt(picture, place)
		return row && { row, measured: measuredAt(picture, place) }
	}

	/** By this picture alone, and told when a rule looks further than at the thing itself. */
	#alone(moment: Moment, onAsked: () => void): Sight {
		const { picture } = this.#hub
		return {
			...this.#terms,
			moment,
			recent: (id) => {
				onAsked()
				return recentOf(picture, id)
			},
			rowOf: (id) => {
				onAsked()
				const place = indexOf(picture, id)
				return place === undefined ? undefined : rowAt(picture, place)
			},
		}
	}
}

function roleOf(id: EntityId, { gauges }: Terms): Role {
	const { kind } = partsOf(id)
	if (kind === 'alarm' || kind === 'unit') return kind
	if (kind === 'sensor') return gauges[id] ? 'gauge' : 'none'
	return isWatched(kind) ? 'row' : 'none'
}

function named(findings: readonly Finding[]): Found {
	return findings.length === 0 ? NOTHING : findings.map((finding) => [alarmId(finding), finding] as const)
}

import type { EntityId } from '@lagebild/model/ids.ts'

import type { Entity } from './state.ts'

/** Slots that are looked at; what finds no room in them is crowded out into a table of its own. */
const PROBES = 8
const FIRST_SLOTS = 64
/** Share of the slots that may be taken. */
const FULL = 0.75

/**
 * Things by id. An id that was just parsed is a new text each time, whose hash a `Map` would compute over all of it; here a few characters lead to
 * the thing, whose id is then compared. Such a hash can be foretold, so what shares it with too many others goes into a `Map`: nobody can make a
 * search long by the ids that they say. Nothing is ever taken out.
 */
export class ById {
	readonly #entities: readonly Entity[]
	readonly #crowded = new Map<EntityId, number>()
	/** Those of the things, side by side: to look there for the id does not wait for the thing. */
	readonly #ids: EntityId[] = []
	/** Two numbers for each slot: hash, and index + 1; 0 for none. */
	#slots = new Int32Array(2 * FIRST_SLOTS)
	#mask = FIRST_SLOTS - 1

	/** @param entities all things by index, to which each is added before it is added here */
	constructor(entities: readonly Entity[]) {
		this.#entities = entities
	}

	get(id: EntityId): Entity | undefined {
		return this.#entities[this.indexOf(id)]
	}

	/** Below 0 for one that is not known. */
	indexOf(id: EntityId): number {
		const hash = hashOf(id)
		const slots = this.#slots
		for (let probe = 0; probe < PROBES; probe++) {
			const slot = 2 * ((hash + probe) & this.#mask)
			const number = slots[slot + 1] ?? 0
			if (number === 0) return -1
			if (slots[slot] === hash && this.#ids[number - 1] === id) return number - 1
		}
		return this.#crowded.get(id) ?? -1
	}

	add(entity: Entity): void {
		this.#ids.push(entity.id)
		if (this.#entities.length > FULL * this.#mask) this.#grow()
		else this.#put(entity)
	}

	#put(entity: Entity): void {
		const hash = hashOf(entity.id)
		for (let probe = 0; probe < PROBES; probe++) {
			const slot = 2 * ((hash + probe) & this.#mask)
			if (this.#slots[slot + 1] !== 0) continue
			this.#slots[slot] = hash
			this.#slots[slot + 1] = entity.index + 1
			return
		}
		this.#crowded.set(entity.id, entity.index)
	}

	/** Also of the one that was just added to all. */
	#grow(): void {
		this.#mask = 2 * this.#mask + 1
		this.#slots = new Int32Array(2 * (this.#mask + 1))
		this.#crowded.clear()
		for (const entity of this.#entities) this.#put(entity)
	}
}

/** Of length, kind, and the end of an id, where most differ. */
function hashOf(id: string): number {
	const { length } = id
	let hash = Math.imul(length, 0x9e37_79b1) ^ id.charCodeAt(0)
	for (let at = Math.max(1, length - 8); at < length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x0100_0193)
	hash = Math.imul(hash ^ (hash >>> 15) ^ id.charCodeAt(length >> 1), 0x85eb_ca6b)
	return hash ^ (hash >>> 13)
}

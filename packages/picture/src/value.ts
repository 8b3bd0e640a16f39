import type { Policy } from '@lagebild/model/kinds/kind.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { policyOf } from '@lagebild/model/kinds/policy.ts'
import { KIND_TRAITS } from '@lagebild/model/kinds/traits.ts'

import { equal } from './equal.ts'
import { compareRanks, compareSaid, compareStamps, isHuman } from './stamp.ts'
import type { Said } from './stamp.ts'
import { slotsOf } from './state.ts'
import type { Entity, Register } from './state.ts'
import { CONFIDENCE, heldIn, keysIn, VALIDITY } from './words.ts'

/** What a policy makes of the registers of one field: the value that is shown, and what is shown beside it. */
export type Decision = {
	readonly winner?: Register
	/** `per-source`: every claim, newest first. */
	readonly claims?: readonly Register[]
	readonly conflicts?: readonly Register[]
}

/** P25: policy of one register: of a payload field, of one key of a keyed field, or of a field of the envelope. */
export function registerPolicy(kind: EntityKind, name: string): Exclude<Policy, 'keyed'> {
	if (name === CONFIDENCE) return 'rank'
	if (name === VALIDITY) return 'newest'
	const policy = policyOf(kind, name)
	return policy === 'keyed' ? 'newest' : policy
}

const SHOWN: ReadonlyMap<EntityKind, ReadonlyMap<string, Policy>> = new Map(
	KINDS.map((kind) => [kind, new Map(Object.entries(KIND_TRAITS[kind].policies))]),
)

/** Undefined for a field that rows do not show: a newer build knows it. */
export function shownPolicy(kind: EntityKind, field: string): Policy | undefined {
	return SHOWN.get(kind)?.get(field)
}

const NOTHING: Decision = {}

/** P7: what the sources now say about a field; withdrawn and void statements say nothing. */
export function registersOf(entity: Entity, field: string): readonly Register[] {
	const registers: Register[] = []
	for (let slot = entity.slot; slot; slot = slot.next) {
		const held = heldIn(slot, field)
		if (held && !held.said.withdrawn) registers.push(held)
	}
	return registers
}

/** P20–P23, for one field of an entity. Mostly a single source speaks of it, which needs no list. */
export function decisionOf(entity: Entity, field: string, policy: Exclude<Policy, 'keyed'>): Decision {
	let only: Register | undefined
	for (let slot = entity.slot; slot; slot = slot.next) {
		const held = heldIn(slot, field)
		if (!held || held.said.withdrawn) continue
		if (only) return decide(policy, registersOf(entity, field))
		only = held
	}
	if (!only) return NOTHING
	return policy === 'newest' || policy === 'rank' ? { winner: only } : decide(policy, [only])
}

/** P20–P23. The order of the registers does not matter. */
export function decide(policy: Exclude<Policy, 'keyed'>, registers: readonly Register[]): Decision {
	const [only] = registers
	if (!only) return NOTHING
	switch (policy) {
		case 'newest':
			return { winner: registers.reduce(newer) }
		case 'rank':
			return byRank(registers)
		case 'per-source':
			return perSource(registers)
		case 'declared':
			return declared(registers)
	}
}

function newer(a: Register, b: Register): Register {
	return compareSaid(b.said, a.said) > 0 ? b : a
}

function newestFirst(registers: readonly Register[]): Register[] {
	return registers.toSorted((a, b) => compareSaid(b.said, a.said))
}

function byRank(registers: readonly Register[]): Decision {
	const winner = registers.reduce((a, b) => {
		const order = compareRanks(b.said.by.rank, a.said.by.rank)
		return order > 0 ? b : order < 0 ? a : newer(a, b)
	})
	const conflicts = registers.filter((held) => compareStamps(held.said, winner.said) > 0 && !equal(held.value, winner.value))
	return conflicts.length > 0 ? { winner, conflicts: newestFirst(conflicts) } : { winner }
}

/** Sensor and human disagree when the newest claim of each side differs; the row shows the newest of both. */
function perSource(registers: readonly Register[]): Decision {
	const claims = newestFirst(registers)
	const [winner] = claims
	if (!winner) return NOTHING
	const human = claims.find(({ said }) => isHuman(said.by.rank))
	const sensor = claims.find(({ said }) => !isHuman(said.by.rank))
	if (!human || !sensor || equal(human.value, sensor.value)) return { winner, claims }
	return { winner, claims, conflicts: [winner === human ? sensor : human] }
}

/** Only a person's word counts. What others say is a proposal until it is what was declared. */
function declared(registers: readonly Register[]): Decision {
	const persons = registers.filter(({ said }) => isHuman(said.by.rank))
	const [first] = persons
	const winner = first && persons.reduce(newer, first)
	const proposals = registers.filter(({ said, value }) => !isHuman(said.by.rank) && !(winner && equal(value, winner.value)))
	return { ...(winner && { winner }), ...(proposals.length > 0 && { conflicts: newestFirst(proposals) }) }
}

/** P24, P71: the keys of a keyed field with what each of them holds; undefined when nobody ever spoke of the field. */
export function decideKeyed(entity: Entity, field: string): { value: Record<string, unknown>; newest: Register } | undefined {
	const keys = new Map<string, Register[]>()
	const whole: Register[] = []
	for (let slot = entity.slot; slot; slot = slot.next) {
		const held = heldIn(slot, field)
		if (held && !held.said.withdrawn) whole.push(held)
		takeKeys(keys, keysIn(slot, field), held)
	}
	const all = [...whole, ...[...keys.values()].flat()]
	const [first] = all
	return first && { value: valuesOf(keys, whole), newest: all.reduce(newer, first) }
}

/** P71: what is older than a withdrawn statement about the whole field says nothing. */
export function isTakenBy(said: Said, whole: Register | undefined): boolean {
	return whole?.said.withdrawn === true && compareStamps(said, whole.said) < 0
}

/** P7, P71: what the sources now say about one key of a keyed field. */
export function registersOfKey(entity: Entity, field: string, name: string): readonly Register[] {
	return slotsOf(entity).flatMap((slot) => {
		const held = heldIn(slot, name)
		return held && !held.said.withdrawn && !isTakenBy(held.said, heldIn(slot, field)) ? [held] : []
	})
}

function takeKeys(keys: Map<string, Register[]>, said: ReadonlyMap<string, Register>, whole: Register | undefined): void {
	for (const [key, held] of said) {
		if (held.said.withdrawn || isTakenBy(held.said, whole)) continue
		keys.set(key, [...(keys.get(key) ?? []), held])
	}
}

function valuesOf(keys: ReadonlyMap<string, readonly Register[]>, whole: readonly Register[]): Record<string, unknown> {
	const entries = [...keys.keys()]
		.toSorted()
		.map((key) => [key, decide('newest', [...(keys.get(key) ?? []), ...whole]).winner] as const)
		.filter(([, winner]) => winner !== undefined && winner.value !== null && !whole.some(({ said }) => said === winner.said))
		.map(([key, winner]) => [key, winner?.value] as const)
	return Object.fromEntries(entries)
}

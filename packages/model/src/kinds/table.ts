import type * as z from 'zod'

import { alarm } from './alarm.ts'
import { area } from './area.ts'
import { closure } from './closure.ts'
import { contact } from './contact.ts'
import { counter } from './counter.ts'
import { facility } from './facility.ts'
import { feed } from './feed.ts'
import { incident } from './incident.ts'
import type { KindLane, Policy } from './kind.ts'
import { message } from './message.ts'
import type { EntityKind } from './names.ts'
import { section } from './section.ts'
import { sensor } from './sensor.ts'
import { task } from './task.ts'
import { track } from './track.ts'
import { unit } from './unit.ts'
import { warning } from './warning.ts'

/** What each kind is: payload, lane, and the policy of each field. Server, client and documentation derive from it. */
export const KIND_TABLE = {
	incident,
	unit,
	section,
	warning,
	sensor,
	track,
	facility,
	task,
	message,
	alarm,
	closure,
	area,
	counter,
	feed,
	contact,
} as const

type KindTable = typeof KIND_TABLE

/** What the picture may know about an entity of a kind. Every field can be missing: nobody said it, or it was withdrawn. */
export type Fields<K extends EntityKind> = {
	readonly [F in keyof z.infer<KindTable[K]['payload']>]?: z.infer<KindTable[K]['payload']>[F] | null
}

const POLICIES = new Map<string, ReadonlyMap<string, Policy>>(
	Object.values(KIND_TABLE).map(({ kind, policies }) => [kind, new Map<string, Policy>(Object.entries(policies))]),
)

/** The policy of one field; `newest` for a field that this build does not know (a newer schema says so elsewhere). */
export function policyOf(kind: EntityKind, field: string): Policy {
	return POLICIES.get(kind)?.get(field) ?? 'newest'
}

export function laneOf(kind: EntityKind): KindLane {
	return KIND_TABLE[kind].lane
}

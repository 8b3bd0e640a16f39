import { createHash } from 'node:crypto'

import type { Operation } from '@lagebild/model/operation.ts'
import type { Presence, Present } from '@lagebild/model/protocol.ts'

import type { Who } from './who.ts'

/** More names help nobody; the number of all is told beside them. */
export const MOST_NAMED = 200

/** By the id that viewers know: it says nothing about the credential. */
export type Named = ReadonlyMap<string, Present>

/** Who is there, by name and function, each once. */
export function namedOf(who: readonly Who[], operation: Operation): { readonly named: Named; readonly count: number } {
	const each = new Map(who.map((one) => [one.credential, one]))
	const some = [...each.values()].slice(0, MOST_NAMED)
	return { named: new Map(some.map((one) => presentOf(one, operation)).map((one) => [one.id, one])), count: each.size }
}

function presentOf({ credential, via, name, role }: Who, { id, functions }: Operation): Present {
	const held = functions.filter((one) => one.credential === credential)
	return {
		id: createHash('sha256').update(`present ${id} ${credential}`).digest('base64url').slice(0, 12),
		via,
		name,
		role,
		...(held.length > 0 && { functions: held.map((one) => one.function) }),
	}
}

/** What leads from one list to the next; undefined when nothing does. */
export function changeOf(before: Named, after: Named, { count, partial }: Pick<Presence, 'count' | 'partial'>): Presence | undefined {
	const joined = [...after.values()].filter((one) => JSON.stringify(one) !== JSON.stringify(before.get(one.id)))
	const left = [...before.keys()].filter((id) => !after.has(id))
	if (joined.length === 0 && left.length === 0) return undefined
	return { joined, left, count, ...(partial && { partial }) }
}

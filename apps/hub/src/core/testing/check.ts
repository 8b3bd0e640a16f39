import { isDeepStrictEqual } from 'node:util'

import { digestOf as clientDigest, rowsOf } from '@lagebild/client/content.ts'
import { LANES } from '@lagebild/model/row.ts'
import type { Lane } from '@lagebild/model/row.ts'

import { digestOf } from '../beat.ts'
import type { Due, Person, World } from './person.ts'
import { expected } from './story.ts'

/** I1 after every event, in every lane, whatever happened. */
export function check(world: World, { session: { content } }: Person): void {
	if (!content) return
	for (const lane of LANES) {
		const held = new Map([...rowsOf(content, lane)].map((row) => [row.id, row]))
		const due = dueOf(world, lane, content.lanes[lane])
		if (isDeepStrictEqual(sorted(held), due)) continue
		world.tally.violations++
		world.tally.firstViolation ??= `lane ${lane} at ${content.lanes[lane].seq}: ${differences(held, new Map(due))}`
	}
}

/** The past stays as it is: worked out once for all who are asked about it. */
function dueOf({ history, scopes, due }: World, lane: Lane, { scopeId, seq }: { readonly scopeId: string; readonly seq: number }): Due {
	const key = `${lane} ${seq} ${scopeId}`
	const known = due.get(key)
	if (known) return known
	const scope = scopes.get(scopeId)
	const moments = history.get(seq)
	if (!scope || !moments) throw new Error(`the test knows no scope ${scopeId} or seq ${seq}`)
	const made = sorted(expected(moments, scope, lane))
	due.set(key, made)
	return made
}

/** Only the rows that differ: a report that a person can read. */
function differences(held: ReadonlyMap<string, unknown>, due: ReadonlyMap<string, unknown>): string {
	const ids = [...new Set([...held.keys(), ...due.keys()])].filter((id) => !isDeepStrictEqual(held.get(id), due.get(id)))
	return JSON.stringify(ids.map((id) => ({ id, held: held.get(id), due: due.get(id) })))
}

function sorted(rows: ReadonlyMap<string, unknown>): Due {
	return [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** At the end everyone is at the head, and both sides count the same digest. */
export function checkEnd({ hub, tally }: World, { session, name }: Person): void {
	const { content, state } = session
	const view = [...hub.viewers.values()].find(({ id }) => id.startsWith(`${name}-`))?.view
	const agrees =
		content &&
		view &&
		LANES.every((lane) => content.lanes[lane].scopeId === view.id && clientDigest(content, lane) === digestOf(hub, view, lane))
	if (agrees && state === 'live') return
	tally.endWrong++
	tally.firstViolation ??= `${name} ended ${state} with another content than the hub`
}

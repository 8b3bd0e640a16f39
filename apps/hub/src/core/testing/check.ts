import { isDeepStrictEqual } from 'node:util'

import { digestOf as clientDigest, rowsOf } from '@lagebild/client/content.ts'
import { LANES } from '@lagebild/model/row.ts'

import { digestOf } from '../beat.ts'
import type { Person, World } from './person.ts'
import { expected } from './story.ts'

/** I1 after every event, in every lane, whatever happened. */
export function check({ history, scopes, tally }: World, { session: { content } }: Person): void {
	if (!content) return
	for (const lane of LANES) {
		const { scopeId, seq } = content.lanes[lane]
		const scope = scopes.get(scopeId)
		const moments = history.get(seq)
		if (!scope || !moments) throw new Error(`the test knows no scope ${scopeId} or seq ${seq}`)
		const held = new Map([...rowsOf(content, lane)].map((row) => [row.id, row]))
		const due = expected(moments, scope, lane)
		if (isDeepStrictEqual(sorted(held), sorted(due))) continue
		tally.violations++
		tally.firstViolation ??= `lane ${lane} at ${seq}: ${differences(held, due)}`
	}
}

/** Only the rows that differ: a report that a person can read. */
function differences(held: ReadonlyMap<string, unknown>, due: ReadonlyMap<string, unknown>): string {
	const ids = [...new Set([...held.keys(), ...due.keys()])].filter((id) => !isDeepStrictEqual(held.get(id), due.get(id)))
	return JSON.stringify(ids.map((id) => ({ id, held: held.get(id), due: due.get(id) })))
}

function sorted(rows: ReadonlyMap<string, unknown>): readonly (readonly [string, unknown])[] {
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

import type { StatementEvent } from '@lagebild/model/event.ts'
import type { SourceRank } from '@lagebild/model/label.ts'
import { describe, expect, test } from 'vitest'

import { effectOf } from './effect.ts'
import { eventId, journal, retraction, statement } from './testing/entries.ts'
import { fold } from './testing/fold.ts'

const ID = 'incident:a:1'
const say = (id: number, at: number, payload: object, who: { source?: string; rank?: SourceRank } = {}) =>
	statement({ op: 'patch', entity: ID, id, at, ...who, with: { payload } })
const first = statement({ op: 'upsert', entity: ID, id: 1, at: 1, with: { payload: { title: 'x', category: 'fire' } } })
const tor = (id: number, source: string, rank: SourceRank, gate: string) =>
	statement({ op: id === 1 ? 'upsert' : 'patch', entity: 'facility:a:1', id, at: id, source, rank, with: { payload: { gate } } })

const end = (id: number, at: number) => statement({ op: 'end', entity: ID, id, at })
const task = (id: number, source: string, payload: object) =>
	statement({ op: id === 1 ? 'upsert' : 'patch', entity: 'task:a:1', id, at: id, source, with: { payload } })
const link = (id: number, at: number, removed: boolean) =>
	statement({ op: 'patch', entity: ID, id, at, with: { links: [{ rel: 'about', to: 'unit:a:1', removed }] } })

/** Effect of the last statement. */
function effect(...said: StatementEvent[]) {
	const last = said.at(-1)
	return last && effectOf(fold(journal(...said)), last)
}

describe('what became of a statement', () => {
	test('[P29] applied: the picture shows it', () => {
		expect(effect(first)).toEqual({ effect: 'applied' })
		expect(effect(first, say(2, 2, { title: 'y' }))).toEqual({ effect: 'applied' })
	})

	test('[P29] superseded: a later statement holds, and is named', () => {
		expect(effect(first, say(3, 3, { title: 'z' }), say(2, 2, { title: 'y' }))).toEqual({ effect: 'superseded', by: eventId(3) })
		expect(
			effect(
				statement({ op: 'upsert', entity: ID, id: 9, at: 9, with: { payload: { title: 'x', category: 'fire' } } }),
				say(2, 2, { title: 'y' }),
			),
		).toEqual({
			effect: 'superseded',
			by: eventId(9),
		})
		expect(effect(first, say(3, 3, { description: 'b' }, { source: 'b' }), say(2, 2, { description: 'a' }))).toEqual({
			effect: 'superseded',
			by: eventId(3),
		})
	})

	test('[P29] applied: what holds says the same', () => {
		expect(effect(first, say(3, 3, { title: 'y' }), say(2, 2, { title: 'y' }))).toEqual({ effect: 'applied' })
	})

	test('[P29] conflict: a later word of lower rank', () => {
		expect(effect(first, say(2, 2, { title: 'y' }, { source: 'funk', rank: 'device' }))).toEqual({ effect: 'conflict', by: 'a' })
	})

	test('[P29] superseded: an earlier word of lower rank', () => {
		expect(
			effect(
				say(2, 0, { title: 'y' }),
				statement({ op: 'patch', entity: ID, id: 5, at: 0, source: 'funk', rank: 'device', with: { payload: { title: 'q' } } }),
			),
		).toEqual({ effect: 'conflict', by: 'a' })
		expect(effect(first, say(7, 0, { title: 'y' }, { source: 'funk', rank: 'device' }))).toEqual({ effect: 'superseded', by: eventId(1) })
	})

	test('[P29] conflict: sensor and person see a gate differently, whoever speaks last', () => {
		expect(effect(tor(1, 'pilot', 'person', 'closed'), tor(2, 'kontakt', 'device', 'open'))).toEqual({ effect: 'conflict', by: 'pilot' })
		expect(effect(tor(1, 'kontakt', 'device', 'open'), tor(2, 'pilot', 'person', 'closed'))).toEqual({ effect: 'conflict', by: 'kontakt' })
		expect(effect(tor(1, 'kontakt', 'device', 'open'), tor(2, 'pilot', 'person', 'open'))).toEqual({ effect: 'applied' })
	})

	test('[P29] ends: applied, or overtaken by a later upsert or end', () => {
		expect(effect(first, end(2, 2))).toEqual({ effect: 'applied' })
		expect(effect(first, end(2, 0))).toEqual({ effect: 'superseded', by: eventId(1) })
		expect(effect(first, end(3, 3), end(2, 2))).toEqual({ effect: 'superseded', by: eventId(3) })
		expect(effect(end(3, 3), first)).toEqual({ effect: 'superseded', by: eventId(3) })
	})

	test('[P29] an end of lower rank is a conflict with whoever stands for the thing', () => {
		const funk = (id: number, at: number) => statement({ op: 'end', entity: ID, id, at, source: 'funk', rank: 'device' })
		expect(effect(first, funk(2, 2))).toEqual({ effect: 'conflict', by: 'a' })
		expect(effect(first, funk(2, 0))).toEqual({ effect: 'superseded', by: eventId(1) })
		expect(effect(first, end(3, 3), funk(4, 4))).toEqual({ effect: 'superseded', by: eventId(3) })
		expect(effect(funk(2, 2), first)).toEqual({ effect: 'applied' })
	})

	test('[P29] what comes too late and was ended by another source meanwhile is superseded', () => {
		const lage = statement({ op: 'end', entity: ID, id: 5, at: 5, source: 'lage' })
		expect(effect(lage, first)).toEqual({ effect: 'superseded', by: eventId(5) })
	})

	test('[P29] a statement that was retracted before it came is superseded', () => {
		expect(effect(retraction(first, { id: 2, at: 2 }), first)).toMatchObject({ effect: 'superseded' })
	})

	test('[P29] a withdrawn task that is reported done is a conflict', () => {
		const issued = task(1, 'a', { order: 'x', command: { version: 1, state: 'withdrawn' } })
		expect(effect(issued, task(2, 'fl', { execution: { answers: 1, state: 'done' } }))).toEqual({ effect: 'conflict', by: 'fl' })
	})

	test('[P29] links: the latest word about the pair', () => {
		expect(effect(first, link(2, 2, false))).toEqual({ effect: 'applied' })
		expect(effect(first, link(3, 3, true), link(2, 2, false))).toEqual({ effect: 'superseded', by: eventId(3) })
	})

	test('[P11, P29] a link that ends nothing, because somebody of higher rank stands for it, is a conflict with him', () => {
		const ending = (rank: SourceRank) => {
			const payload = { text: 'erledigt' }
			const links = [{ rel: 'cancels', to: ID }]
			return statement({ op: 'upsert', entity: 'message:m:1', id: 2, at: 2, source: 'm', rank, with: { payload, links } })
		}
		expect(effect(first, ending('crowd'))).toEqual({ effect: 'conflict', by: 'a' })
		expect(effect(first, ending('person'))).toEqual({ effect: 'applied' })
	})

	test('[P29] lists, retractions and labels are applied', () => {
		expect(effect(first, statement({ op: 'classify', entity: ID, id: 2, with: { label: { level: 'open' } } }))).toEqual({
			effect: 'applied',
		})
		expect(effect(first, retraction(first, { id: 2 }))).toEqual({ effect: 'applied' })
	})
})

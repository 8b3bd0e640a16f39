import { LinkRel } from '@lagebild/model/event.ts'
import { RELATIONS } from '@lagebild/model/relations.ts'
import { describe, expect, test } from 'vitest'

import { journal, retraction, statement } from './testing/entries.ts'
import { fold, row } from './testing/fold.ts'

const [A, B] = ['incident:lage:a', 'incident:funk:b']
const payload = { title: 'x', category: 'fire' }
const made = [
	statement({ op: 'upsert', entity: A, id: 1, at: 1, with: { payload } }),
	statement({ op: 'upsert', entity: B, id: 2, at: 1, with: { payload } }),
] as const

function linking(id: number, [entity, to]: readonly [string, string], link: object) {
	return statement({ op: 'patch', entity, id, at: id, with: { links: [{ ...link, to }] } })
}

/** What both ends show, in whatever order the entries come. */
function ends(...said: readonly ReturnType<typeof statement>[]) {
	const entries = journal(...made, ...said)
	const [straight, turned] = [fold(entries), fold(entries.toReversed())]
	const shown = [A, B].map((id) => [row(straight, id)?.links, row(straight, id)?.life])
	expect([A, B].map((id) => [row(turned, id)?.links, row(turned, id)?.life])).toEqual(shown)
	return shown
}

/** P11: what the other end becomes; every other relation leaves it as it is. */
const ENDING: ReadonlyMap<LinkRel, string> = new Map([
	['updates', 'superseded'],
	['cancels', 'cancelled'],
])

describe.each(LinkRel.options)('%s', (rel) => {
	const life = ENDING.get(rel) ?? 'live'
	const nothing = [
		[undefined, 'live'],
		[undefined, 'live'],
	]
	const held = [
		[[{ rel, to: B }], 'live'],
		[[{ rel, to: A, inbound: true }], life],
	]

	test('[P11, P12] leads from its entity to the other, is shown at both ends, and ends the other only if it says so', () => {
		expect(ends(linking(3, [A, B], { rel }))).toEqual(held)
	})

	test('[P12] is taken back from either end, by anybody, and can be said again', () => {
		const said = linking(3, [A, B], { rel })
		expect(ends(said, linking(4, [A, B], { rel, removed: true }))).toEqual(nothing)
		expect(ends(said, linking(4, [B, A], { rel, removed: true }))).toEqual(nothing)
		expect(ends(said, linking(4, [B, A], { rel, removed: true }), linking(5, [A, B], { rel }))).toEqual(held)
		expect(ends(said, retraction(said, { id: 6, at: 6, source: 'lage' }))).toEqual(nothing)
	})

	test('[P12] turns round when it is said the other way later', () => {
		expect(ends(linking(3, [B, A], { rel }), linking(4, [A, B], { rel }))).toEqual(held)
	})
})

test('the table of relations says of those that end something what becomes of it', () => {
	for (const [rel, life] of ENDING) expect(RELATIONS[rel].effect).toContain(life)
})

test('one relation alone reads alike from both ends', () => {
	expect(LinkRel.options.filter((rel) => !RELATIONS[rel].directed)).toEqual(['duplicates'])
})

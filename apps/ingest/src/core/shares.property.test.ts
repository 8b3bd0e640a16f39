import fc from 'fast-check'
import { expect, test } from 'vitest'

import { movesOf } from './shares.ts'

/** Ingests that look in some order, each by itself, until nothing moves. */
class Ingests {
	readonly members: string[]
	readonly holders: Map<string, string | undefined>
	readonly #given = new Map<string, Set<string>>()
	readonly #free = new Map<string, number>()
	moves = 0

	constructor(members: readonly string[], holders: ReadonlyMap<string, string | undefined>) {
		this.members = [...members]
		this.holders = new Map(holders)
	}

	look(self: string, evening: boolean): void {
		const given = this.#given.get(self) ?? new Set()
		this.#given.set(self, given)
		const counts = new Map(this.members.map((name) => [name, [...this.holders.values()].filter((holder) => holder === name).length]))
		for (const [feed, holder] of this.holders) this.#free.set(feed, holder === undefined ? (this.#free.get(feed) ?? 0) + 1 : 0)
		const forsaken = new Set([...this.#free].flatMap(([feed, looks]) => (looks >= 3 * this.members.length ? [feed] : [])))
		const { take, give } = movesOf({ self, members: counts, holders: this.holders, given, forsaken, evening })
		for (const feed of give) {
			this.holders.set(feed, undefined)
			given.add(feed)
		}
		for (const feed of take) if (this.holders.get(feed) === undefined) this.holders.set(feed, self)
		this.moves += give.length
	}

	round(order: readonly number[], evening: boolean): void {
		for (const i of order) this.look(this.members[i % this.members.length] ?? '', evening)
		for (const [i, self] of this.members.entries()) this.look(self, evening && !order.includes(i))
	}

	counts(): readonly number[] {
		return this.members.map((name) => [...this.holders.values()].filter((holder) => holder === name).length)
	}
}

const NAMES = ['a', 'b', 'c', 'd']
const situation = fc
	.record({ ingests: fc.integer({ min: 1, max: 4 }), feeds: fc.integer({ min: 0, max: 25 }), dead: fc.boolean() })
	.chain(({ ingests, feeds, dead }) =>
		fc.record({
			members: fc.constant(NAMES.slice(0, ingests)),
			held: fc.array(fc.constantFrom(...NAMES.slice(0, ingests), ...(dead ? ['gone'] : []), undefined), {
				minLength: feeds,
				maxLength: feeds,
			}),
			/** All look about as often as each other: nobody three times while another waits. */
			order: fc.uniqueArray(fc.nat(ingests - 1), { minLength: 1, maxLength: 4 }),
		}),
	)

test('from any state every feed has one ingest, none much more than another, and then nothing moves', () => {
	fc.assert(
		fc.property(situation, ({ members, held, order }) => {
			// What somebody held who is gone is free, as its lease is over.
			const ingests = new Ingests(members, new Map(held.map((holder, i) => [`f${i}`, holder === 'gone' ? undefined : holder])))
			for (let i = 0; i < 60; i += 1) ingests.round(order, true)
			expect([...ingests.holders.values()].filter((holder) => holder === undefined)).toEqual([])
			const counts = ingests.counts()
			expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
			const before = ingests.moves
			for (let i = 0; i < 10; i += 1) ingests.round(order, true)
			expect(ingests.moves).toBe(before)
		}),
	)
})

test('who has least takes back what it gave: else the others would hand it round for ever', () => {
	const look = { self: 'd', evening: true, forsaken: new Set<string>(), given: new Set(['f4']) }
	const holders = new Map([
		...['a', 'b', 'c', 'd'].map((who, i) => [`f${i}`, who] as const),
		['f4', undefined] as const,
		['f5', 'a'] as const,
	])
	const counts = { a: 2, b: 1, c: 1, d: 1 }
	expect(movesOf({ ...look, holders, members: new Map(Object.entries(counts)) }).take).toEqual(['f4'])
	expect(movesOf({ ...look, holders, members: new Map(Object.entries({ ...counts, b: 0 })) }).take).toEqual([])
})

test('what an ingest held that is gone is held by the others at their next look', () => {
	fc.assert(
		fc.property(situation, ({ members, held, order }) => {
			const ingests = new Ingests(members, new Map(held.map((_, i) => [`f${i}`, undefined])))
			ingests.round(order, false)
			expect([...ingests.holders.values()].filter((holder) => holder === undefined)).toEqual([])
			expect(ingests.moves).toBe(0)
		}),
	)
})

test('an ingest that comes gets its share little by little', () => {
	const ingests = new Ingests(['a', 'b'], new Map(Array.from({ length: 200 }, (_, i) => [`f${i}`, 'a'])))
	ingests.round([0, 1], true)
	expect(ingests.counts()).toEqual([190, 10])
	for (let i = 0; i < 40; i += 1) ingests.round([0, 1], true)
	expect(Math.abs((ingests.counts()[0] ?? 0) - 100)).toBeLessThanOrEqual(1)
})

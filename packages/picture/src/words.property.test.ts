import fc from 'fast-check'
import { expect, test } from 'vitest'

import { slotOf } from './state.ts'
import type { Slot } from './state.ts'
import { journal, retraction, statement } from './testing/entries.ts'
import { fold } from './testing/fold.ts'
import { keysIn, registersIn } from './words.ts'

const ID = 'message:b:1'
const KEYS = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8', 'S9', 'S10', 'S11', 'S12']

const receipts = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom('1', '2', null), { minKeys: 1, maxKeys: 2 })
const payload = fc.oneof(
	{ weight: 6, arbitrary: fc.record({ receipts }) },
	fc.record({ receipts: fc.constant(null) }),
	fc.record({ text: fc.constantFrom('x', 'y'), receipts }, { requiredKeys: [] }),
)
const saying = fc.record({
	op: fc.constantFrom(...(['patch', 'patch', 'patch', 'patch', 'patch', 'patch', 'upsert'] as const)),
	at: fc.integer({ min: 1, max: 40 }),
	id: fc.integer({ min: 1, max: 60 }),
	withdrawn: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
	payload,
})

/** Each with its retraction behind it, if it is taken back. */
const journals = fc.array(saying, { minLength: 1, maxLength: 40 }).map((all) =>
	journal(
		...all.flatMap(({ op, at, id, withdrawn, payload: fields }, i) => {
			const said = statement({ op, entity: ID, at, id, with: { payload: fields } })
			return withdrawn ? [said, retraction(said, { id: 100 + i, at })] : [said]
		}),
	),
)

function registers(slot: Slot | undefined): Readonly<Record<string, unknown>> {
	const held = [...(slot ? registersIn(slot) : [])].filter(([, { said }]) => !said.withdrawn)
	return Object.fromEntries(held.map(([name, { value, said }]) => [name, [value, said.at, said.id, said.seq]]))
}

function slotAfter(entries: Parameters<typeof fold>[0]): Slot | undefined {
	const [entity] = fold(entries).entities
	return entity && slotOf(entity, 'b')
}

/** Of a source that speaks of more fields one by one than are kept as words. */
test('[P3] registers hold the same in any order, however many statements they come from', () => {
	fc.assert(
		fc.property(
			journals.chain((entries) => fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length }))),
			([entries, shuffled]) => {
				expect(registers(slotAfter(shuffled))).toEqual(registers(slotAfter(entries)))
			},
		),
		{ numRuns: 500 },
	)
})

test('[P3, P5] registers hold the newest that was said of each since the reset', () => {
	fc.assert(
		fc.property(fc.uniqueArray(saying, { selector: ({ at }) => at, maxLength: 40 }), (all) => {
			const sorted = all.toSorted((a, b) => a.at - b.at)
			const since = sorted.slice(
				Math.max(
					0,
					sorted.findLastIndex(({ op }) => op === 'upsert'),
				),
			)
			const wanted = new Map<string, unknown>()
			for (const { payload: fields } of since) {
				for (const [field, value] of Object.entries(fields)) {
					const keys = typeof value === 'object' && value !== null ? Object.entries(value) : undefined
					if (!keys) wanted.set(field, value)
					keys?.forEach(([key, each]) => wanted.set(`${field}.${key}`, each))
				}
			}
			const slot = slotAfter(
				journal(...all.map(({ op, at, payload: fields }, i) => statement({ op, entity: ID, at, id: i + 1, with: { payload: fields } }))),
			)
			const values = new Map([...(slot ? registersIn(slot) : [])].map(([name, { value }]) => [name, value]))
			expect(values).toEqual(wanted)
			const keys = slot ? [...keysIn(slot, 'receipts').keys()].map((key) => `receipts.${key}`) : []
			expect(new Set(keys)).toEqual(new Set([...wanted.keys()].filter((name) => name.startsWith('receipts.'))))
		}),
		{ numRuns: 500 },
	)
})

test('[P40] a source that states one key after the other costs no more with each', () => {
	const all = Array.from({ length: 40 }, (_, i) =>
		statement({ op: 'patch', entity: ID, at: i + 1, id: i + 1, with: { payload: { receipts: { [`K${i}`]: 'x' } } } }),
	)
	const slot = slotAfter(journal(...all))
	let kept = 0
	for (let words = slot?.words; words; words = words.older) kept++
	expect(kept).toBeLessThanOrEqual(6)
	expect(slot?.spilled?.size).toBe(40 - kept)
})

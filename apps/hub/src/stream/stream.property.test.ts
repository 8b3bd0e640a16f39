import { isDeepStrictEqual } from 'node:util'

import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'

import { smallestEvent, TestHub, uuid } from '../testing/harness.ts'
import { StreamReader } from './testing/reader.ts'

const Collection = z.object({ features: z.array(z.looseObject({ id: z.string(), properties: z.looseObject({ standing: z.unknown() }) })) })
const THINGS = 4

const step = fc.record({
	thing: fc.nat(THINGS - 1),
	act: fc.constantFrom('upsert', 'end', 'hide', 'show', 'move'),
	leave: fc.boolean(),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

let hub: TestHub
let key = ''
let said = 0
let stories = 0

beforeAll(async () => {
	hub = await TestHub.start()
	key = hub.access.createKey({ name: 'karte', role: 'integrator', operations: 'all', clearance: 'internal' }).key
})

afterAll(async () => {
	await hub.close()
})

function eventOf({ thing, act }: Step): object {
	const whole = smallestEvent(stories * THINGS + thing)
	const { kind, entity } = whole
	const about = { id: uuid(100_000 + said++), kind, entity }
	switch (act) {
		case 'upsert':
			return { ...whole, ...about, times: undefined, payload: { ...whole.payload, title: `Wort ${said}` } }
		case 'end':
			return { ...about, op: 'end' }
		case 'hide':
			return { ...about, op: 'classify', label: { level: 'restricted' } }
		case 'show':
			return { ...about, op: 'classify', label: { level: 'internal' } }
		case 'move':
			return { ...about, op: 'patch', geometry: { type: 'Point', coordinates: [said % 2 === 0 ? 10 : 12, 53.5] } }
	}
}

/** What time alone changes is not told. */
function content(features: Iterable<{ readonly id: string; readonly properties: object }>): ReadonlyMap<string, unknown> {
	return new Map(
		Array.from(features, ({ properties, ...rest }) => [rest.id, { ...rest, properties: { ...properties, standing: undefined } }]),
	)
}

async function pictured(query: string): Promise<ReadonlyMap<string, unknown>> {
	const { body } = await hub.ask(`/api/v1/operations/lage/picture${query}`, { key, headers: { accept: 'application/geo+json' } })
	return content(Collection.parse(body).features)
}

async function follow(steps: readonly Step[], query: string): Promise<void> {
	stories++
	const url = `${hub.url}/api/v1/operations/lage/stream${query}`
	let reader = await StreamReader.open({ url, key })
	await reader.complete()
	for (const one of steps) {
		if (one.leave) reader.close()
		await hub.post(eventOf(one))
		if (!one.leave) continue
		const again = await StreamReader.open({ url, key, last: reader.cursor, held: reader.held })
		await again.complete()
		reader = again
	}
	const wanted = await pictured(query)
	await reader.until('what the picture holds', ({ held }) => isDeepStrictEqual(content(held.values()), wanted))
	reader.close()
}

test('[X1] [X2] whatever happens, and however often it goes, a reader comes to hold what the picture holds', async () => {
	const law = fc.asyncProperty(
		fc.array(step, { minLength: 8, maxLength: 12 }),
		fc.constantFrom('', '?bbox=9,53,11,54'),
		async (steps, query) => {
			await expect(follow(steps, query)).resolves.toBeUndefined()
		},
	)
	await fc.assert(law, { numRuns: 2, endOnFailure: true })
}, 60_000)

import type { Presence as Message } from '@lagebild/model/protocol.ts'
import { startRedis } from '@lagebild/testing/redis.ts'
import type { RedisServer } from '@lagebild/testing/redis.ts'
import { until } from '@lagebild/testing/until.ts'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'

import type { Bus } from '../bus.ts'
import { operation, START } from '../core/testing/make.ts'
import { openRedisBus } from '../io/redis/bus.ts'
import { Presence } from './presence.ts'
import { MOST_NAMED } from './told.ts'
import { Who } from './who.ts'

const OPERATION = operation({ functions: [{ function: 'S2', credential: 'person-anna', name: 'Anna', since: START }] })
const log = pino({ level: 'silent' })

let redis: RedisServer
let channels = 0
const ends: (() => unknown)[] = []

beforeAll(async () => {
	redis = await startRedis()
})

afterEach(async () => {
	for (const end of ends.splice(0)) await end()
})

afterAll(() => redis.stop())

/** One hub's presence, with what its one follower was told. */
type Desk = { readonly presence: Presence; readonly bus: Bus; readonly told: Message[]; readonly busy: { now: boolean; refused: number } }

async function desks(count: number): Promise<readonly Desk[]> {
	const channel = `presence-${++channels}`
	const made = Array.from({ length: count }, () => deskOn(openRedisBus({ url: redis.url, channel, log })))
	await until('all can be heard', () => (made.every(({ bus }) => bus.up()) ? true : undefined))
	return made
}

function deskOn(bus: Bus): Desk {
	const told: Message[] = []
	const busy = { now: false, refused: 0 }
	const presence = new Presence({
		bus,
		shared: true,
		operation: (id) => (id === OPERATION.id ? OPERATION : undefined),
		send: (_viewer, message) => {
			if (busy.now) busy.refused++
			else told.push(message)
			return !busy.now
		},
	})
	ends.push(() => presence.close(), bus.close)
	return { presence, bus, told, busy }
}

function who(name: string, over: Partial<Who> = {}): Who {
	return Who.parse({ operation: OPERATION.id, credential: `person-${name.toLowerCase()}`, via: 'person', name, role: 'staff', ...over })
}

/** Who is there as the follower of a desk holds it. */
function held({ told }: Desk): readonly string[] {
	const names = new Map<string, string>()
	for (const { joined, left, whole } of told) {
		if (whole) names.clear()
		for (const id of left) names.delete(id)
		for (const { id, name } of joined) names.set(id, name)
	}
	return [...names.values()].toSorted()
}

async function becomes(desk: Desk, names: readonly string[]): Promise<void> {
	await until(
		`${names.join(', ')} instead of ${held(desk).join(', ')}`,
		() => (held(desk).join() === names.join() ? true : undefined),
		12_000,
	)
}

function nth(list: readonly Desk[], at: number): Desk {
	const found = list[at]
	if (!found) throw new Error('there are not so many')
	return found
}

describe('who is there', () => {
	test('[N9] is told over all hubs, by name and function, each person once and never by credential', async () => {
		const list = await desks(2)
		const [one, two] = [nth(list, 0), nth(list, 1)]
		one.presence.join('v1', who('Anna'))
		one.presence.join('v2', who('Anna'))
		two.presence.follow('v3', OPERATION.id)
		two.presence.join('v3', Who.parse({ ...who('Bert'), unit: 'unit:tablet:sek' }))
		await becomes(two, ['Anna', 'Bert'])
		expect(JSON.stringify(two.told)).not.toMatch(/person-|unit:/)
		expect(two.told.flatMap(({ joined }) => joined).find(({ name }) => name === 'Anna')).toMatchObject({ functions: ['S2'], via: 'person' })
		one.presence.leave('v1')
		two.presence.join('v4', who('Cora'))
		await becomes(two, ['Anna', 'Bert', 'Cora'])
		one.presence.leave('v2')
		await becomes(two, ['Bert', 'Cora'])
		expect(two.told.at(-1)).toMatchObject({ count: 2, joined: [] })
	})

	test('[N10] many who come in one tick are one small word, and who misses a word gets the whole list', async () => {
		const one = nth(await desks(1), 0)
		one.presence.follow('v0', OPERATION.id)
		await until('the first list', () => (one.told.length > 0 ? true : undefined))
		const before = one.told.length
		for (let n = 0; n < 50; n++) one.presence.join(`v${n + 1}`, who(`P${n}`))
		await until('all of them', () => (held(one).length === 50 ? true : undefined))
		expect(one.told.length - before).toBe(1)
		one.busy.now = true
		one.presence.leave('v1')
		await until('a word that is not taken', () => (one.busy.refused > 0 ? true : undefined))
		one.presence.join('v99', who('Last'))
		one.busy.now = false
		await until('the whole', () => (one.told.at(-1)?.whole && held(one).includes('Last') ? true : undefined))
		expect(held(one)).not.toContain('P0')
		for (let n = 0; n < MOST_NAMED; n++) one.presence.join(`w${n}`, who(`Q${n}`))
		await until('the number of all', () => (one.told.at(-1)?.count === 250 ? true : undefined))
		expect(held(one)).toHaveLength(MOST_NAMED)
	})

	test('[N11] while nobody can be heard the list says that some may be missing; afterwards it is whole', async () => {
		const list = await desks(2)
		const [one, two] = [nth(list, 0), nth(list, 1)]
		one.presence.join('v1', who('Anna'))
		two.presence.follow('v2', OPERATION.id)
		await becomes(two, ['Anna'])
		await redis.kill()
		await until('partial', () => (two.told.at(-1)?.partial ? true : undefined))
		one.presence.join('v3', who('Dora'))
		one.presence.leave('v1')
		await redis.restart()
		await becomes(two, ['Dora'])
		await until('that nobody is missing', () => (two.told.at(-1)?.partial ? undefined : true))
		expect(held(two)).toEqual(['Dora'])
	})

	test('[N12] people of a hub that stops are gone at once', async () => {
		const list = await desks(2)
		const [one, two] = [nth(list, 0), nth(list, 1)]
		one.presence.join('v1', who('Anna'))
		two.presence.follow('v3', OPERATION.id)
		await becomes(two, ['Anna'])
		one.presence.close()
		await becomes(two, [])
		expect(two.told.at(-1)).toMatchObject({ joined: [], count: 0 })
	})
})

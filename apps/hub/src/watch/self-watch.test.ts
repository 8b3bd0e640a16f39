import { afterEach, expect, test } from 'vitest'
import * as z from 'zod'

import { TestHub } from '../testing/harness.ts'

const hubs: TestHub[] = []

afterEach(async () => {
	for (const hub of hubs.splice(0)) await hub.close()
})

const Said = z.object({ event: z.looseObject({ entity: z.string(), payload: z.looseObject({ state: z.string() }) }) })
const Feeds = z.array(z.looseObject({ id: z.string(), operation: z.string(), state: z.string(), format: z.string() }))

async function found(hub: TestHub): Promise<z.infer<typeof Feeds>> {
	for (;;) {
		const feeds = Feeds.parse((await hub.ask('/api/v1/feeds', { key: hub.admin })).body)
		const told = feeds.filter(({ format, operation }) => format === 'lagebild' && operation === 'base')
		if (told.length >= 5) return told
		await new Promise((resolve) => setTimeout(resolve, 20))
	}
}

test('[O2] disk, clock, backups, papers and lag of the hub are in the picture of the base, once, and stay as they were over a restart', async () => {
	const hub = await TestHub.start()
	hubs.push(hub)
	await hub.stop()
	hub.selfWatch = true
	await hub.start()
	const told = await found(hub)
	expect(told.map(({ id }) => id).toSorted()).toEqual([
		'lagebild:backup',
		'lagebild:clock',
		'lagebild:disk',
		'lagebild:lag',
		'lagebild:paper',
	])
	await hub.stop()
	await hub.start()
	await found(hub)
	const { text } = await hub.ask('/api/v1/operations/base/journal', { key: hub.admin })
	const said = text
		.trim()
		.split('\n')
		.flatMap((line) => Said.safeParse(JSON.parse(line)).data?.event ?? [])
	const states = Map.groupBy(said, ({ entity }) => entity)
		.values()
		.map((events) => events.map(({ payload }) => payload.state))
	for (const each of states) expect(each.filter((state, n) => state === each[n - 1])).toEqual([])
	expect(hub.logged).toEqual([])
})

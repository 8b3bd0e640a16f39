import { afterEach, expect, test } from 'vitest'
import * as z from 'zod'

import { TestHub } from '../testing/harness.ts'

const hubs: TestHub[] = []

afterEach(async () => {
	for (const hub of hubs.splice(0)) await hub.close()
})

const Feeds = z.array(z.looseObject({ id: z.string(), operation: z.string(), state: z.string(), format: z.string() }))

async function found(hub: TestHub): Promise<z.infer<typeof Feeds>> {
	for (;;) {
		const feeds = Feeds.parse((await hub.ask('/api/v1/feeds', { key: hub.admin })).body)
		const told = feeds.filter(({ format, operation }) => format === 'lagebild' && operation === 'base')
		if (told.length >= 4) return told
		await new Promise((resolve) => setTimeout(resolve, 20))
	}
}

test('[O2] disk, clock, backups and lag of the hub are in the picture of the base, once, and stay as they were over a restart', async () => {
	const hub = await TestHub.start()
	hubs.push(hub)
	await hub.stop()
	hub.selfWatch = true
	await hub.start()
	const told = await found(hub)
	expect(told.map(({ id }) => id).toSorted()).toEqual(['lagebild:backup', 'lagebild:clock', 'lagebild:disk', 'lagebild:lag'])
	const head = async () => (await hub.ask('/api/v1/operations/base/checkpoint', { key: hub.admin })).body
	const before = await head()
	await hub.stop()
	await hub.start()
	await found(hub)
	expect(await head()).toMatchObject({ seq: z.looseObject({ seq: z.number() }).parse(before).seq })
	expect(hub.logged).toEqual([])
})

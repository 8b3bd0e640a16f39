import { instant } from '@lagebild/model/time.ts'
import { freshDatabase } from '@lagebild/testing/servers.ts'
import { expect, test } from 'vitest'

import { openSharedQuarantine } from './quarantine-postgres.ts'
import { quarantineContract } from './testing/quarantine-contract.ts'

quarantineContract('PostgreSQL', async () => {
	const url = await freshDatabase()
	return (now) => openSharedQuarantine({ url, node: 'hub-1', now })
})

test('rejects that one hub took are shown by all', async () => {
	const url = await freshDatabase()
	const hubs = await Promise.all(['hub-1', 'hub-2'].map((node) => openSharedQuarantine({ url, node, now: () => instant(2_000) })))
	for (const [index, hub] of hubs.entries()) await hub.keep('feed', [{ at: instant(1_000), reason: `r${index}`, message: '', raw: '' }])
	const lists = await Promise.all(hubs.map((hub) => hub.list('feed', { state: 'all', limit: 10 })))
	expect(lists.map((list) => list.map(({ reason }) => reason))).toEqual([
		['r1', 'r0'],
		['r1', 'r0'],
	])
	await Promise.all(hubs.map((hub) => hub.close()))
})

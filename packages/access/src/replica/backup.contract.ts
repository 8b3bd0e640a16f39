import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { freshDatabase } from '@lagebild/testing/servers.ts'
import { expect, test } from 'vitest'

import { copySharedAccess, restoreSharedAccess } from './backup.ts'
import { openSharedAccess } from './open.ts'

test('[J34] access of several hubs is carried without sessions, and restored it holds at once on a hub that is open', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'lagebild-shared-'))
	const url = await freshDatabase()
	const hub = await openSharedAccess({ url, node: 'one', now: Date.now })
	const key = await hub.write(() => hub.createKey({ name: 'leitstelle', role: 'integrator', operations: 'all' }))
	const link = await hub.write(() => hub.createLink({ ttlMs: 60_000, role: 'admin', name: 'Verwaltung', operations: 'all' }))
	const file = path.join(folder, 'access.db')
	await copySharedAccess(url, file)
	const later = await hub.write(() => hub.createKey({ name: 'spaeter', role: 'integrator', operations: 'all' }))
	expect(hub.grantOfKey(later.key)).toBeDefined()
	await restoreSharedAccess(url, file, 'before_x')
	await hub.follow()
	expect(hub.grantOfKey(key.key)).toMatchObject({ name: 'leitstelle' })
	expect(hub.grantOfKey(later.key)).toBeUndefined()
	expect(await hub.attempt(() => hub.redeem(link))).toBeUndefined()
	const again = await hub.write(() => hub.createKey({ name: 'wieder', role: 'integrator', operations: 'all' }))
	const other = await openSharedAccess({ url, node: 'two', now: Date.now })
	expect(other.grantOfKey(again.key)).toMatchObject({ name: 'wieder' })
	for (const one of [hub, other]) {
		await one.flush()
		one.close()
	}
	rmSync(folder, { recursive: true })
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { freshDatabase } from '@lagebild/testing/servers.ts'
import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import type { TcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { ClusterHub } from './testing/cluster.ts'

let folder = ''
let proxy: TcpProxy
let hub: ClusterHub

beforeEach(async () => {
	const database = new URL(await freshDatabase())
	proxy = await startTcpProxy(Number(database.port))
	database.port = String(proxy.port)
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-parting-'))
	hub = new ClusterHub('hub', folder, { database: database.href })
	await hub.start()
})

afterEach(async () => {
	await proxy.close()
	rmSync(folder, { recursive: true })
})

test('[N3] a hub whose database is away ends in good order, and can be started again', async () => {
	proxy.cut()
	await hub.stop()
	proxy.heal()
	await hub.start()
	expect((await hub.ask('/readyz')).status).toBe(200)
	await hub.stop()
})

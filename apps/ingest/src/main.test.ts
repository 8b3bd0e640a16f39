import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { COMPILED } from '@lagebild/testing/compiled.ts'
import { until } from '@lagebild/testing/until.ts'
import { expect, test } from 'vitest'

import { contentOf, fakeHub, healthOf } from './testing/fake-hub.ts'
import { areas } from './testing/pages.ts'
import { serve } from './testing/serve.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))

test('the process runs its feeds until its parent lets go, and says that it stops', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'lagebild-ingest-'))
	const hub = await fakeHub()
	const upstream = await serve((_request, response) => response.end(areas('a')))
	const file = join(folder, 'feeds.json')
	const feed = {
		id: 'probe',
		name: 'Probe',
		format: 'geojson',
		url: upstream.url,
		operation: 'base',
		key: 'k',
		allowPrivateHosts: ['127.0.0.1'],
	}
	await writeFile(file, JSON.stringify([feed]), { mode: 0o600 })
	const child = fork(MAIN, {
		env: { ...COMPILED, PATH: process.execPath, LAGEBILD_HUB: hub.url, LAGEBILD_FEEDS: file },
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
	})
	try {
		await until('the content', () => contentOf(hub)[0])
		await until('the health', () => healthOf(hub)[0])
		const ended = once(child, 'exit')
		child.disconnect()
		expect((await ended)[0]).toBe(0)
		expect(healthOf(hub).at(-1)).toEqual(['off', 'the ingest is stopped'])
	} finally {
		child.kill('SIGKILL')
		await Promise.all([hub.close(), upstream.close(), rm(folder, { recursive: true })])
	}
}, 90_000)

test('a bad setting ends the process, and the parent hears which', async () => {
	const child = fork(MAIN, { env: COMPILED, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
	const exit = once(child, 'exit')
	const said: unknown = await once(child, 'message')
	expect(said).toHaveProperty('0', { type: 'failed', message: 'LAGEBILD_HUB: must be the http address of the hub' })
	expect((await exit)[0]).toBe(1)
}, 90_000)

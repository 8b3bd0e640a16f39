import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { readIngest } from './config.ts'

let folder = ''

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'lagebild-ingest-'))
})
afterAll(async () => {
	await rm(folder, { recursive: true })
})

const FEED = { id: 'pegel', name: 'Pegel', format: 'pegelonline', url: 'https://pegel.example/', operation: 'base', key: 'lb_secret' }

async function read(feeds: unknown): ReturnType<typeof readIngest> {
	const file = join(folder, 'feeds.json')
	await writeFile(file, JSON.stringify(feeds), { mode: 0o600 })
	return await readIngest({ LAGEBILD_HUB: 'http://127.0.0.1:8080/', LAGEBILD_FEEDS: file })
}

test('feeds come with their keys and their defaults', async () => {
	expect(await read([FEED])).toMatchObject({
		ok: true,
		value: { hub: 'http://127.0.0.1:8080', feeds: [{ key: 'lb_secret', everySeconds: 60 }] },
	})
})

test.each([
	['feeds.pegel.format', [{ ...FEED, format: 'fax' }]],
	['feeds.pegel.options.histroy', [{ ...FEED, options: { histroy: [] } }]],
	['feeds.pegel', [FEED, FEED]],
	['feeds.0.url', [{ ...FEED, url: 'ftp://pegel.example' }]],
])('a bad setting stops the start and is named: %s', async (key, feeds) => {
	expect(await read(feeds)).toMatchObject({ ok: false, fault: { key } })
})

test('without hub or file there is nothing to do', async () => {
	expect(await readIngest({})).toMatchObject({ ok: false, fault: { key: 'LAGEBILD_HUB' } })
	expect(await readIngest({ LAGEBILD_HUB: 'http://127.0.0.1' })).toMatchObject({ ok: false, fault: { key: 'LAGEBILD_FEEDS' } })
})

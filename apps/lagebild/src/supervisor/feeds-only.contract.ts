import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { env as inherited } from 'node:process'

import { startHubProcess } from '@lagebild/testing/hub-process.ts'
import { freshDatabase, redisUrl } from '@lagebild/testing/servers.ts'
import { until } from '@lagebild/testing/until.ts'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import * as z from 'zod'

import { createKey } from '../cli/key.ts'

/** A hub and two programs, each of several processes, and the machine that runs the tests may be busy. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const MAIN = path.resolve(import.meta.dirname, '../main.ts')
const closing: (() => unknown)[] = []
const runners: (() => Promise<void>)[] = []

let folder = ''
let asked = 0
let shared: Awaited<ReturnType<typeof startHub>>

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-feeds-only-'))
	closing.push(() => rmSync(folder, { recursive: true, force: true }))
	shared = await startHub()
})

afterEach(async () => {
	await Promise.all(runners.splice(0).map((end) => end()))
})

afterAll(async () => {
	// In the reverse order of their start.
	// oxlint-disable-next-line no-await-in-loop
	for (const close of closing.toReversed()) await close()
})

/** A list of two places that is asked for again and again. */
async function startUpstream(): Promise<string> {
	const feature = (id: string, lng: number) => ({
		type: 'Feature',
		id,
		geometry: { type: 'Point', coordinates: [lng, 53.54] },
		properties: { name: `Tor ${id}` },
	})
	const server = createServer((_request, response) => {
		asked++
		response.setHeader('content-type', 'application/geo+json')
		response.end(JSON.stringify({ type: 'FeatureCollection', features: [feature('a', 9.9), feature('b', 10)] }))
	})
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
	closing.push(() => server.close())
	const address = server.address()
	return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/tore`
}

function startFeeds(name: string, hub: string, env: Readonly<Record<string, string>>): () => string {
	const child = spawn(process.execPath, [MAIN, 'feeds', '--hub', hub], {
		env: { ...inherited, ...env, LAGEBILD_DATA: path.join(folder, name) },
		stdio: ['ignore', 'pipe', 'pipe'],
	})
	let printed = ''
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
	runners.push(async () => {
		child.kill('SIGINT')
		if (child.exitCode === null) await once(child, 'exit')
	})
	return () => printed
}

const Entries = z.object({ event: z.looseObject({ kind: z.string(), entity: z.string().optional() }) })

/** A hub with a Redis, and what its runners need to know. */
async function startHub() {
	const url = await startUpstream()
	const database = await freshDatabase()
	const feed = { id: 'tore', name: 'Tore', format: 'geojson', url, operation: 'base', everySeconds: 1, allowPrivateHosts: ['127.0.0.1'] }
	const config = path.join(folder, 'lagebild.config.json')
	writeFileSync(config, JSON.stringify({ feeds: [{ ...feed, options: { kind: 'area', fields: { name: 'name' } } }], selfWatch: false }))
	const env = { LAGEBILD_CONFIG: config, DATABASE_URL: database }
	const hub = await startHubProcess({ name: 'hub', data: path.join(folder, 'hub'), env: { ...env, REDIS_URL: redisUrl() } })
	closing.push(() => hub.stop())
	return { hub, env, database }
}

test('[Z30] two runners of one feed are one credential: what both read stands there once', async () => {
	const { hub, env, database } = shared
	const printing = ['alone-1', 'alone-2'].map((name) => startFeeds(name, hub.url, env))
	await until('both runners', () => (printing.every((printed) => printed().includes('are read for')) ? true : undefined), 60_000)
	const before = asked
	await until('some polls of both', () => (asked >= before + 6 ? true : undefined), 60_000)
	const key = await createKey({ data: folder, database }, { name: 'leser', role: 'observer' })
	const journal = await fetch(`${hub.url}/api/v1/operations/base/journal`, { headers: { authorization: `Bearer ${key}` } })
	const said = (await journal.text())
		.trim()
		.split('\n')
		.map((line) => Entries.parse(JSON.parse(line)).event)
	const areas = said.filter(({ kind }) => kind === 'area').map(({ entity = '' }) => entity)
	expect(areas.toSorted()).toEqual(['area:tore:a', 'area:tore:b'])
})

test('two runners with a Redis share the feeds', async () => {
	const { hub, env } = shared
	const names = ['feeds-1', 'feeds-2']
	for (const name of names) startFeeds(name, hub.url, { ...env, REDIS_URL: redisUrl(), LAGEBILD_NODE: name })
	const lines = (name: string): readonly string[] => textOf(path.join(folder, name, 'logs', 'ingest.log')).split('\n')
	const sharing = (name: string) =>
		lines(name).some((line) => line.includes('these ingests share the feeds') && /feeds-1-.*feeds-2-/.test(line))
	await until('both to know of each other', () => (names.every(sharing) ? true : undefined), 60_000)
	expect(names.flatMap(lines).filter((line) => line.includes('this ingest reads the feed'))).toHaveLength(1)
})

function textOf(file: string): string {
	try {
		return readFileSync(file, 'utf8')
	} catch {
		return ''
	}
}

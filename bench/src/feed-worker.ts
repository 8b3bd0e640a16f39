import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { temporary } from './live/processes.ts'
import { median, spreadOf } from './measure.ts'
import type { Bench, Finding } from './measure.ts'

const MAIN = fileURLToPath(new URL('../../apps/ingest/src/main.ts', import.meta.url))
const ENTITIES = 5_000
const PER_MESSAGE = 250
const MESSAGES_PER_SECOND = ENTITIES / PER_MESSAGE
const BOUND = 120_000_000
const KEY = 'lb_bench'

type Load = 'none' | 'idle' | 'full'
type Seen = { readonly bytes: number; readonly perSecond: number }

/** A hub that takes everything. */
class TakingHub {
	readonly #server = createServer((request, response) => void this.#answer(request, response))
	taken = 0

	async listen(): Promise<string> {
		this.#server.listen(0, '127.0.0.1')
		await once(this.#server, 'listening')
		const address = this.#server.address()
		return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
	}

	close(): void {
		this.#server.closeAllConnections()
		this.#server.close()
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		let text = ''
		for await (const chunk of request) text += String(chunk)
		response.writeHead(200, { 'content-type': 'application/json' })
		response.end(JSON.stringify(this.#valueFor(request.url ?? '', text)))
	}

	#valueFor(path: string, text: string): unknown {
		if (path.endsWith('/session')) return { grant: { source: 'ships', role: 'integrator', operations: 'all' } }
		const items: unknown = path.endsWith('/events') ? JSON.parse(text) : []
		const events: readonly unknown[] = Array.isArray(items) ? items : []
		const seq = this.taken
		this.taken += events.length
		return events.map((event, i) => ({ id: idOf(event), seq: seq + i + 1, effect: 'applied' }))
	}
}

function idOf(event: unknown): unknown {
	return typeof event === 'object' && event !== null && 'id' in event ? event.id : undefined
}

/** Where a part of the ships is now, each somewhere else than before. */
function message(no: number): string {
	const features = Array.from({ length: PER_MESSAGE }, (_, i) => {
		const ship = ((no % MESSAGES_PER_SECOND) * PER_MESSAGE + i) % ENTITIES
		const place = [9.9 + (no % 997) / 10_000, 53.5 + ship / 50_000]
		const properties = { name: `Schiff ${ship}`, note: `Fahrt ${no % 30} kn, Kurs ${(no + ship) % 360}`, state: 'under way' }
		return { type: 'Feature', id: `s${ship}`, geometry: { type: 'Point', coordinates: place }, properties }
	})
	return JSON.stringify({ type: 'FeatureCollection', features })
}

async function post(url: string, no: number): Promise<void> {
	const response = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${KEY}` }, body: message(no) })
	await response.arrayBuffer()
}

/** One ingest, with one feed that its source posts to, or none. What the thread takes is the difference. */
async function run(load: Load, seconds: number): Promise<Seen> {
	const hub = new TakingHub()
	const folder = temporary('bench-feed')
	const file = join(folder, 'feeds.json')
	const feed = { id: 'ships', name: 'Ships', format: 'geojson', url: 'webhook:', operation: 'base', key: KEY, options: { mode: 'delta' } }
	writeFileSync(file, JSON.stringify(load === 'none' ? [] : [feed]))
	const child = spawn(process.execPath, [MAIN], {
		env: {
			PATH: '/usr/bin',
			LAGEBILD_HUB: await hub.listen(),
			LAGEBILD_FEEDS: file,
			LAGEBILD_WEBHOOKS: '127.0.0.1:0',
			NODE_COMPILE_CACHE: folder,
		},
		stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
	})
	const port = load === 'none' ? 0 : await portOf(child)
	await pause(3_000)
	const taken = hub.taken
	const { bytes, took } = await watched(child.pid ?? 0, {
		seconds,
		url: load === 'full' ? `http://127.0.0.1:${port}/feeds/ships` : undefined,
	})
	child.kill('SIGKILL')
	await once(child, 'exit')
	hub.close()
	return { bytes, perSecond: (hub.taken - taken) / took }
}

async function portOf({ stdout }: ChildProcess): Promise<number> {
	if (!stdout) return 0
	for await (const line of createInterface({ input: stdout })) {
		const port = /"port":(\d+)/.exec(line)?.[1]
		if (port === undefined) continue
		stdout.resume()
		return Number(port)
	}
	return 0
}

type Watching = { readonly seconds: number; readonly url: string | undefined }

/** Most memory while messages come at their pace, after a quarter of the time. */
async function watched(pid: number, { seconds, url }: Watching): Promise<{ readonly bytes: number; readonly took: number }> {
	const from = performance.now()
	const sizes: number[] = []
	const posts: Promise<void>[] = []
	for (let no = 0; no < seconds * MESSAGES_PER_SECOND; no += 1) {
		const wait = from + (no * 1_000) / MESSAGES_PER_SECOND - performance.now()
		// oxlint-disable-next-line no-await-in-loop
		if (wait > 0) await pause(wait)
		if (url !== undefined) posts.push(post(url, no))
		if (no % MESSAGES_PER_SECOND === 0 && no >= (seconds * MESSAGES_PER_SECOND) / 4) sizes.push(residentBytes(pid))
	}
	await Promise.all(posts)
	return { bytes: Math.max(...sizes), took: (performance.now() - from) / 1_000 }
}

function residentBytes(pid: number): number {
	return Number(/^Rss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1_024
}

/** What one feed's thread takes, with all that the process keeps for it, idle and at 5,000 events a second. */
export const feedWorkerBench: Bench = async ({ quick }): Promise<readonly Finding[]> => {
	const [rounds, seconds] = quick ? [1, 4] : [3, 30]
	const seen = new Map<Load, Seen[]>([
		['none', []],
		['idle', []],
		['full', []],
	])
	for (let round = 0; round < rounds; round += 1) {
		for (const [load, all] of seen) {
			// One after the other: they are measured.
			// oxlint-disable-next-line no-await-in-loop
			all.push(await run(load, load === 'full' ? seconds : 4))
		}
	}
	const bytesOf = (load: Load): readonly number[] => (seen.get(load) ?? []).map(({ bytes }) => bytes)
	const bare = median(bytesOf('none'))
	const own = bytesOf('full').map((bytes) => bytes - bare)
	const rate = median((seen.get('full') ?? []).map(({ perSecond }) => perSecond))
	const detail = `${rate.toFixed(0)} events/s of ${ENTITIES} things by webhook; idle ${megabytes(median(bytesOf('idle')) - bare)}, the process without a feed ${megabytes(bare)}`
	return [{ name: 'feed-worker', seen: median(own), bound: BOUND, unit: 'bytes', spread: spreadOf(own), detail }]
}

function megabytes(bytes: number): string {
	return `${(bytes / 1e6).toFixed(0)} MB`
}

import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { startHubProcess } from '@lagebild/testing/hub-process.ts'
import type { HubProcess } from '@lagebild/testing/hub-process.ts'

import { numberIn, recordOf, temporary, textIn } from './processes.ts'

const PROBE = fileURLToPath(new URL('probe.ts', import.meta.url))
export const OPERATION = 'bench'
/** What is sent in one request; a body of a megabyte holds them. */
const AT_ONCE = 500
const MOST_LOOKS = 10
const HEADROOM = { west: 9.6, south: 53.2, east: 10.4, north: 53.8 }

export type KeySpec = {
	readonly name: string
	readonly role: string
	readonly clearance?: string
	readonly organisation?: string
	readonly kinds?: readonly string[]
	readonly rank?: string
}

/** A real hub process with one operation, on a data folder of its own. */
export class BenchHub {
	readonly process: HubProcess
	/** Reads everything and may do everything. */
	readonly admin: string
	readonly #probe: string

	constructor(running: HubProcess, admin: string, probe: string) {
		this.process = running
		this.admin = admin
		this.#probe = probe
	}

	static async start({ env = {} }: { readonly env?: Readonly<Record<string, string>> } = {}): Promise<BenchHub> {
		const folder = temporary('bench-hub')
		const probe = join(folder, 'probe.sock')
		const running = await startHubProcess({ name: 'bench', data: join(folder, 'data'), env, preload: preloadOf(probe) })
		const hub = new BenchHub(running, await adminOf(running), probe)
		await hub.open()
		return hub
	}

	get pid(): number {
		return this.process.pid()
	}

	get url(): string {
		return this.process.url
	}

	get port(): number {
		return this.process.port
	}

	async open(): Promise<void> {
		const { west, south, east, north } = HEADROOM
		await this.post('/api/v1/operations', { id: OPERATION, name: 'Bench', status: 'test', area: [west, south, east, north] })
	}

	async key({ name, role, ...rest }: KeySpec): Promise<string> {
		return textIn(recordOf(await this.post('/api/v1/keys', { name, role, operations: [OPERATION], ...rest })), 'key')
	}

	/** One's own source alone creates under its name. */
	async submit(key: string, events: readonly unknown[]): Promise<void> {
		for (let from = 0; from < events.length; from += AT_ONCE) {
			// oxlint-disable-next-line no-await-in-loop
			const answers = await this.post(`/api/v1/operations/${OPERATION}/events`, events.slice(from, from + AT_ONCE), key)
			const all: readonly unknown[] = Array.isArray(answers) ? answers : [answers]
			const refused = all.find((answer) => 'fault' in recordOf(answer))
			if (refused !== undefined) throw new Error(`the hub refused what the bench says: ${JSON.stringify(refused)}`)
		}
	}

	/** Seq of the journal's head, if it can be when nothing has been said for a moment; what follows is soon told. */
	async head(): Promise<number> {
		let now = await this.#seq()
		for (let looks = 0, before = -1; now !== before && looks < MOST_LOOKS; looks++) {
			before = now
			// oxlint-disable-next-line no-await-in-loop
			await delay(300)
			// oxlint-disable-next-line no-await-in-loop
			now = await this.#seq()
		}
		return now
	}

	async #seq(): Promise<number> {
		const listed = await this.get('/api/v1/operations')
		const all: readonly unknown[] = Array.isArray(listed) ? listed : []
		return numberIn(recordOf(all.find((one) => recordOf(one)['id'] === OPERATION)), 'seq')
	}

	async get(path: string): Promise<unknown> {
		return this.#answer(await fetch(`${this.url}${path}`, { headers: { authorization: `Bearer ${this.admin}` } }))
	}

	async post(path: string, body: unknown, key = this.admin): Promise<unknown> {
		const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
		return this.#answer(await fetch(`${this.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) }))
	}

	async #answer(response: Response): Promise<unknown> {
		const text = await response.text()
		if (!response.ok && response.status !== 207) throw new Error(`${response.url} answered ${response.status}: ${text.slice(0, 500)}`)
		return JSON.parse(text)
	}

	/** Asks what was loaded into the process beside the hub (`probe.ts`). */
	probe(what: 'memory' | 'stall' | 'profile' | 'profiled'): Promise<Readonly<Record<string, unknown>>> {
		return askProbe(this.#probe, what)
	}

	stop(): Promise<void> {
		return this.process.stop()
	}
}

export function preloadOf(probe: string): Readonly<Record<string, string>> {
	return { NODE_OPTIONS: `--import ${PROBE}`, BENCH_PROBE: probe }
}

export async function adminOf(running: HubProcess): Promise<string> {
	const args = ['key', 'create', '--name', 'bench-admin', '--role', 'admin', '--clearance', 'restricted']
	const { status, stdout, stderr } = await running.command(args)
	if (status !== 0) throw new Error(`no key: ${stderr}`)
	return stdout.trim()
}

export function askProbe(socketPath: string, what: string): Promise<Readonly<Record<string, unknown>>> {
	return new Promise((resolve, reject) => {
		const asked = request({ socketPath, path: `/${what}` }, (response) => {
			let text = ''
			response.setEncoding('utf8').on('data', (part: string) => {
				text += part
			})
			response.on('end', () => resolve(recordOf(JSON.parse(text))))
		})
		asked.on('error', reject).end()
	})
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { openAccess } from '@lagebild/access/store.ts'
import type { Access } from '@lagebild/access/store.ts'
import { readConfig } from '@lagebild/config/read.ts'
import type { ClientToHub, HubToClient } from '@lagebild/model/protocol.ts'
import type { PaperTold } from '@lagebild/paper/order.ts'
import { pino } from 'pino'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'

import { startHub } from '../start.ts'
import type { RunningHub } from '../start.ts'

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown; readonly text: string }
export type Ask = {
	readonly key?: string
	readonly method?: string
	readonly headers?: Readonly<Record<string, string>>
	readonly json?: unknown
	readonly raw?: string | Uint8Array<ArrayBuffer>
}
export type ClientSocket = Socket<HubToClient, ClientToHub>

/** A real hub on a folder of its own, reached over loopback like any other. */
export class TestHub {
	readonly folder = mkdtempSync(path.join(tmpdir(), 'lagebild-hub-'))
	readonly access: Access
	/** Lines that the hub logged at warning or above. */
	readonly logged: string[] = []
	readonly admin: string
	/** Most tests count entries. */
	selfWatch = false
	alarms = false
	readonly #sockets: ClientSocket[] = []
	#hub: RunningHub | undefined
	/** A restarted hub is found where it was. */
	#port = '0'
	#env: Readonly<Record<string, string>> = {}

	constructor() {
		this.access = openAccess({ folder: this.folder, now: Date.now })
		this.admin = this.access.createKey({ name: 'admin', role: 'admin', operations: 'all', clearance: 'restricted' }).key
	}

	static async start(): Promise<TestHub> {
		const hub = new TestHub()
		await hub.start()
		await hub.ask('/api/v1/operations', {
			key: hub.admin,
			json: { id: 'base', name: 'Grundlage', status: 'test', base: true },
		})
		await hub.ask('/api/v1/operations', { key: hub.admin, json: { id: 'lage', name: 'Lage', status: 'test' } })
		return hub
	}

	get url(): string {
		return this.#hub?.url ?? ''
	}

	/** What the next start reads beside its defaults. */
	configure(config: unknown, env: Readonly<Record<string, string>> = {}): void {
		const file = path.join(this.folder, 'lagebild.config.json')
		writeFileSync(file, JSON.stringify(config))
		this.#env = { ...env, LAGEBILD_CONFIG: file }
	}

	async start(): Promise<void> {
		const env = { LAGEBILD_DATA: this.folder, LAGEBILD_WEB: path.join(this.folder, 'web'), PORT: this.#port, ...this.#env }
		const settings = readConfig({ env, secrets: true })
		if (!settings.ok) throw new Error(`the settings of the test are wrong: ${JSON.stringify(settings.fault)}`)
		const log = pino({ level: 'warn' }, { write: (line) => void this.logged.push(line) })
		const hub = await startHub(
			{ ...settings.value, selfWatch: this.selfWatch, alarms: { ...settings.value.alarms, enabled: this.alarms } },
			{ log, onFatal: (error) => void this.logged.push(String(error)) },
		)
		this.#hub = hub
		this.#port = String(hub.port)
	}

	/** What it does by the clock otherwise. */
	async papers(): Promise<readonly PaperTold[]> {
		return (await this.#hub?.papers.write()) ?? []
	}

	/** As if the command post had been built. */
	writeWeb(files: Readonly<Record<string, string>>): void {
		for (const [name, text] of Object.entries(files)) {
			const file = path.join(this.folder, 'web', name)
			mkdirSync(path.dirname(file), { recursive: true })
			writeFileSync(file, text)
		}
	}

	/** What the hub does every 30 s by itself. */
	recheck(): void {
		this.#hub?.recheck()
	}

	async stop(): Promise<void> {
		await this.#hub?.stop()
	}

	async restart(): Promise<void> {
		await this.stop()
		await this.start()
	}

	async close(): Promise<void> {
		for (const socket of this.#sockets) socket.close()
		await this.#hub?.stop()
		this.access.close()
		rmSync(this.folder, { recursive: true })
	}

	async ask(address: string, { key, method, headers = {}, json, raw }: Ask = {}): Promise<Answer> {
		const body = raw ?? (json === undefined ? null : JSON.stringify(json))
		const response = await fetch(`${this.url}${address}`, {
			method: method ?? (body === null ? 'GET' : 'POST'),
			redirect: 'manual',
			headers: { ...credentials(key), ...(body !== null && { 'content-type': 'application/json' }), ...headers },
			body,
		})
		const text = await response.text()
		return { status: response.status, headers: response.headers, body: isJson(response) ? JSON.parse(text) : undefined, text }
	}

	post(json: unknown, key = this.admin): Promise<Answer> {
		return this.ask('/api/v1/operations/lage/events', { key, json })
	}

	/** A signed-in person's cookie. */
	async signIn(): Promise<string> {
		const code = this.access.createLink({ ttlMs: 60_000, role: 'staff', name: 'S2' })
		const answer = await this.ask(`/sign-in?code=${code}`)
		return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
	}

	socket(
		operation: string,
		options: { readonly token?: string; readonly headers?: Readonly<Record<string, string>>; readonly transports?: string[] },
	): ClientSocket {
		const { token, headers = {}, transports = ['websocket'] } = options
		const socket: ClientSocket = io(`${this.url}/operations/${operation}`, {
			auth: token === undefined ? {} : { token },
			extraHeaders: { ...headers },
			transports,
			forceNew: true,
			reconnection: false,
		})
		this.#sockets.push(socket)
		return socket
	}
}

function credentials(key: string | undefined): Readonly<Record<string, string>> {
	return key === undefined ? {} : { authorization: `Bearer ${key}` }
}

function isJson({ headers }: Response): boolean {
	return /^application\/(?:geo\+)?json/.test(headers.get('content-type') ?? '')
}

export function uuid(n: number): string {
	return `0199f0a2-6c1e-7c3b-9d52-${n.toString(16).padStart(12, '0')}`
}

/** The smallest useful event of the public documentation, under a source of the test's choice. */
export function smallestEvent(n: number, source = 'admin') {
	return {
		id: uuid(n),
		kind: 'incident',
		entity: `incident:${source}:keller-veddel-${n}`,
		op: 'upsert',
		times: { observed: '2026-11-21T20:41:00+01:00' },
		geometry: { type: 'Point', coordinates: [10.02, 53.52] },
		payload: { title: 'Wasser im Keller', category: 'flooding', priority: 'sofort' },
	}
}

/** What a connection was told, by name and in order. */
export class Heard {
	readonly #messages: { readonly name: string; readonly message: unknown }[] = []
	readonly #waiting = new Set<() => void>()

	constructor(socket: ClientSocket) {
		socket.onAny((name: string, message: unknown) => {
			this.#messages.push({ name, message })
			for (const wake of this.#waiting) wake()
		})
	}

	/** Of what was not taken yet. */
	names(): readonly string[] {
		return this.#messages.map(({ name }) => name)
	}

	/** The oldest message of this name that was not taken yet, and that fits. */
	async take(name: string, fits: (message: unknown) => boolean = () => true): Promise<unknown> {
		for (;;) {
			const at = this.#messages.findIndex((heard) => heard.name === name && fits(heard.message))
			if (at !== -1) return this.#messages.splice(at, 1)[0]?.message
			await new Promise<void>((resolve) => {
				this.#waiting.add(resolve)
			})
			this.#waiting.clear()
		}
	}
}

export function refusalOf(socket: ClientSocket): Promise<unknown> {
	return new Promise((resolve) => {
		socket.once('connect_error', (error: Error & { data?: unknown }) => {
			resolve(error.data ?? error.message)
		})
	})
}

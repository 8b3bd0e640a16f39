import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { env as inherited } from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { signalAll, startProcess } from './server-process.ts'
import type { ProcessEnd, ServerProcess } from './server-process.ts'
import { until } from './until.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const HUB = join(ROOT, 'apps', 'hub', 'src', 'main.ts')
const LAGEBILD = join(ROOT, 'apps', 'lagebild', 'src', 'main.ts')
const RESTART_PAUSE_MS = 200
/** A start takes a second or two, on a machine with nothing else to do. */
const READY_MS = 120_000

export type CommandEnd = { readonly status: number | null; readonly stdout: string; readonly stderr: string }

/** One hub, started again whenever it ends, as a supervisor or a container's engine does. */
export type HubProcess = {
	readonly name: string
	readonly data: string
	readonly port: number
	readonly url: string
	/** 0 while it is not running. */
	readonly pid: () => number
	/** Everything that all its processes printed. */
	readonly output: () => string
	/** How its processes ended, except those that were told to. */
	readonly ends: () => readonly ProcessEnd[]
	/** Resolves when it takes requests again. */
	readonly ready: () => Promise<void>
	/** SIGKILL, and a new start at once; also in the middle of a start. */
	readonly kill: () => void
	/** SIGSTOP and SIGCONT. */
	readonly pause: () => void
	readonly resume: () => void
	/** As at a shutdown; it stays away until `start`. */
	readonly stop: () => Promise<void>
	readonly start: () => Promise<void>
	/** Runs a command of `lagebild` with the hub's settings. */
	readonly command: (args: readonly string[]) => Promise<CommandEnd>
	/** Starts a second hub beside it with the same settings, and waits for the end of that one. */
	readonly rival: () => Promise<CommandEnd>
}

export type HubProcessOptions = {
	readonly name: string
	readonly data: string
	readonly env?: Readonly<Record<string, string>>
	/** Of the process alone, not of commands. */
	readonly preload?: Readonly<Record<string, string>>
}

export async function startHubProcess(options: HubProcessOptions): Promise<HubProcess> {
	const hub = new KeptHub(options)
	await hub.start()
	return hub
}

class KeptHub implements HubProcess {
	readonly name: string
	readonly data: string
	readonly #env: Readonly<Record<string, string>>
	readonly #preload: Readonly<Record<string, string>>
	readonly #ends: ProcessEnd[] = []
	#printed = ''
	#pid = 0
	#port = 0
	#wanted = true
	#server: ServerProcess | undefined
	#starting: Promise<void> = Promise.resolve()

	constructor({ name, data, env = {}, preload = {} }: HubProcessOptions) {
		this.name = name
		this.data = data
		this.#env = { LAGEBILD_DATA: data, LAGEBILD_NODE: name, ...env }
		this.#preload = preload
	}

	get port(): number {
		return this.#port
	}

	get url(): string {
		return `http://127.0.0.1:${this.#port}`
	}

	pid = (): number => this.#pid
	output = (): string => this.#printed
	ends = (): readonly ProcessEnd[] => this.#ends
	pause = (): void => this.#signal('SIGSTOP')
	resume = (): void => this.#signal('SIGCONT')

	ready = async (): Promise<void> => {
		await until(`${this.name} to be ready`, () => this.#server && true, READY_MS)
	}

	kill = (): void => {
		this.#signal('SIGKILL')
		this.#server = undefined
	}

	start = async (): Promise<void> => {
		this.#wanted = true
		await this.#launch()
	}

	stop = async (): Promise<void> => {
		this.#wanted = false
		await this.#starting
		this.#signal('SIGCONT')
		await this.#server?.end('SIGTERM')
	}

	command = (args: readonly string[]): Promise<CommandEnd> => finished([LAGEBILD, ...args], { ...this.#env, PORT: String(this.#port) })
	rival = (): Promise<CommandEnd> => finished([HUB], { ...this.#env, PORT: '0' })

	#signal(what: NodeJS.Signals): void {
		signalAll(this.#pid === 0 ? [] : [this.#pid], what)
	}

	async #launch(): Promise<void> {
		const server = await startProcess({
			command: process.execPath,
			args: [HUB],
			folder: ROOT,
			ready: /"msg":"ready"/,
			deathSignal: 'KILL',
			env: { ...this.#env, PORT: String(this.#port), ...this.#preload },
			onSpawn: (pid) => {
				this.#pid = pid
			},
			onOutput: (text) => {
				this.#printed += text
			},
		})
		this.#server = server
		this.#port = Number(/"url":"http:\/\/127\.0\.0\.1:(\d+)"/.exec(server.output())?.[1] ?? this.#port)
		void this.#watch(server)
	}

	async #watch(server: ServerProcess): Promise<void> {
		const end = await server.ended
		this.#server = undefined
		this.#pid = 0
		if (!this.#wanted) return
		this.#ends.push(end)
		this.#starting = this.#keepTrying()
	}

	/** A hub whose disk is full, or whose PostgreSQL is away, may need more than one start. */
	async #keepTrying(): Promise<void> {
		while (this.#wanted && !this.#server) {
			// oxlint-disable-next-line no-await-in-loop
			await pause(RESTART_PAUSE_MS)
			// oxlint-disable-next-line no-await-in-loop
			await this.#launch().catch(() => {
				this.#pid = 0
			})
		}
	}
}

function finished(args: readonly string[], env: Readonly<Record<string, string>>): Promise<CommandEnd> {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, [...args], { cwd: ROOT, env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
		const heard = { stdout: '', stderr: '' }
		child.stdout.on('data', (chunk: Buffer) => {
			heard.stdout += chunk.toString()
		})
		child.stderr.on('data', (chunk: Buffer) => {
			heard.stderr += chunk.toString()
		})
		child.on('error', (error) => resolve({ status: null, stdout: '', stderr: error.message }))
		child.on('close', (status) => resolve({ status, ...heard }))
	})
}

import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { freePort, isAlive, run, serverFolder, signalAll, startProcess } from './server-process.ts'
import { until } from './until.ts'

/** A PostgreSQL cluster of its own on loopback, as durable as one for use: only its creation saves the waiting. */
export type PostgresServer = {
	/** Of a database that exists. */
	readonly url: string
	readonly port: number
	readonly pid: number
	readonly folder: string
	/** Address of a fresh database. */
	readonly database: () => Promise<string>
	/** SIGSTOP and SIGCONT of all its processes. */
	readonly pause: () => void
	readonly resume: () => void
	/** SIGKILL of the postmaster and all its children. */
	readonly kill: () => Promise<void>
	/** Again on the same port, in the same folder and with the first settings unless others are named. */
	readonly restart: (folder?: string, settings?: Readonly<Record<string, string>>) => Promise<void>
	/** A copy of the data as a standby has it, made while the server runs; for `restart`. */
	readonly copy: () => Promise<string>
	/** In good order; takes away the folder that it made. */
	readonly stop: () => Promise<void>
}

export type PostgresOptions = {
	readonly port?: number
	/** With `data` of an earlier cluster in it. */
	readonly folder?: string
	readonly settings?: Readonly<Record<string, string>>
}

const USER = 'lagebild'
const DEBIAN = '/usr/lib/postgresql'
/** initdb and postgres refuse root. */
const ACCOUNT = process.getuid?.() === 0 ? 'postgres' : undefined

export async function startPostgres({ port, folder: given, settings = {} }: PostgresOptions = {}): Promise<PostgresServer> {
	const chosen = port ?? (await freePort())
	let folder = given ?? serverFolder('postgres', ACCOUNT)
	const made = new Set(given === undefined ? [folder] : [])
	if (!existsSync(join(folder, 'data'))) await create(folder)
	const start = (more = {}) => startProcess(postgres(folder, { port: String(chosen), ...settings, ...more }))
	let server = await start()
	const url = `postgres://${USER}@127.0.0.1:${chosen}/postgres`
	const kill = async () => {
		const pids = server.pids()
		signalAll(pids, 'SIGKILL')
		await server.end('SIGKILL')
		await until('the end of PostgreSQL', () => (pids.some(isAlive) ? undefined : true))
	}
	return {
		url,
		port: chosen,
		folder,
		get pid() {
			return server.pid
		},
		database: () => createDatabase(url),
		pause: () => signalAll(server.pids(), 'SIGSTOP'),
		resume: () => signalAll(server.pids().toReversed(), 'SIGCONT'),
		kill,
		restart: async (next = folder, more = {}) => {
			await kill()
			folder = next
			server = await start(more)
		},
		copy: async () => {
			const copy = serverFolder('postgres', ACCOUNT)
			made.add(copy)
			const args = [
				'-h',
				'127.0.0.1',
				'-p',
				String(chosen),
				'-U',
				USER,
				'-D',
				join(copy, 'data'),
				'-c',
				'fast',
				'-X',
				'stream',
				'--no-sync',
			]
			await run({ command: programOf('pg_basebackup'), args, folder: copy, user: ACCOUNT })
			return copy
		},
		stop: async () => {
			signalAll(server.pids().toReversed(), 'SIGCONT')
			await server.end('SIGINT')
			for (const own of made) rmSync(own, { recursive: true, force: true })
		},
	}
}

/** A fresh, empty database beside that of the address. */
export async function createDatabase(url: string): Promise<string> {
	const { hostname, port, username } = new URL(url)
	const name = `t${randomBytes(8).toString('hex')}`
	await run({ command: programOf('createdb'), args: ['-h', hostname, '-p', port, '-U', username, name], folder: '/', user: undefined })
	const fresh = new URL(url)
	fresh.pathname = `/${name}`
	return fresh.href
}

async function create(folder: string): Promise<void> {
	const args = ['-D', join(folder, 'data'), '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync', '--no-instructions']
	await run({ command: programOf('initdb'), args, folder, user: ACCOUNT })
}

function postgres(folder: string, settings: Readonly<Record<string, string>>) {
	const all = {
		listen_addresses: '127.0.0.1',
		unix_socket_directories: '',
		fsync: 'on',
		synchronous_commit: 'on',
		max_connections: '200',
		...settings,
	}
	const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
	return {
		command: programOf('postgres'),
		args: ['-D', join(folder, 'data'), ...args],
		folder,
		user: ACCOUNT,
		ready: /ready to accept connections/,
		deathSignal: 'INT',
	} as const
}

/** Debian keeps the programs of each version apart from the path; elsewhere they are on it. */
function programOf(name: string): string {
	const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : []
	return versions.map((version) => join(DEBIAN, version, 'bin', name)).find((path) => existsSync(path)) ?? name
}

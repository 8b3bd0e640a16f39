import { rmSync } from 'node:fs'

import { freePort, serverFolder, signalAll, startProcess } from './server-process.ts'

/** A Redis of its own on loopback, which keeps nothing. */
export type RedisServer = {
	readonly url: string
	readonly port: number
	readonly pid: number
	/** SIGSTOP and SIGCONT. */
	readonly pause: () => void
	readonly resume: () => void
	/** SIGKILL. */
	readonly kill: () => Promise<void>
	/** Empty, on the same port. */
	readonly restart: () => Promise<void>
	readonly stop: () => Promise<void>
}

export async function startRedis({ port }: { readonly port?: number } = {}): Promise<RedisServer> {
	const chosen = port ?? (await freePort())
	const folder = serverFolder('redis')
	const start = () =>
		startProcess({
			command: 'redis-server',
			args: ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
			folder,
			ready: /Ready to accept connections/,
			deathSignal: 'KILL',
		})
	let server = await start()
	const kill = () => server.end('SIGKILL')
	return {
		url: `redis://127.0.0.1:${chosen}`,
		port: chosen,
		get pid() {
			return server.pid
		},
		pause: () => signalAll([server.pid], 'SIGSTOP'),
		resume: () => signalAll([server.pid], 'SIGCONT'),
		kill,
		restart: async () => {
			await kill()
			server = await start()
		},
		stop: async () => {
			await kill()
			rmSync(folder, { recursive: true, force: true })
		},
	}
}

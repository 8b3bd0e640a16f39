import { readConfig } from '@lagebild/config/read.ts'
import type { Settings } from '@lagebild/config/read.ts'
import { destination, pino } from 'pino'

import { startHub } from './start.ts'
import type { HubAddress, RunningHub } from './start.ts'

/** Synchronous, so that the last line before an exit is written. */
const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination({ dest: 2, sync: true }))

type Message = ({ readonly type: 'listening' } & HubAddress) | { readonly type: 'failed'; readonly message: string }

/** A supervisor's process is told; started by hand there is nobody to tell. Resolves when the message has left. */
function tell(message: Message): Promise<void> {
	return new Promise((resolve) => {
		if (process.connected && process.send) process.send(message, undefined, undefined, () => resolve())
		else resolve()
	})
}

async function refuse(message: string): Promise<void> {
	log.fatal(message)
	await tell({ type: 'failed', message })
	process.exit(1)
}

/** A bug: said once, with its stack. The supervisor starts the process again. */
function crash(error: unknown): void {
	log.fatal({ err: error }, 'the hub ends because of a bug or a broken journal')
	process.exit(1)
}

/** A signal during the start takes effect when that is over: a hub that has opened journals closes them. */
function endGracefully(starting: Promise<RunningHub | undefined>): void {
	let ending = false
	const end = async (why: string): Promise<void> => {
		if (ending) return
		ending = true
		log.info({ why }, 'stopping')
		const hub = await starting
		await hub?.stop()
		log.info('stopped')
		process.exit()
	}
	for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, (name) => void end(name))
	process.on('disconnect', () => void end('disconnect'))
}

async function start(settings: Settings): Promise<RunningHub | undefined> {
	log.level = settings.logLevel
	try {
		const hub = await startHub(settings, {
			log,
			onFatal: crash,
			onListening: (address) => {
				void tell({ type: 'listening', ...address })
				log.info({ url: address.url, data: settings.dataFolder }, 'listening')
			},
		})
		log.info('ready')
		return hub
	} catch (error) {
		await refuse(error instanceof Error ? error.message : String(error))
		return undefined
	}
}

process.on('uncaughtException', crash)
process.on('unhandledRejection', crash)

const settings = readConfig({ env: process.env, secrets: true })
if (settings.ok) endGracefully(start(settings.value))
else await refuse(settings.fault.map(({ key, message }) => `${key}: ${message}`).join('; '))

import { mkdirSync } from 'node:fs'
import path from 'node:path'

import { finishRestore } from '@lagebild/backup/swap.ts'
import { keepNodeName } from '@lagebild/config/node-name.ts'
import type { Settings } from '@lagebild/config/read.ts'
import { withoutPassword } from '@lagebild/config/servers.ts'
import { takeLock } from '@lagebild/journal/lock.ts'
import type { JournalStore } from '@lagebild/journal/port.ts'
import { openPostgresStore } from '@lagebild/journal/postgres/store.ts'
import { openSqliteStore } from '@lagebild/journal/sqlite/store.ts'
import { iso } from '@lagebild/model/time.ts'
import type { Logger } from 'pino'

import { noBus } from './bus.ts'
import type { Bus } from './bus.ts'
import { openRedisBus } from './io/redis/bus.ts'
import { Heads } from './io/storage/heads.ts'

export type Journals = {
	readonly store: JournalStore
	/** To the other hubs of the same database; nothing where there is one hub. */
	readonly bus: Bus
	readonly heads: Heads
	readonly close: () => Promise<void>
}

type Options = { readonly log: Logger; readonly onFatal: (error: Error) => void }

/** Beside this program, or in the database that several hubs share. @throws when another process holds the folder */
export async function openJournals(settings: Settings, options: Options): Promise<Journals> {
	mkdirSync(settings.dataFolder, { recursive: true, mode: 0o700 })
	finishRestore(settings.dataFolder)
	return settings.database === undefined ? openAlone(settings, options) : openShared({ ...settings, database: settings.database }, options)
}

async function openAlone({ dataFolder }: Settings, { log, onFatal }: Options): Promise<Journals> {
	/** The wall clock itself, so that the journal notices its steps and writes them down (journal SPEC, J4). */
	const store = await openSqliteStore({ folder: path.join(dataFolder, 'journals'), now: Date.now, onFatal })
	const heads = new Heads(dataFolder)
	const close = async (): Promise<void> => {
		keep(heads, log)
		await store.close()
	}
	return { store, bus: noBus(), heads, close }
}

/** A full disk keeps nobody from closing. */
function keep(heads: Heads, log: Logger): void {
	try {
		heads.save()
	} catch (error) {
		log.error({ err: error }, 'where the journals are could not be kept')
	}
}

/** N1: a folder for each hub. What lies in the database is everybody's; keys, and what this hub knows of the others, are not. */
async function openShared(
	{ dataFolder, database, redis, node }: Settings & { readonly database: string },
	{ log }: Options,
): Promise<Journals> {
	const lock = lockFolder(dataFolder)
	try {
		const name = keepNodeName(dataFolder, node)
		const store = await openPostgresStore({
			url: database,
			node: name,
			keyFolder: path.join(dataFolder, 'secrets'),
			onRefused: (operation, error) => log.error({ operation, err: error }, 'the database refused entries; they were not stored'),
		})
		log.info(
			{ database: withoutPassword(database), node: name, ...(redis !== undefined && { redis: withoutPassword(redis) }) },
			'one hub of several',
		)
		const bus = redis === undefined ? noBus() : openRedisBus({ url: redis, channel: channelOf(database), log })
		const heads = new Heads(dataFolder)
		const close = async (): Promise<void> => {
			keep(heads, log)
			await bus.close()
			await store.close()
			lock.release()
		}
		return { store, bus, heads, close }
	} catch (error) {
		lock.release()
		throw error
	}
}

/** Hubs may reach one database by several addresses; its name is the same for all of them, and the incarnations tell the rest apart (N4). */
function channelOf(database: string): string {
	return `lagebild:${new URL(database).pathname.slice(1) || 'lagebild'}`
}

function lockFolder(dataFolder: string) {
	const taken = takeLock(path.join(dataFolder, 'hub.lock'), {
		pid: process.pid,
		since: iso(Date.now()),
		command: process.argv.slice(1).join(' '),
	})
	if (taken.ok) return taken.value
	const { holder } = taken.fault
	throw new Error(`the data folder ${dataFolder} is held by ${holder ? `process ${holder.pid} since ${holder.since}` : 'another process'}`)
}

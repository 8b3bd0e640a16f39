import { DatabaseSync } from 'node:sqlite'
import type { StatementSync } from 'node:sqlite'
import { parentPort } from 'node:worker_threads'

import { integer } from './columns.ts'
import type { KeeperReply, KeeperRequest } from './log-keeper.ts'
import { prepareKeeper } from './schema.ts'

type Log = { readonly db: DatabaseSync; readonly copy: StatementSync }

const logs = new Map<string, Log>()

const port = parentPort
if (!port) throw new Error('the keeper of logs runs in a worker thread')
port.on('message', (request: KeeperRequest) => port.postMessage(answer(request)))

function answer({ type, file }: KeeperRequest): KeeperReply {
	try {
		return { frames: type === 'copy' ? copy(file) : leave(file) }
	} catch {
		return { frames: undefined }
	}
}

/** Waits for nobody, and nobody waits for it. */
function copy(file: string): number {
	const log = logs.get(file) ?? openLog(file)
	logs.set(file, log)
	return integer(log.copy.get() ?? {}, 'log')
}

function openLog(file: string): Log {
	const db = new DatabaseSync(file)
	prepareKeeper(db)
	return { db, copy: db.prepare('PRAGMA wal_checkpoint(PASSIVE)') }
}

function leave(file: string): number {
	logs.get(file)?.db.close()
	logs.delete(file)
	return 0
}

import { parentPort, workerData } from 'node:worker_threads'

import { openPhotoFile, PhotoTables } from './tables.ts'
import type { PhotoAnswer, PhotoCall } from './thread-messages.ts'

const db = openPhotoFile(String(workerData))
const tables = new PhotoTables(db)

/** SQLite's own code for a disk without room. */
const FULL = 13

parentPort?.on('message', ({ n, call }: PhotoCall) => {
	parentPort?.postMessage(answer(n, call))
})

function answer(n: number, call: PhotoCall['call']): PhotoAnswer {
	try {
		return { n, value: done(call) }
	} catch (error) {
		if (call.type === 'keep' && error instanceof Error && 'errcode' in error && error.errcode === FULL) return { n, value: 'full' }
		return { n, error: error instanceof Error ? error.message : String(error) }
	}
}

function done(call: PhotoCall['call']): unknown {
	switch (call.type) {
		case 'keep':
			return tables.keep(call.photo)
		case 'find':
			return tables.find(call.key)
		case 'there':
			return tables.there(call.operation, call.sha256s)
		case 'is-from':
			return tables.isFrom(call.key, call.credential)
		case 'before':
			return tables.before(call.operation, call.at)
		case 'remove':
			return tables.remove(call.operation, call.sha256s, call.forGood)
		case 'held':
			return tables.held()
		case 'close':
			return db.close()
	}
}

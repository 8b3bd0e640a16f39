import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { parentPort } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'

import type { OperationId } from '@lagebild/model/ids.ts'
import type { Operation } from '@lagebild/model/operation.ts'

import { GENESIS } from '../chain.ts'
import { addSystem, appendItems, beginEpoch, pageAt } from './append.ts'
import type { Place } from './append.ts'
import { epochOf, openBook, readHead, RequestFault, WriteFault } from './book.ts'
import type { Book } from './book.ts'
import { changeOperation } from './change.ts'
import { eraseEntries, retainBatches } from './erase.ts'
import type { Committed, WriterReply, WriterRequest } from './messages.ts'
import { regrant } from './regrant.ts'
import { createTables, hasTables, prepareWriter, upgradeTables, writeMeta } from './schema.ts'
import { saveCheckpoint, saveSnapshot } from './side-tables.ts'
import { isBusy, isFull } from './write-fault.ts'

type Opened = { readonly book: Book; readonly operation: OperationId }
type OpenRequest = Extract<WriterRequest, { type: 'open' }>
type WorkRequest = Exclude<WriterRequest, { type: 'open' | 'close' }>

let opened: Opened | undefined

const port = parentPort
if (!port) throw new Error('the writer runs in a worker thread')
port.on('message', (request: WriterRequest) => {
	const reply = answer(request)
	port.postMessage(reply)
	if (reply.type === 'fatal' || reply.type === 'closed') end(port)
})

/** What was sent before the sender knew is not written any more. */
function end(from: MessagePort): void {
	opened = undefined
	from.close()
}

function answer(request: WriterRequest): WriterReply {
	try {
		switch (request.type) {
			case 'open':
				return open(request)
			case 'close':
				return close()
			default:
				return { type: 'committed', committed: work(request) }
		}
	} catch (error) {
		return replyTo(error)
	}
}

/** An fsync that failed is never tried again: what the disk holds is only known after a new start. */
function replyTo(error: unknown): WriterReply {
	const message = error instanceof Error ? error.message : String(error)
	if (error instanceof RequestFault) return { type: 'refused', message, ...(error.fault && { fault: error.fault }) }
	if (error instanceof WriteFault && isFull(error)) return { type: 'full', message }
	if (error instanceof WriteFault && isBusy(error)) return { type: 'refused', message }
	return { type: 'fatal', message }
}

function work(request: WorkRequest): Committed {
	if (!opened) throw new Error('the journal is not open')
	const { book } = opened
	switch (request.type) {
		case 'checkpoint':
			return nothingWritten(book, () => saveCheckpoint(book, request.checkpoint))
		case 'snapshot':
			return nothingWritten(book, () => saveSnapshot(book, request))
		case 'finish':
			return nothingWritten(book, () => finishLog(book))
		case 'head':
			return nothingWritten(book, () => undefined)
		default:
			return writeEntries({ ...opened, moment: request.moment }, request)
	}
}

function writeEntries(place: Place, request: Extract<WorkRequest, { readonly moment: unknown }>): Committed {
	switch (request.type) {
		case 'append':
			return appendItems(place, request.items)
		case 'erase':
			return eraseEntries(place, request.request)
		case 'retain':
			return retainBatches(place, request.retention, request.now)
		case 'change':
			return changeOperation(place, request.request)
		case 'regrant':
			return regrant(place, request.request)
		case 'epoch':
			return beginEpoch(place, request.request)
	}
}

function nothingWritten(book: Book, run: () => void): Committed {
	run()
	return { head: headOf(book), outcomes: new Map(), erased: 0, more: false }
}

function headOf(book: Book): Committed['head'] {
	book.head ??= readHead(book)
	const { seq, hash, recorded, wall } = book.head
	return { epoch: epochOf(book), seq, hash: Buffer.from(hash).toString('hex'), recorded, wall }
}

function open({ file, operation, moment, create }: OpenRequest): WriterReply {
	const db = new DatabaseSync(file)
	prepareWriter(db)
	if (!hasTables(db)) {
		if (!create) throw new Error('the file holds no journal')
		found(db, create, moment)
	} else if (create) return { type: 'refused', message: 'the journal exists' }
	else upgradeTables(db)
	const book = openBook(db)
	opened = { book, operation }
	return { type: 'opened', head: headOf(book) }
}

/** Tables, operation and first entry in one transaction: after a crash there is a whole journal or none. */
function found(db: DatabaseSync, operation: Operation, moment: OpenRequest['moment']): void {
	const epoch = randomUUID()
	db.exec('BEGIN IMMEDIATE')
	createTables(db)
	writeMeta(db, 'operation', JSON.stringify(operation))
	writeMeta(db, 'epoch', epoch)
	addSystem(pageAt({ book: openBook(db), operation: operation.id, moment }, { seq: 0, hash: GENESIS, recorded: 0, wall: 0 }), {
		op: 'opened',
		by: 'hub',
		details: { operation, epoch },
	})
	db.exec('COMMIT')
}

/** Without it the log only goes on to grow. */
function finishLog({ db }: Book): void {
	try {
		db.exec('PRAGMA wal_checkpoint(PASSIVE)')
	} catch {
		return
	}
}

function close(): WriterReply {
	opened?.book.db.close()
	opened = undefined
	return { type: 'closed' }
}

import { randomUUID } from 'node:crypto'

import type { SystemEvent } from '@lagebild/model/event.ts'
import type { OperationId } from '@lagebild/model/ids.ts'

import { packBatch } from '../body.ts'
import { hashOf } from '../chain.ts'
import type { EpochRequest, Prepared } from '../port.ts'
import { closedFault } from '../refusals.ts'
import { digestOf, seal } from '../seal.ts'
import { SYSTEM_CREDENTIAL, systemEvent } from '../system-event.ts'
import { epochOf, operationOf, transaction } from './book.ts'
import type { Book, BookHead } from './book.ts'
import { blob, integer, uuidBytes } from './columns.ts'
import { diaryFault, giveNumber, numberAt } from './diary.ts'
import { grantFault } from './grants.ts'
import type { Committed, ItemOutcome, Moment, WriteItem, Written } from './messages.ts'
import { writeMeta } from './schema.ts'

/** More entities than one operation ever has in view; beyond it the numbers are looked up again. */
const MAX_NUMBERS = 200_000

/** A transaction that adds entries, and what it added so far. */
export type Page = {
	readonly book: Book
	readonly operation: OperationId
	readonly moment: Moment
	readonly written: Written[]
	head: BookHead
}
export type Place = { readonly book: Book; readonly operation: OperationId; readonly moment: Moment }

/** Runs `work` in one transaction with the clock's step, if there was one, as its first entry. */
export function writePage<T>(place: Place, work: (page: Page) => T): { readonly result: T; readonly committed: Committed } {
	const { book } = place
	const written: Written[] = []
	const result = transaction(book, (head) => {
		const page: Page = { ...place, written, head }
		if (place.moment.step) addSystem(page, { op: 'clock-step', by: 'hub', details: { ...place.moment.step } })
		const value = work(page)
		book.head = page.head
		return value
	})
	const { seq, hash, recorded, wall } = book.head ?? fail()
	const head = { epoch: epochOf(book), seq, hash: Buffer.from(hash).toString('hex'), recorded, wall }
	return { result, committed: { head, written, outcomes: [], erased: 0, more: false } }
}

function fail(): never {
	throw new Error('a committed transaction left no head')
}

export function appendItems(place: Place, items: readonly WriteItem[]): Committed {
	const { result, committed } = writePage(place, (page) => items.map((item, index) => addItem(page, item, index)))
	return { ...committed, outcomes: result }
}

/** J5: the first sender of an id within a credential owns it. */
function addItem(page: Page, item: WriteItem, index: number): ItemOutcome {
	const early = refusedItem(page, item)
	if (early) return early
	if (item.event) {
		const { id, credential, said } = item.event
		const added = page.book.sql.addEvent.run(uuidBytes(id), credential, page.head.seq + 1, Buffer.from(said, 'hex'))
		if (added.changes === 0) return knownItem(page, item.event) ?? lost()
	}
	const { seq, recorded, number } = addEntry(page, item, index)
	return { type: 'new', seq, recorded, ...(number !== undefined && { number }) }
}

/** J17, J19, J21: what may not be written any more. A retry of what was written before is none of it: it gets the entry that it has. */
function refusedItem(page: Page, { event, grants }: WriteItem): ItemOutcome | undefined {
	const { book } = page
	const operation = operationOf(book)
	const closed = operation.state === 'open' ? undefined : closedFault(operation)
	const fault = closed ?? (grants && grantFault(book, grants)) ?? (event?.diary && diaryFault(book, event.diary))
	return fault && ((event && knownItem(page, event)) ?? { type: 'refused', fault })
}

function lost(): never {
	throw new Error('an event id is taken and cannot be found')
}

/** An erased event has lost its digest: whatever comes again under its id is the one that was erased. */
function knownItem(page: Page, { id, credential, said }: NonNullable<WriteItem['event']>): ItemOutcome | undefined {
	const row = page.book.sql.knownEvent.get(uuidBytes(id), credential)
	if (!row) return undefined
	const seq = integer(row, 'seq')
	const same = row['said'] === null || Buffer.from(blob(row, 'said')).toString('hex') === said
	if (!same) return { type: 'reused' }
	const own = page.written.find((entry) => entry.seq === seq)
	return { type: 'known', seq, recorded: own?.recorded ?? integer(row, 'recorded'), ...numberAt(page.book, seq) }
}

/** J2–J4: next number, next link, `recorded` never before the last. */
function addEntry(page: Page, item: WriteItem, from: number | SystemEvent): Written {
	const { book, head } = page
	const { sql } = book
	const seq = head.seq + 1
	const recorded = Math.max(head.recorded, page.moment.recorded)
	const commit = Buffer.from(item.commit, 'hex')
	const hash = hashOf({ prevHash: head.hash, seq, recorded, commit })
	const body = item.event ? item.canonical : packBatch(item.canonical)
	sql.addEntry.run(seq, recorded, page.moment.wall, commit, hash)
	const mentioned = mention(book, seq, item.entities)
	sql.addBody.run(seq, Buffer.from(item.salt, 'hex'), body, JSON.stringify(mentioned))
	const number = giveNumber(book, seq, { diary: item.event?.diary, entity: mentioned[0] })
	if (!item.event) {
		sql.addBatch.run(seq, recorded, body.length)
		if (book.batchBytes !== undefined) book.batchBytes += body.length
	}
	page.head = { seq, hash, recorded, wall: page.moment.wall }
	const entry: Written = {
		seq,
		recorded,
		prevHash: Buffer.from(head.hash).toString('hex'),
		commit: item.commit,
		hash: hash.toString('hex'),
		...(number !== undefined && { number }),
		from,
	}
	page.written.push(entry)
	return entry
}

function mention(book: Book, seq: number, entities: readonly string[]): readonly number[] {
	return entities.map((entity) => {
		const number = numberOf(book, entity)
		book.sql.addMention.run(number, seq)
		return number
	})
}

function numberOf(book: Book, entity: string): number {
	const known = book.numbers.get(entity)
	if (known !== undefined) return known
	if (book.numbers.size >= MAX_NUMBERS) book.numbers.clear()
	const row = book.sql.entityNumber.get(entity)
	const number = row ? integer(row, 'no') : Number(book.sql.addEntity.run(entity).lastInsertRowid)
	book.numbers.set(entity, number)
	return number
}

type Said = Pick<SystemEvent, 'op' | 'by' | 'reason' | 'details'>

/** An entry in which the journal speaks about itself. */
export function addSystem(page: Page, said: Said): SystemEvent {
	const event = systemEvent({ ...said, operation: page.operation, received: page.moment.wall })
	const sealed = seal(event)
	const own = { id: event.id, credential: SYSTEM_CREDENTIAL, said: digestOf(sealed.canonical) }
	page.book.sql.addEvent.run(uuidBytes(own.id), own.credential, page.head.seq + 1, Buffer.from(own.said, 'hex'))
	addEntry(page, { ...sealed, entities: [], event: own }, event)
	return event
}

/** J12: a new incarnation goes on in the same chain; its first entry says where the old one ended. */
export function beginEpoch(place: Place, { by, reason, after }: EpochRequest): Committed {
	return writePage(place, (page) => {
		if (after !== undefined && epochOf(page.book) !== after) return
		const epoch = randomUUID()
		const details = {
			epoch,
			previousEpoch: epochOf(page.book),
			fromSeq: page.head.seq,
			fromHash: Buffer.from(page.head.hash).toString('hex'),
		}
		addSystem(page, { op: 'restored', by, reason, details })
		writeMeta(page.book.db, 'epoch', epoch)
		page.book.rewritten = page.head.seq
	}).committed
}

export function writeItemOf({ body, canonical, salt, commit, entities, credential, said, diary, ...admitted }: Prepared): WriteItem {
	const grants = admitted.partVersions ?? (admitted.grantVersion && [admitted.grantVersion])
	const item = { canonical, salt, commit, entities, ...(grants && { grants }) }
	return body.type === 'batch' ? item : { ...item, event: { id: body.event.id, credential, said, ...(diary && { diary }) } }
}

import { randomUUID } from 'node:crypto'

import type { SystemEvent } from '@lagebild/model/event.ts'
import type { OperationId } from '@lagebild/model/ids.ts'

import { packBatch } from '../body.ts'
import { HASH_BYTES, hashOf } from '../chain.ts'
import type { EpochRequest } from '../port.ts'
import { closedFault } from '../refusals.ts'
import { digestOf, seal } from '../seal.ts'
import { SYSTEM_CREDENTIAL, systemEvent } from '../system-event.ts'
import { epochOf, operationOf, transaction } from './book.ts'
import type { Book, BookHead } from './book.ts'
import { blob, integer, uuidBytes } from './columns.ts'
import { diaryFault, giveNumber, numberAt } from './diary.ts'
import { grantFault } from './grants.ts'
import type { Committed, ItemOutcome, Moment, OwnEntry, WriteItems, Written } from './messages.ts'
import { writeMeta } from './schema.ts'
import { unpackItems } from './write-items.ts'
import type { WriteEvent, WriteItem } from './write-items.ts'

/** More entities than one operation ever has in view; beyond it the numbers are looked up again. */
const MAX_NUMBERS = 200_000

/** A transaction that adds entries, and what it added so far. */
export type Page = {
	readonly book: Book
	readonly operation: OperationId
	readonly moment: Moment
	readonly draft: Draft
	head: BookHead
}
/** `hashes` begins with the one that the first new entry follows. */
type Draft = { readonly hashes: Uint8Array[]; readonly from: (number | OwnEntry)[]; readonly numbers: Map<number, number> }
export type Place = { readonly book: Book; readonly operation: OperationId; readonly moment: Moment }

const NO_OUTCOMES: Committed['outcomes'] = new Map()

/** Runs `work` in one transaction with the clock's step, if there was one, as its first entry. */
export function writePage<T>(place: Place, work: (page: Page) => T): { readonly result: T; readonly committed: Committed } {
	const { book } = place
	const { result, draft } = transaction(book, (head) => {
		const page = pageAt(place, head)
		if (place.moment.step) addSystem(page, { op: 'clock-step', by: 'hub', details: { ...place.moment.step } })
		const value = work(page)
		book.head = page.head
		return { result: value, draft: page.draft }
	})
	const { seq, hash, recorded, wall } = book.head ?? fail()
	const head = { epoch: epochOf(book), seq, hash: Buffer.from(hash).toString('hex'), recorded, wall }
	const written = draft.from.length === 0 ? {} : { written: writtenOf(draft, head) }
	return { result, committed: { head, ...written, outcomes: NO_OUTCOMES, erased: 0, more: false } }
}

export function pageAt(place: Place, head: BookHead): Page {
	return { ...place, head, draft: { hashes: [head.hash], from: [], numbers: new Map() } }
}

function writtenOf({ hashes, from, numbers }: Draft, { seq, recorded }: { readonly seq: number; readonly recorded: number }): Written {
	const bytes = new Uint8Array(hashes.length * HASH_BYTES)
	hashes.forEach((hash, index) => bytes.set(hash, index * HASH_BYTES))
	return { first: seq - from.length + 1, recorded, hashes: bytes, from, numbers }
}

function fail(): never {
	throw new Error('a committed transaction left no head')
}

export function appendItems(place: Place, items: WriteItems): Committed {
	const outcomes = new Map<number, ItemOutcome>()
	const { committed } = writePage(place, (page) => {
		unpackItems(items).forEach((item, index) => {
			const outcome = addItem(page, item, index)
			if (outcome) outcomes.set(index, outcome)
		})
	})
	return { ...committed, outcomes }
}

/** J5: the first sender of an id within a credential owns it. @returns undefined for a new entry. */
function addItem(page: Page, item: WriteItem, index: number): ItemOutcome | undefined {
	const early = refusedItem(page, item)
	if (early) return early
	if (item.event) {
		const { id, credential, said } = item.event
		const added = page.book.sql.addEvent.run(id, credential, page.head.seq + 1, said)
		if (added.changes === 0) return knownItem(page, item.event) ?? lost()
	}
	addEntry(page, item, index)
	return undefined
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
function knownItem({ book }: Page, { id, credential, said }: WriteEvent): ItemOutcome | undefined {
	const row = book.sql.knownEvent.get(id, credential)
	if (!row) return undefined
	const same = row['said'] === null || Buffer.from(said).equals(blob(row, 'said'))
	if (!same) return { type: 'reused' }
	const seq = integer(row, 'seq')
	return { type: 'known', seq, recorded: integer(row, 'recorded'), ...numberAt(book, seq) }
}

/** J2–J4: next number, next link, `recorded` never before the last. */
function addEntry(page: Page, item: WriteItem, from: number | OwnEntry): void {
	const { book, head, draft } = page
	const { sql } = book
	const seq = head.seq + 1
	const recorded = Math.max(head.recorded, page.moment.recorded)
	const hash = hashOf({ prevHash: head.hash, seq, recorded, commit: item.commit })
	const body = item.event ? item.canonical : packBatch(item.canonical)
	sql.addEntry.run(seq, recorded, page.moment.wall, item.commit, hash)
	const mentioned = mention(book, seq, item.entities)
	sql.addBody.run(seq, item.salt, body, JSON.stringify(mentioned))
	const number = giveNumber(book, seq, { diary: item.event?.diary, entity: mentioned[0] })
	if (number !== undefined) draft.numbers.set(seq, number)
	if (!item.event) {
		sql.addBatch.run(seq, recorded, body.length)
		if (book.batchBytes !== undefined) book.batchBytes += body.length
	}
	page.head = { seq, hash, recorded, wall: page.moment.wall }
	draft.hashes.push(hash)
	draft.from.push(from)
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
	const { canonical, salt, commit } = seal(event)
	const own = { id: uuidBytes(event.id), credential: SYSTEM_CREDENTIAL, said: Buffer.from(digestOf(canonical), 'hex') }
	page.book.sql.addEvent.run(own.id, own.credential, page.head.seq + 1, own.said)
	const item = { canonical, salt: Buffer.from(salt, 'hex'), commit: Buffer.from(commit, 'hex'), entities: [], event: own }
	addEntry(page, item, { event, commit })
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
		page.book.epoch = epoch
		page.book.rewritten = page.head.seq
	}).committed
}

import { bookOf } from '@lagebild/model/diary.ts'
import type { SystemEvent } from '@lagebild/model/event.ts'
import { operationAfter, operationOpened } from '@lagebild/model/operation-history.ts'
import type { Operation } from '@lagebild/model/operation.ts'

import { readBody, unpack } from './body.ts'
import { commitOf, GENESIS, HASH_BYTES, hashOf, SALT_BYTES } from './chain.ts'
import { numberText, readErasedNumbers } from './erased-numbers.ts'
import type { ErasedNumber } from './erased-numbers.ts'
import { addAscending, readRanges } from './ranges.ts'
import type { Ranges } from './ranges.ts'

/** One stored entry, as raw as the store gives it. */
export type RawEntry = {
	readonly seq: number
	readonly recorded: number
	readonly commit: Uint8Array
	readonly hash: Uint8Array
	readonly body?: { readonly salt: Uint8Array; readonly bytes: Uint8Array; readonly packed: boolean }
	/** Number in a book, as the store gives it. */
	readonly diary?: { readonly book: string; readonly number: number }
}

/** Where a walk along the chain stands. */
export type Walk = {
	seq: number
	recorded: number
	hash: Uint8Array
	epoch: string
	/** Epochs that ended, with the last seq that survived into the next. */
	readonly ended: Map<string, number>
	/** Entries without a body, and those that `erased` entries speak of. */
	readonly missing: Ranges
	readonly declared: Ranges
	erased: number
	/** The operation as the entries so far make it. */
	operation: Operation | undefined
	/** Numbers of erased diary entries as they are stored, by seq. */
	readonly erasedNumbers: Map<number, string>
	/** Last number of each book of the diary. */
	readonly books: Map<string, number>
	/** Newest version of each credential's grant, as `grantText` puts it. */
	readonly grants: Map<string, string>
}

export function beginWalk(): Walk {
	return {
		seq: 0,
		recorded: 0,
		hash: GENESIS,
		epoch: '',
		ended: new Map(),
		missing: [],
		declared: [],
		erased: 0,
		operation: undefined,
		erasedNumbers: new Map(),
		books: new Map(),
		grants: new Map(),
	}
}

/** Checks the next entry (J1–J4, J17, J18, J21). @returns what is wrong with it; the walk has then not moved. */
export function step(walk: Walk, entry: RawEntry): string | undefined {
	const reason = brokenLink(walk, entry)
	if (reason !== undefined) return reason
	if (entry.body) {
		const canonical = canonicalOf(entry.body)
		if (!canonical || !isCommitted(entry, entry.body.salt, canonical)) return 'the body or its salt does not match the commitment'
		const wrong = noteBody(walk, entry, canonical)
		if (wrong !== undefined) return wrong
	} else {
		addAscending(walk.missing, entry.seq)
		walk.erased += 1
		if (entry.diary) walk.erasedNumbers.set(entry.seq, numberText(entry.diary.book, entry.diary.number))
	}
	const miscounted = entry.diary && countIn(walk, entry.diary)
	if (miscounted !== undefined) return miscounted
	walk.seq = entry.seq
	walk.recorded = entry.recorded
	walk.hash = entry.hash
	return undefined
}

/**
 * Takes what an entry says about erasures, without checking its place in the chain.
 * @returns false when it is damaged and may have said something.
 */
export function noteDeclaration(walk: Walk, entry: RawEntry): boolean {
	if (!entry.body) return true
	const canonical = canonicalOf(entry.body)
	if (!canonical || !isCommitted(entry, entry.body.salt, canonical))
		return !SIGNS.some((sign) => bufferOf(entry.body?.bytes).includes(sign))
	const event = systemIn(canonical)
	if (event?.op === 'erased') noteErasure(walk, entry.seq, event)
	return true
}

const SYSTEM = Buffer.from('"kind":"system"')
/** One changed byte leaves one of them. */
const SIGNS = [SYSTEM, Buffer.from('"op":"erased"')]

function bufferOf(bytes: Uint8Array = new Uint8Array()): Buffer {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function brokenLink(walk: Walk, { seq, recorded, commit, hash }: RawEntry): string | undefined {
	if (seq !== walk.seq + 1) return 'the entry is missing'
	if (commit.length !== HASH_BYTES || hash.length !== HASH_BYTES) return 'the commitment or the hash has a wrong length'
	if (!isTime(recorded)) return 'the time of recording is no time'
	if (!equal(hashOf({ prevHash: walk.hash, seq, recorded, commit }), hash))
		return 'the hash does not follow from the entry and the one before it'
	if (recorded < walk.recorded) return 'the time of recording lies before that of the entry before it'
	return undefined
}

function isTime(ms: number): boolean {
	return Number.isInteger(ms) && ms >= 0 && ms < Date.UTC(10_000, 0)
}

function canonicalOf({ bytes, packed }: NonNullable<RawEntry['body']>): Uint8Array | undefined {
	return packed ? unpack(bytes) : bytes
}

function isCommitted({ commit }: RawEntry, salt: Uint8Array, canonical: Uint8Array): boolean {
	return salt.length === SALT_BYTES && equal(commitOf(salt, canonical), commit)
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
	return Buffer.compare(a, b) === 0
}

function noteBody(walk: Walk, { seq, diary }: RawEntry, canonical: Uint8Array): string | undefined {
	const event = systemIn(canonical)
	if (event) return noteSystem(walk, seq, event)
	if (walk.operation && walk.operation.state !== 'open') return 'it was recorded while the operation was closed'
	const book = bookIn(canonical)
	if (book === diary?.book) return undefined
	return book === undefined ? 'it has a number of the diary and is no diary entry' : `it has no number in the book "${book}"`
}

const DIARY = Buffer.from('"type":"diary"')

/** The words are searched first because most entries do not hold them. */
function bookIn(canonical: Uint8Array): string | undefined {
	const bytes = bufferOf(canonical)
	const body = bytes.includes(DIARY) ? readBody(bytes.toString()) : undefined
	return body?.type === 'event' && body.event.kind !== 'system' ? bookOf(body.event) : undefined
}

/** J18: a number is one more than that of the entry before it in its book, also where bodies were erased. */
function countIn(walk: Walk, { book, number }: NonNullable<RawEntry['diary']>): string | undefined {
	const expected = (walk.books.get(book) ?? 0) + 1
	if (number !== expected) return `its number in the book "${book}" is ${number}, and ${expected} follows`
	walk.books.set(book, number)
	return undefined
}

/** Only what the journal says about itself matters here; the words are searched first because most entries do not hold them. */
function systemIn(canonical: Uint8Array): SystemEvent | undefined {
	const bytes = bufferOf(canonical)
	const body = bytes.includes(SYSTEM) ? readBody(bytes.toString()) : undefined
	return body?.type === 'event' && body.event.kind === 'system' ? body.event : undefined
}

function noteSystem(walk: Walk, seq: number, event: SystemEvent): string | undefined {
	walk.operation = walk.operation ? operationAfter(walk.operation, event) : operationOpened(event)
	if (event.op === 'opened' || event.op === 'restored') return noteEpoch(walk, event)
	if (event.op === 'regranted') noteGrant(walk, event)
	return event.op === 'erased' ? noteErasure(walk, seq, event) : undefined
}

/** J21. */
function noteGrant(walk: Walk, { details }: SystemEvent): void {
	const credential = details?.['credential']
	if (typeof credential === 'string') walk.grants.set(credential, grantText(Number(details?.['version']), details?.['ended'] === true))
}

/** A version of a grant, to be compared. */
export function grantText(version: number, ended: boolean): string {
	return `${version}${ended ? ' ended' : ''}`
}

function noteEpoch(walk: Walk, { op, details }: SystemEvent): string | undefined {
	const epoch = details?.['epoch']
	if (typeof epoch !== 'string') return `the ${op} entry names no epoch`
	if (op === 'restored') walk.ended.set(walk.epoch, Number(details?.['fromSeq']))
	walk.epoch = epoch
	return undefined
}

/** Nothing can be declared erased before it was there. */
function noteErasure(walk: Walk, seq: number, { details }: SystemEvent): string | undefined {
	const ranges = readRanges(details?.['ranges'])
	if (!ranges || ranges.some(([from, to]) => from > to || to >= seq)) return 'the erased entry does not say which entries it means'
	walk.declared.push(...ranges)
	const numbers = readErasedNumbers(details?.['diary'])
	return numbers && otherNumber(walk, ranges, numbers)
}

/** J18: what the chain says about the numbers of erased entries is what is stored, and all of it. */
function otherNumber({ erasedNumbers }: Walk, ranges: Ranges, said: readonly ErasedNumber[]): string | undefined {
	const wrong = said.find(([seq, book, number]) => erasedNumbers.get(seq) !== numberText(book, number))?.[0]
	const known = new Set(said.map(([seq]) => seq))
	const more = erasedNumbers.keys().find((seq) => !known.has(seq) && ranges.some(([from, to]) => from <= seq && seq <= to))
	const seq = wrong ?? more
	return seq === undefined ? undefined : `it says another diary number of the erased entry ${seq} than is stored`
}

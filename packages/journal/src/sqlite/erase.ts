import type { OperationId } from '@lagebild/model/ids.ts'

import { readBody } from '../body.ts'
import type { ErasureRequest, Retention } from '../port.ts'
import { rangesOf } from '../ranges.ts'
import { SYSTEM_STAYS } from '../refusals.ts'
import { addSystem, writePage } from './append.ts'
import { RequestFault } from './book.ts'
import type { Book } from './book.ts'
import { integer, text, uuidBytes } from './columns.ts'
import type { Committed, Moment } from './messages.ts'
import { emptyLog } from './schema.ts'

type Place = { readonly book: Book; readonly operation: OperationId; readonly moment: Moment }

/** Batches in one transaction of a retention run, so that appends are not held up; each transaction says what it erased. */
const BATCHES_AT_ONCE = 5_000

/** J10. Removes bodies, salts, what finds them and every snapshot; the bytes are overwritten and leave the write-ahead log. */
export function eraseEntries(place: Place, { seqs, by, reason }: ErasureRequest): Committed {
	const { db } = place.book
	const asked = [...new Set(seqs)].toSorted((a, b) => a - b)
	db.exec('PRAGMA secure_delete = ON')
	try {
		return eraseAsked(place, asked, { by, reason })
	} finally {
		emptyLog(db)
		db.exec('PRAGMA secure_delete = FAST')
	}
}

function eraseAsked(place: Place, asked: readonly number[], { by, reason }: Pick<ErasureRequest, 'by' | 'reason'>): Committed {
	const { result, committed } = writePage(place, (page) => {
		const there = asked.filter((seq) => page.head.seq >= seq && eraseOne(place.book, seq))
		if (there.length > 0) {
			const diary = there.flatMap((seq) => erasedNumber(place.book, seq))
			addSystem(page, { op: 'erased', by, reason, details: { ranges: rangesOf(there), count: there.length, diary } })
			place.book.db.exec('DELETE FROM snapshots')
			place.book.rewritten = page.head.seq
		}
		place.book.numbers.clear()
		place.book.batchBytes = undefined
		return there.length
	})
	return { ...committed, erased: result }
}

/** J18: from now on only this says, under the chain, which number the entry had. */
function erasedNumber({ sql }: Book, seq: number): [number, string, number][] {
	const row = sql.diaryAt.get(seq)
	return row ? [[seq, text(row, 'book'), integer(row, 'number')]] : []
}

/** @returns false when the body is gone already. */
function eraseOne({ sql }: Book, seq: number): boolean {
	const row = sql.bodyOf.get(seq)
	if (!row) return false
	if (typeof row['body'] === 'string') forgetSaid(sql, row['body'])
	for (const number of numbersIn(text(row, 'entities'))) {
		sql.dropMention.run(number, seq)
		sql.dropLonely.run(number)
	}
	sql.dropBatch.run(seq)
	sql.forgetDiary.run(seq)
	sql.dropBody.run(seq)
	return true
}

/** `said` is a digest without salt: it would let somebody confirm a guess. The id stays, so that a late retry brings nothing back. */
function forgetSaid(sql: Book['sql'], canonical: string): void {
	const body = readBody(canonical)
	if (body.type !== 'event') return
	if (body.event.kind === 'system') throw new RequestFault(SYSTEM_STAYS)
	sql.forgetSaid.run(uuidBytes(body.event.id), body.event.author.credential)
}

function numbersIn(json: string): readonly number[] {
	const value: unknown = JSON.parse(json)
	return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : []
}

/** J11. Erases the oldest batch bodies beyond age or bytes; `more` when the next call would erase further. */
export function retainBatches(place: Place, retention: Retention, now: number): Committed {
	const { book } = place
	const due = dueBatches(book, retention, now)
	const { committed } = writePage(place, (page) => {
		if (due.seqs.length === 0) return
		for (const seq of due.seqs) eraseBatch(book, seq)
		const details = { ranges: rangesOf(due.seqs), count: due.seqs.length, bytes: due.bytes, batches: true }
		addSystem(page, { op: 'erased', by: 'retention', reason: 'retention of measurements', details })
		if (book.batchBytes !== undefined) book.batchBytes -= due.bytes
	})
	return { ...committed, erased: due.seqs.length, more: due.seqs.length === BATCHES_AT_ONCE }
}

function dueBatches(
	book: Book,
	{ batchAgeMs, batchBytes }: Retention,
	now: number,
): { readonly seqs: readonly number[]; readonly bytes: number } {
	book.batchBytes ??= integer(book.db.prepare('SELECT coalesce(sum(size), 0) AS bytes FROM batches').get() ?? {}, 'bytes')
	const rows = book.sql.oldestBatches.all(BATCHES_AT_ONCE)
	const seqs: number[] = []
	let bytes = 0
	for (const row of rows) {
		const kept = book.batchBytes - bytes
		if (integer(row, 'recorded') >= now - batchAgeMs && kept <= batchBytes) break
		seqs.push(integer(row, 'seq'))
		bytes += integer(row, 'size')
	}
	return { seqs, bytes }
}

function eraseBatch({ sql }: Book, seq: number): void {
	const row = sql.bodyOf.get(seq)
	for (const number of row ? numbersIn(text(row, 'entities')) : []) sql.dropMention.run(number, seq)
	sql.dropBatch.run(seq)
	sql.dropBody.run(seq)
}

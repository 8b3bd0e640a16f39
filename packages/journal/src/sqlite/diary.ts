import type { Fault } from '@lagebild/model/fault.ts'

import type { DiaryClaim } from '../port.ts'
import type { Book } from './book.ts'
import { integer, text } from './columns.ts'

/** J19: what was written in a book is not written over. */
export function diaryFault({ sql }: Book, { entity }: DiaryClaim): Fault | undefined {
	const row = sql.diaryOf.get(entity)
	if (!row) return undefined
	const place = `entry ${integer(row, 'number')} of "${text(row, 'book')}"`
	return { fault: 'diary-entry', message: `this is ${place} and stands as it was written: write a new one with a link "corrects" to it` }
}

type Place = { readonly diary: DiaryClaim | undefined; readonly entity: number | undefined }

/** J18: the next number of the book, in the transaction that writes the entry. */
export function giveNumber({ sql }: Book, seq: number, { diary, entity }: Place): number | undefined {
	if (diary?.book === undefined) return undefined
	const number = integer(sql.lastNumber.get(diary.book) ?? {}, 'number') + 1
	sql.addDiary.run(seq, diary.book, number, entity ?? null)
	return number
}

export function numberAt({ sql }: Book, seq: number): { number?: number } {
	const row = sql.diaryAt.get(seq)
	return row ? { number: integer(row, 'number') } : {}
}

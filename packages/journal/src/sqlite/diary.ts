import type { Fault } from '@lagebild/model/fault.ts'

import type { DiaryClaim } from '../port.ts'
import { writtenFault } from '../refusals.ts'
import type { Book } from './book.ts'
import { integer, text } from './columns.ts'

export function diaryFault({ sql }: Book, { entity }: DiaryClaim): Fault | undefined {
	const row = sql.diaryOf.get(entity)
	return row && writtenFault(text(row, 'book'), integer(row, 'number'))
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

import type { Box } from '@lagebild/model/geo.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'

/** A thing of the picture, of the operation or of one of its bases. */
export type PaperThing = { readonly row: Row; readonly measured?: MeasuredRow | undefined }

/** Everything that a paper is made of; it asks nobody for anything. */
export type PaperContent = {
	readonly operation: Pick<Operation, 'id' | 'name' | 'status' | 'timeZone'> & { readonly area: Box }
	/** Hub clock, ms. */
	readonly at: number
	/** Highest entry of the operation that is in it. */
	readonly seq: number
	readonly things: readonly PaperThing[]
}

export type PaperLanguage = 'de' | 'en'

/** What is ordered of the thread that writes papers. */
export type PaperOrder = {
	readonly content: PaperContent
	readonly folder: string
	/** The folder is ours and is made when it is not there. A folder that somebody named may be a disk that is not mounted. */
	readonly ours: boolean
	/** So many of each operation stay. */
	readonly keep: number
	readonly language: PaperLanguage
}

/** What came of it. `code`: as the system names the fault. */
export type PaperTold =
	| { readonly type: 'written'; readonly file: string; readonly bytes: number }
	| { readonly type: 'failed'; readonly code: string; readonly message: string }

export function isPaperOrder(value: unknown): value is PaperOrder {
	return typeof value === 'object' && value !== null && 'content' in value && 'folder' in value && 'keep' in value
}

export function isPaperTold(value: unknown): value is PaperTold {
	return typeof value === 'object' && value !== null && 'type' in value
}

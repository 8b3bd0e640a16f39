import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import { iso } from '@lagebild/model/time.ts'

import { creating, ownId, stating } from '../api/statements.ts'
import type { Word } from '../same/bind.ts'
import type { Thing } from '../state/facts.ts'
import type { Category } from './entries.ts'

export type NewEntry = {
	readonly book: string
	readonly text: string
	readonly note: string
	readonly category: Category
	/** When it was so, hub clock. */
	readonly occurred: number
	readonly corrects: EntityId | ''
	/** What it follows from. */
	readonly causes: readonly Thing[]
	readonly about: readonly EntityId[]
}

export type Desk = { readonly source: string; readonly name: string; /** Hub clock. */ readonly now: number }

/** The entry first, and then of each cause that it brought the entry about: what speaks of an entry waits for it. */
export function entryWords(entry: NewEntry, operation: OperationId, desk: Desk): readonly Word[] {
	const id = ownId('message', desk.source)
	const links = [
		...(entry.corrects === '' ? [] : [{ rel: 'corrects' as const, to: entry.corrects }]),
		...entry.about.map((to) => ({ rel: 'about' as const, to })),
	]
	const payload = {
		type: 'diary',
		book: entry.book,
		text: entry.text.trim(),
		from: desk.name,
		composed: iso(Math.round(desk.now)),
		decision: entry.category === 'situation' ? 'none' : entry.category,
		...(entry.note.trim() !== '' && { note: entry.note.trim() }),
	}
	const { clockOffsetMs: _typed, ...written } = creating({ kind: 'message', entity: id, payload, ...(links.length > 0 && { links }) })
	const occurred = iso(Math.round(entry.occurred))
	const statement = { ...written, times: { occurred, observed: occurred, sent: iso(Math.round(desk.now)) } }
	return [{ operation, statement }, ...entry.causes.map((cause) => causing(cause, id))]
}

function causing({ row, operation }: Thing, entry: EntityId): Word {
	return { operation, statement: stating({ kind: row.kind, entity: row.id, links: [{ rel: 'causes', to: entry }] }) }
}

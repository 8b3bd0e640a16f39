import { randomUUID } from 'node:crypto'
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'

import type { AccessDetail } from '@lagebild/model/access/event.ts'

export type Row = Readonly<Record<string, SQLOutputValue>>

export function textIn(row: Row, column: string): string {
	const value = row[column]
	if (typeof value !== 'string') throw new Error(`access.db: ${column} is no text`)
	return value
}

export function numberIn(row: Row, column: string): number {
	const value = row[column]
	if (typeof value !== 'number') throw new Error(`access.db: ${column} is no number`)
	return value
}

export function bytesIn(row: Row, column: string): Uint8Array<ArrayBuffer> {
	const value = row[column]
	if (!(value instanceof Uint8Array)) throw new Error(`access.db: ${column} is no blob`)
	return new Uint8Array(value)
}

/** @returns its number: the order of writing. */
export function insertEntry(
	database: DatabaseSync,
	{ detail, by, at }: { readonly detail: AccessDetail; readonly by: string; readonly at: number },
): number {
	const insert = database.prepare('insert into entries (id, at, said_by, what, detail) values (?, ?, ?, ?, ?)')
	return Number(insert.run(randomUUID(), at, by, detail.what, JSON.stringify(detail)).lastInsertRowid)
}

/** What of an entry is state, by the name under which it is kept; undefined when it changes nothing. */
export function stateId(detail: AccessDetail): string | undefined {
	switch (detail.what) {
		case 'account':
			return detail.account
		case 'key':
			return detail.key
		case 'device':
			return detail.device
		case 'invitation':
			return detail.invitation
		case 'label-default':
			return JSON.stringify([detail.organisation, detail.kind ?? null])
		default:
			return undefined
	}
}

export function putState(
	database: DatabaseSync,
	{
		detail,
		rev,
		at,
		created = at,
	}: { readonly detail: AccessDetail; readonly rev: number; readonly at: number; readonly created?: number },
): void {
	const id = stateId(detail)
	if (id === undefined) return
	database
		.prepare(
			`insert into things (what, id, detail, created, changed, rev) values (?, ?, ?, ?, ?, ?)
			on conflict (what, id) do update set detail = excluded.detail, changed = excluded.changed, rev = excluded.rev`,
		)
		.run(detail.what, id, JSON.stringify(detail), created, at, rev)
}

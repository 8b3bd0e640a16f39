import { randomUUID } from 'node:crypto'

import type { Entry } from '@lagebild/model/entry.ts'
import { SystemEvent } from '@lagebild/model/event.ts'
import { EventId } from '@lagebild/model/ids.ts'
import { readOperation } from '@lagebild/model/operation-history.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import { instant } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { SYSTEM_CREDENTIAL, systemEvent } from '../system-event.ts'
import { addItems, systemItem } from './append.ts'
import type { Place } from './append.ts'
import type { Connection } from './connection.ts'
import { transaction } from './line.ts'
import { hex, integer, text } from './rows.ts'

/** A transaction that holds the lock of the operation and says at most one thing about the journal itself. */
export type Page = {
	readonly rows: Connection['rows']
	readonly op: number
	readonly operation: Operation
	readonly epoch: string
	readonly seq: number
	readonly hash: string
	/** Of the server. */
	readonly now: Instant
	/** Writes the entry. */
	readonly say: (said: Pick<SystemEvent, 'op' | 'by' | 'reason' | 'details'>) => Promise<SystemEvent>
}

/** From here on no picture from before is kept. */
export async function rewrite({ rows, op }: Page): Promise<void> {
	await rows({ text: 'UPDATE lagebild.operations SET rewritten = seq WHERE no = $1', values: [op] })
}

/** What is done under the lock, and what it came to when an attempt whose end was not seen turns out to have done it. */
export type Errand<T> = { readonly work: (page: Page) => Promise<T>; readonly done: (page: Page, said: SystemEvent) => T }

export type Ran<T> = { readonly result: T; readonly entries: readonly Entry[]; readonly found: readonly number[] }

/** @returns an id under which all attempts at one errand are the same. */
export function errandId(): EventId {
	return EventId.parse(randomUUID())
}

export function runErrand<T>(connection: Connection, place: Place, { id, errand }: { readonly id: EventId; readonly errand: Errand<T> }) {
	return transaction(connection, async (): Promise<Ran<T>> => {
		const entries: Entry[] = []
		const page = await lock(connection, place, async (now, said) => {
			const event = { ...systemEvent({ ...said, operation: place.operation, received: now }), id }
			entries.push(...(await addItems(connection, place, [systemItem(event)])).entries)
			return event
		})
		const earlier = await saidBefore(page, id)
		if (earlier) return { result: errand.done(page, earlier.event), entries: [], found: [earlier.seq] }
		return { result: await errand.work(page), entries, found: [] }
	})
}

type Say = (now: Instant, said: Pick<SystemEvent, 'op' | 'by' | 'reason' | 'details'>) => Promise<SystemEvent>

async function lock({ rows }: Connection, { operation: id }: Place, say: Say): Promise<Page> {
	const [row] = await rows({
		text: 'SELECT no, body, epoch, seq, hash, lagebild.wall_ms() AS now FROM lagebild.operations WHERE id = $1 FOR UPDATE',
		values: [id],
	})
	const operation = row && readOperation(JSON.parse(text(row, 'body')))
	if (!operation) throw new Error(`there is no operation ${id} in the database`)
	const now = instant(integer(row, 'now'))
	const head = { epoch: text(row, 'epoch'), seq: integer(row, 'seq'), hash: hex(row, 'hash') }
	return { rows, op: integer(row, 'no'), operation, ...head, now, say: (said) => say(now, said) }
}

async function saidBefore({ rows, op }: Page, id: EventId): Promise<{ readonly event: SystemEvent; readonly seq: number } | undefined> {
	const [row] = await rows({
		text: `SELECT b.seq, b.body FROM lagebild.events e JOIN lagebild.bodies b ON b.op = e.op AND b.seq = e.seq
			WHERE e.op = $1 AND e.id = $2 AND e.credential = $3`,
		values: [op, id, SYSTEM_CREDENTIAL],
	})
	return row && { event: SystemEvent.parse(JSON.parse(text(row, 'body'))), seq: integer(row, 'seq') }
}

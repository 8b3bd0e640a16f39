import type { Entry, EntryBody } from '@lagebild/model/entry.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { fault } from '@lagebild/model/fault.ts'
import { seq as toSeq } from '@lagebild/model/ids.ts'
import type { OperationId } from '@lagebild/model/ids.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { instant } from '@lagebild/model/time.ts'

import { HASH_BYTES } from '../chain.ts'
import type { Appended } from '../port.ts'
import { closedFault, GRANT_FAULT, writtenFault } from '../refusals.ts'
import { digestOf, seal } from '../seal.ts'
import { SYSTEM_CREDENTIAL, systemEvent } from '../system-event.ts'
import type { Connection } from './connection.ts'
import { APPEND, appendValues } from './offer.ts'
import type { Offer } from './offer.ts'
import type { PgRow } from './rows.ts'
import { bytes, hex, integer, text } from './rows.ts'
import type { ServerClock } from './server-clock.ts'

/** More often in doubt than this means that the clock of the server does not stand still for one transaction. */
const MOST_DOUBTS = 5

export type Place = {
	readonly operation: OperationId
	readonly clock: ServerClock
	/** Never goes back, ms. */
	readonly monotonic: () => number
	/** Newest entry that is known to be there. */
	readonly newest: number
}

export type Item = { readonly offer: Offer; readonly body: EntryBody }

export type Added = {
	/** Newest entry there is. */
	readonly newest: number
	/** One per item, in their order. */
	readonly results: readonly Result<Appended>[]
	/** Entries of this transaction, that of a clock that was set among them. */
	readonly entries: readonly Entry[]
	/** Entries that an earlier attempt at the same items left. */
	readonly found: readonly number[]
}

/** Appends under the lock of the operation, in one statement. When the server's clock was set since the last time, an entry says so first. */
export async function addItems(connection: Connection, place: Place, items: readonly Item[]): Promise<Added> {
	let step: Step | undefined
	let sure = false
	for (let doubts = 0; doubts < MOST_DOUBTS; doubts++) {
		const all = step ? [step.item, ...items] : items
		const { row, sample, clock } = await ask(connection, place, { items: all, step, sure })
		if (text(row, 'code') === 'done') {
			place.clock.learn(sample)
			return addedOf(row, all, all.length - items.length)
		}
		if (text(row, 'code') !== 'doubt') throw new Error(`there is no operation ${place.operation} in the database`)
		const stood = clock ? place.clock.stepIn(sample) : integer(row, 'recorded_ms')
		const expected = step ? undefined : stood
		sure = expected === undefined
		step = expected === undefined ? undefined : { expected, steps: sample.steps, item: stepItem(place.operation, expected, sample.wall) }
	}
	throw new Error('the clock of the database does not stand still')
}

type Step = { readonly expected: number; readonly steps: number; readonly item: Item }
type Asked = { readonly items: readonly Item[]; readonly step: Step | undefined; readonly sure: boolean }

async function ask(connection: Connection, { operation, clock, monotonic, newest }: Place, { items, step, sure }: Asked) {
	const sent = monotonic()
	const expectation = sure ? undefined : clock.expect(sent)
	const stated = step ? { least: 0, most: 0, steps: step.steps } : expectation
	const offers = items.map(({ offer }) => offer)
	const request = { operation, since: newest, offers, clock: stated, ...(step && { expected: step.expected }) }
	const [row] = await connection.rows({ name: 'append', text: APPEND, values: appendValues(request) })
	if (!row) throw new Error('the database gave no answer to an append')
	return { row, sample: { sent, received: monotonic(), wall: integer(row, 'wall'), steps: integer(row, 'steps') }, clock: expectation }
}

function stepItem(operation: OperationId, expected: number, wall: number): Item {
	return systemItem(systemEvent({ op: 'clock-step', by: 'hub', operation, received: instant(wall), details: { expected, wall } }))
}

export function systemItem(event: ReturnType<typeof systemEvent>): Item {
	const sealed = seal(event)
	const offer = { ...sealed, id: event.id, credential: SYSTEM_CREDENTIAL, said: digestOf(sealed.canonical), entities: [] }
	return { offer: { ...offer, kind: 's' }, body: { type: 'event', event } }
}

type Note = {
	readonly seq: number | undefined
	readonly recorded: number | undefined
	readonly number: number | undefined
	readonly book: string
}

/** @param own items at the beginning that nobody waits for. */
function addedOf(row: PgRow, items: readonly Item[], own: number): Added {
	const outcomes = text(row, 'outcomes')
	const notes = notesIn(text(row, 'notes'))
	const recorded = instant(integer(row, 'recorded_ms'))
	const hashes = bytes(row, 'hashes')
	const entries: Entry[] = []
	const results: Result<Appended>[] = []
	const found: number[] = []
	let [seq, prevHash] = [integer(row, 'head'), hex(row, 'prev')]
	items.forEach(({ offer, body }, index) => {
		const outcome = outcomes.charAt(index)
		const note = notes.get(index + 1)
		if (outcome === 'n') {
			const hash = hashes.subarray(entries.length * HASH_BYTES, (entries.length + 1) * HASH_BYTES).toString('hex')
			seq += 1
			entries.push({ seq: toSeq(seq), recorded, prevHash, commit: offer.commit, hash, ...numberIn(note), body })
			prevHash = hash
			results.push(ok({ seq: toSeq(seq), recorded, known: false, ...numberIn(note) }))
		} else results.push(oldOrRefused(outcome, note))
		if (outcome === 'm') found.push(note?.seq ?? 0)
	})
	return { newest: seq, results: results.slice(own), entries, found }
}

function numberIn(note: Note | undefined): { readonly number?: number } {
	return note?.number === undefined ? {} : { number: note.number }
}

/** What an earlier attempt of the same caller stored is new to it. */
function oldOrRefused(outcome: string, note: Note | undefined): Result<Appended> {
	if (!note || (outcome !== 'k' && outcome !== 'm')) return fail(refusalOf(outcome, note))
	const { seq = 0, recorded = 0 } = note
	return ok({ seq: toSeq(seq), recorded: instant(recorded), known: outcome === 'k', ...numberIn(note) })
}

function refusalOf(outcome: string, { recorded, book = '', number = 0 }: Partial<Note> = {}): Fault {
	switch (outcome) {
		case 'r':
			return fault('id-reused')
		case 'c':
			return closedFault(recorded === undefined ? {} : { closed: instant(recorded) })
		case 'g':
			return GRANT_FAULT
		case 'd':
			return writtenFault(book, number)
		default:
			return fault('not-ready', 'the database did not say what became of it')
	}
}

function notesIn(json: string): ReadonlyMap<number, Note> {
	const value: unknown = JSON.parse(json)
	const list: readonly unknown[] = Array.isArray(value) ? value : []
	return new Map(list.map(noteOf))
}

function noteOf(value: unknown): readonly [number, Note] {
	const fields = new Map<string, unknown>(Object.entries(value ?? {}))
	const number = (name: string): number | undefined => {
		const found = fields.get(name)
		return typeof found === 'number' ? found : undefined
	}
	return [
		number('i') ?? 0,
		{ seq: number('seq'), recorded: number('recorded'), number: number('number'), book: String(fields.get('book')) },
	]
}

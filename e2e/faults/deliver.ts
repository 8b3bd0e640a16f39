import { setTimeout as pause } from 'node:timers/promises'

import { FAULTS } from '@lagebild/model/fault.ts'
import type { Random } from '@lagebild/testing/faults/random.ts'

import { isRecord, recordsIn } from '../api.ts'
import { saidBy } from './ledger.ts'
import type { Ledger, Statement } from './ledger.ts'

/** Where one credential of one round sends, and what it keeps of it. */
export type Sender = {
	/** Its source. */
	readonly name: string
	/** Addresses to choose from at every attempt. */
	readonly urls: () => readonly [string, ...string[]]
	readonly key: string
	readonly operation: string
	readonly ledger: Ledger
	readonly random: Random
	/** Ends the patience of everybody. */
	readonly given: AbortSignal
}

/** A hub that stands still must not hold its senders for longer. */
const ATTEMPT_MS = 3_000
const LONGEST_PAUSE_MS = 400

/** Sends until each has its answer, always the same events, as a tablet does. */
export async function deliver(sender: Sender, events: readonly Statement[]): Promise<void> {
	for (const event of events) {
		sender.ledger.sent.set(event.id, saidBy(event))
		sender.ledger.events.set(event.id, { event, tablet: false, sender })
	}
	const waiting = new Map(events.map((event) => [event.id, event]))
	for (let attempt = 0; waiting.size > 0; attempt++) {
		if (sender.given.aborted) {
			sender.ledger.broken.push(...[...waiting.keys()].map((id) => `${id} was never answered`))
			return
		}
		// oxlint-disable-next-line no-await-in-loop
		const answers = await post(sender, 'events', [...waiting.values()])
		for (const answer of recordsIn(answers)) take(sender, answer, waiting)
		// oxlint-disable-next-line no-await-in-loop
		if (waiting.size > 0) await rest(sender, attempt)
	}
}

function take({ ledger }: Sender, answer: Readonly<Record<string, unknown>>, waiting: Map<string, Statement>): void {
	const { id, seq, fault } = answer
	if (typeof id !== 'string' || !waiting.has(id)) return
	if (typeof seq === 'number') ledger.take({ id, seq })
	else if (mayRepeat(fault) || (ledger.patient && fault === 'unknown-entity')) return
	else ledger.broken.push(`${id} (${ledger.sent.get(id)}) was refused: ${JSON.stringify(answer)}`)
	waiting.delete(id)
}

export type Place = { readonly unit: string; readonly at: number }

/** Positions of units, until they are taken. */
export async function measure(sender: Sender, places: readonly Place[]): Promise<void> {
	const { ledger, random, given } = sender
	for (const { unit, at } of places) ledger.measured.set(unit, { acknowledged: ledger.measured.get(unit)?.acknowledged ?? 0, sent: at })
	const positions = {
		entity: places.map(({ unit }) => unit),
		observed: places.map(({ at }) => new Date(at).toISOString()),
		lat: places.map(() => 53.5 + random.next() / 10_000),
		lng: places.map(() => 10 + random.next() / 10_000),
	}
	for (let attempt = 0; !given.aborted; attempt++) {
		// oxlint-disable-next-line no-await-in-loop
		const [answer] = await post(sender, 'measurements', { positions })
		if (isRecord(answer) && typeof answer['stored'] === 'number') {
			takeMeasured(sender, places, answer)
			return
		}
		// oxlint-disable-next-line no-await-in-loop
		await rest(sender, attempt)
	}
}

function takeMeasured({ ledger }: Sender, places: readonly Place[], answer: Readonly<Record<string, unknown>>): void {
	for (const { unit, at } of places) ledger.measured.set(unit, { sent: ledger.measured.get(unit)?.sent ?? at, acknowledged: at })
	const [refused] = recordsIn(answer['refused'])
	if (refused && !ledger.patient) ledger.broken.push(`a measurement was refused: ${JSON.stringify(refused)}`)
}

/** @returns no answer at all when the link or the hub is gone; one for all when the request as a whole was refused. */
async function post({ urls, key, operation, random, ledger }: Sender, what: string, body: unknown): Promise<readonly unknown[]> {
	try {
		const response = await fetch(`${random.pick(urls())}/api/v1/operations/${operation}/${what}`, {
			method: 'POST',
			headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(ATTEMPT_MS),
		})
		const answer: unknown = await response.json()
		if (isRecord(answer) && 'fault' in answer && !('id' in answer) && !mayRepeat(answer['fault'])) {
			ledger.broken.push(`a request was refused: ${JSON.stringify(answer)}`)
		}
		return isList(answer) ? answer : [answer]
	} catch {
		return []
	}
}

function isList(value: unknown): value is readonly unknown[] {
	return Array.isArray(value)
}

export function mayRepeat(fault: unknown): boolean {
	return Object.entries(FAULTS).some(([code, { retry }]) => code === fault && retry)
}

async function rest({ random, given }: Sender, attempt: number): Promise<void> {
	await pause(Math.min(LONGEST_PAUSE_MS, 25 * 2 ** attempt) * (0.5 + random.next()), undefined, { signal: given }).catch(() => undefined)
}

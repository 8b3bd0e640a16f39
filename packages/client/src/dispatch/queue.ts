import { FAULTS } from '@lagebild/model/fault.ts'
import { isRefused } from '@lagebild/model/protocol.ts'
import type { Answer } from '@lagebild/model/protocol.ts'

import type { Item, SaidEvent, Shown } from './item.ts'

/** Events of one request. */
export const MOST_AT_ONCE = 50
/** What a hub says of who speaks, not of what is said: it is mended by signing in, and the same is sent again. */
const WHO = new Set<string>(['unauthenticated', 'device-lost', 'device-retired'])

/** Entities and events that an event speaks of. */
function mentioned({ entity, links, retracts }: SaidEvent): ReadonlySet<string> {
	return new Set([entity, ...(links ?? []).map(({ to }) => to), ...(retracts === undefined ? [] : [retracts])])
}

/** What would not exist without it: the entity that it creates, and itself. */
function brought({ id, op, entity }: SaidEvent): readonly string[] {
	return op === 'upsert' ? [id, entity] : [id]
}

/**
 * Which items wait for a decision about a refused one: those that speak of what it was to create, or of itself, and what depends on them in
 * turn. Everything else goes on.
 * @param items in their order
 * @returns the refused event by the held one's id
 */
export function heldBy(items: readonly Item[]): ReadonlyMap<string, string> {
	const missing = new Map<string, string>()
	const held = new Map<string, string>()
	for (const { event, state } of items) {
		if (state === 'refused') for (const name of brought(event)) missing.set(name, event.id)
		if (state !== 'waiting' || missing.size === 0) continue
		const because = [...mentioned(event)].flatMap((name) => missing.get(name) ?? [])[0]
		if (because === undefined) continue
		held.set(event.id, because)
		for (const name of brought(event)) missing.set(name, because)
	}
	return held
}

/**
 * What goes next, in the order in which it was said; all of one operation. It ends before what speaks of something in it: whether that is
 * there to be spoken of is known only after the answer.
 */
export function nextBatch(items: readonly Item[]): readonly Item[] {
	const held = heldBy(items)
	const free = items.filter(({ state, event }) => state === 'waiting' && !held.has(event.id))
	const within = new Set<string>()
	const end = free.slice(0, MOST_AT_ONCE).findIndex(({ operation, event }) => {
		if (operation !== free[0]?.operation || [...mentioned(event)].some((name) => within.has(name))) return true
		for (const name of brought(event)) within.add(name)
		return false
	})
	return free.slice(0, end < 0 ? MOST_AT_ONCE : end)
}

/**
 * The answers of a hub to a batch, one for each, or undefined when these are not a hub's: a captive portal answers 200 to everything.
 * An acknowledgement names the id that was sent and its place in the journal.
 */
export function answersTo(batch: readonly Item[], answers: readonly unknown[] | undefined): readonly Answer[] | undefined {
	if (answers?.length !== batch.length) return undefined
	const read = answers.map((answer, index) => readAnswer(answer, batch[index]?.event.id))
	return read.every((answer) => answer !== undefined) ? read : undefined
}

function readAnswer(answer: unknown, id: string | undefined): Answer | undefined {
	if (!isAnswer(answer)) return undefined
	return answer.id === id || (isRefused(answer) && answer.id === undefined) ? answer : undefined
}

function isAnswer(value: unknown): value is Answer {
	if (typeof value !== 'object' || value === null) return false
	if ('fault' in value) return typeof value.fault === 'string' && value.fault in FAULTS
	return 'id' in value && 'seq' in value && Number.isSafeInteger(value.seq) && 'effect' in value
}

/** An item after its answer. What may be taken later stays where it is. */
export function answered(item: Item, answer: Answer, incarnation: string | undefined): Item {
	if (isRefused(answer)) return FAULTS[answer.fault].retry || WHO.has(answer.fault) ? item : { ...item, state: 'refused', answer }
	return { ...item, state: 'accepted', answer, ...(incarnation !== undefined && { incarnation }) }
}

export function shown(items: readonly Item[], inFlight: ReadonlySet<string>): readonly Shown[] {
	const held = heldBy(items)
	return items.map((item) => {
		const by = held.get(item.event.id)
		const effect = item.answer && !isRefused(item.answer) ? item.answer.effect : undefined
		if (by !== undefined) return { ...item, state: 'held', by }
		if (item.state === 'waiting' && inFlight.has(item.event.id)) return { ...item, state: 'sent' }
		return { ...item, ...(effect && { effect }) }
	})
}

const KEPT_MS = 72 * 3_600_000
const MOST_KEPT = 500

/** What is over and shown long enough; nothing that waits, is held or was refused. */
export function overdue(items: readonly Item[], now: number): readonly Item[] {
	const over = items.filter(({ state }) => state === 'accepted' || state === 'confirmed')
	return over.filter(({ at }, index) => now - at > KEPT_MS || index < over.length - MOST_KEPT)
}

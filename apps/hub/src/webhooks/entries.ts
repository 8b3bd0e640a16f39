import type { Entry } from '@lagebild/model/entry.ts'
import { isStatement } from '@lagebild/model/event.ts'
import { partsOf, seq } from '@lagebild/model/ids.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import { iso } from '@lagebild/model/time.ts'
import { headOf } from '@lagebild/picture/picture.ts'

import { mayReadEntry, readerOf } from '../io/http/readable.ts'
import { wireEntry } from '../io/http/wire.ts'
import { cloudEvent, messageOf } from './cloud-event.ts'
import type { CloudEvent } from './cloud-event.ts'
import { incarnationOf, wants } from './next.ts'
import type { Next, Serving } from './next.ts'
import type { Cursor, Pending, Subscription } from './subscription.ts'

const PAGE = 500
const BATCH = 100
const BATCH_BYTES = 256_000

type At = Extract<Cursor, { of: 'entries' }>
type Bounds = Extract<Pending, { of: 'entries' }>

export function entriesHere({ running }: Pick<Serving, 'running'>): At {
	return { of: 'entries', epoch: running.epoch, seq: headOf(running.picture) }
}

/** Lines of the journal, as its readers get them and without those that are hidden. */
export async function nextEntries(serving: Serving, cursor: At, pending: Bounds | undefined): Promise<Next | undefined> {
	const { running, subscription } = serving
	if (incarnationOf(cursor.epoch) !== incarnationOf(running.epoch)) return begunAgain(serving)
	const head = headOf(running.picture)
	const window: Bounds = pending ?? { of: 'entries', from: seq(cursor.seq + 1), to: head }
	if (window.from > head) return undefined
	const read = (await running.journal.read(window.from, Math.min(PAGE, window.to - window.from + 1))).filter(
		({ seq: at }) => at <= window.to,
	)
	const shown = read.filter((entry) => isFor(serving, entry))
	const taken = pending ? shown : firstOf(serving, shown)
	const bounds = pending ?? boundsOf(taken)
	if (!bounds || taken.length === 0) return { messages: [], cursor: { ...cursor, seq: pastOf(window, read) } }
	const events = taken.map((entry) => eventOf(serving, entry))
	const message = messageOf(nameOf(serving, bounds), events, subscription.batch)
	return { messages: [message], pending: bounds, cursor: { ...cursor, seq: bounds.to } }
}

/** Nothing of what was read is for this subscription. */
function pastOf({ from }: Bounds, read: readonly Entry[]): Seq {
	return read.at(-1)?.seq ?? seq(from - 1)
}

function boundsOf(entries: readonly Entry[]): Bounds | undefined {
	const [first, last] = [entries[0], entries.at(-1)]
	return first && last && { of: 'entries', from: first.seq, to: last.seq }
}

function nameOf({ subscription, running }: Serving, { from, to }: Bounds): string {
	return `${subscription.id}.${incarnationOf(running.epoch)}.${from === to ? from : `${from}-${to}`}`
}

function isFor(serving: Serving, entry: Entry): boolean {
	const { running, grant, operations, now, subscription } = serving
	return mayReadEntry(readerOf({ now, operations }, { grant, running }), running.picture, entry) && concerns(subscription, entry)
}

/** With kinds: statements about them, and measurements that are all of them. */
function concerns(subscription: Subscription, { body }: Entry): boolean {
	if (subscription.kinds === undefined) return true
	if (body.type === 'event') return isStatement(body.event) && wants(subscription, body.event.kind)
	if (body.type === 'erased') return false
	return kindsIn(body).every((kind) => wants(subscription, kind))
}

function kindsIn({ batch }: Extract<Entry['body'], { type: 'batch' }>) {
	const ids = batch.parts.flatMap(({ positions, observations, curves }) => [
		...(positions?.entity ?? []),
		...(observations?.entity ?? []),
		...(curves ?? []).map(({ entity }) => entity),
	])
	return [...new Set(ids.map((id) => partsOf(id).kind))]
}

function firstOf(serving: Serving, entries: readonly Entry[]): readonly Entry[] {
	const most = serving.subscription.batch ? BATCH : 1
	let bytes = 0
	const fitting = entries.slice(0, most).findIndex((entry, place) => {
		bytes += JSON.stringify(entry.body).length
		return place > 0 && bytes > BATCH_BYTES
	})
	return entries.slice(0, fitting === -1 ? most : fitting)
}

function eventOf({ running, grant, operations, now }: Serving, entry: Entry): CloudEvent {
	const reader = readerOf({ now, operations }, { grant, running })
	const { body } = entry
	const subject = body.type === 'event' && isStatement(body.event) ? body.event.entity : undefined
	return cloudEvent({
		id: `${incarnationOf(running.epoch)}.${entry.seq}`,
		type: 'entry',
		time: iso(entry.recorded),
		data: wireEntry(reader, running.picture, entry),
		operation: running.operation.id,
		seq: entry.seq,
		...(subject !== undefined && { subject }),
	})
}

/** Y6: in another incarnation the numbers are others: the receiver reads the picture again, and hears what comes after. */
function begunAgain(serving: Serving): Next {
	const { running, subscription, now } = serving
	const at = entriesHere(serving)
	const id = `${subscription.id}.${incarnationOf(running.epoch)}.reset`
	return { messages: [messageOf(id, [resetEvent(serving, { id, seq: at.seq, at: now() })], subscription.batch)], cursor: at }
}

type Resetting = { readonly id: string; readonly seq: Seq; readonly at: number }

export function resetEvent({ running }: Pick<Serving, 'running'>, { id, seq: from, at }: Resetting): CloudEvent {
	const operation = running.operation.id
	return cloudEvent({ id, type: 'reset', time: iso(at), data: { operation, seq: from }, operation, seq: from })
}

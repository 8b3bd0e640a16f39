import { seq } from '@lagebild/model/ids.ts'
import type { EntityId, Seq } from '@lagebild/model/ids.ts'
import type { Cursors, Load, Want } from '@lagebild/model/protocol.ts'
import { LANES } from '@lagebild/model/row.ts'
import type { Lane, MeasuredRow, Row } from '@lagebild/model/row.ts'
import { iso } from '@lagebild/model/time.ts'
import { scopeIdOf, scopeOf } from '@lagebild/picture/scope.ts'

import { changedSince, reachedBy } from '../stream/since.ts'
import type { Since } from '../stream/since.ts'
import { cloudEvent, messageOf } from './cloud-event.ts'
import type { CloudEvent } from './cloud-event.ts'
import { resetEvent } from './entries.ts'
import { incarnationOf } from './next.ts'
import type { Next, Serving } from './next.ts'
import type { Cursor, Pending } from './subscription.ts'

/** Rows in one message; those of one entry of the journal stay together. */
const MOST = 200

type Place = NonNullable<Extract<Cursor, { of: 'rows' }>['place']>
type Bounds = Extract<Pending, { of: 'rows' }>

/** One row that is whole in itself: of the record, or what is measured of it. */
type Item = { readonly lane: Lane; readonly id: EntityId; readonly v: Seq; readonly data: object }

/** Y5: what a client's frames bring, from the place where the receiver is. Without such a place all rows, after a reset. */
export async function nextRows(serving: Serving, place: Place | undefined, pending: Bounds | undefined): Promise<Next | undefined> {
	const { running, grant, viewers, now } = serving
	const since = place && (await changedSince({ running, grant, want: wantOf(serving), have: place, viewers, now }))
	return place && since ? changed(serving, { place, since, pending }) : loaded(serving)
}

function wantOf({ subscription: { kinds } }: Serving): Want {
	return { cover: 'all', ...(kinds && { kinds }) }
}

type Changed = { readonly place: Place; readonly since: Since; readonly pending: Bounds | undefined }

/** Rows are sorted by the entry that changed them last, so that what a repeat holds is never more than what the first attempt held. */
function changed(serving: Serving, { place, since, pending }: Changed): Next | undefined {
	const head = reachedBy(since)
	const items = LANES.flatMap((lane) => (since[lane].put ?? []).map((row) => itemOf(lane, row))).toSorted(byPlace)
	const drops = LANES.flatMap((lane) => (since[lane].drop ?? []).map((id) => ({ lane, id })))
	const to = pending?.to ?? boundOf(items, { place, head })
	const taken = items.filter(({ lane, v }) => v <= to[lane])
	if (taken.length + drops.length === 0) {
		return moved(place, to) ? { messages: [], cursor: { of: 'rows', place: { ...place, seq: to } } } : undefined
	}
	const name = `${serving.subscription.id}.${incarnationOf(place.epoch)}.${place.scopeId}.${to.U}-${to.S}-${to.M}`
	const at = iso(serving.now())
	const events = [
		...drops.map(({ lane, id }) => dropEvent(serving, { lane, id, name, at })),
		...taken.map((item) => putEvent(serving, { item, epoch: place.epoch, at })),
	]
	return {
		messages: [messageOf(name, events, true)],
		pending: { of: 'rows', to },
		cursor: { of: 'rows', place: { ...place, seq: to } },
	}
}

function moved(place: Place, to: Cursors): boolean {
	return LANES.some((lane) => place.seq[lane] !== to[lane])
}

function boundOf(items: readonly Item[], { place, head }: { readonly place: Place; readonly head: Cursors }): Cursors {
	const last = items[MOST - 1]
	if (!last || items.length <= MOST) return head
	const to = (lane: Lane): Seq => seq(Math.max(place.seq[lane], Math.min(head[lane], last.v)))
	return { U: to('U'), S: to('S'), M: to('M') }
}

function itemOf(lane: Lane, row: Row | MeasuredRow): Item {
	return { lane, id: row.id, v: row.v, data: lane === 'M' ? { measured: row } : { row } }
}

function byPlace(a: Item, b: Item): number {
	return a.v - b.v || (a.id < b.id ? -1 : Number(a.id > b.id))
}

type Putting = { readonly item: Item; readonly epoch: string; readonly at: string }

function putEvent({ running }: Serving, { item: { lane, id, v, data }, epoch, at }: Putting): CloudEvent {
	const name = `${incarnationOf(epoch)}.${v}.${lane}.${id}`
	return cloudEvent({ id: name, type: 'put', time: at, data, operation: running.operation.id, subject: id, seq: v })
}

type Dropping = { readonly lane: Lane; readonly id: EntityId; readonly name: string; readonly at: string }

function dropEvent({ running }: Serving, { lane, id, name, at }: Dropping): CloudEvent {
	const data = lane === 'M' ? { id, measured: true } : { id }
	return cloudEvent({ id: `${name}.${lane}.${id}`, type: 'drop', time: at, data, operation: running.operation.id, subject: id })
}

async function loaded(serving: Serving): Promise<Next | undefined> {
	const { running, grant, subscription } = serving
	const want = wantOf(serving)
	const load = await running.load(grant, { scopeId: scopeIdOf(scopeOf(grant, want)), want })
	if (!load.ok || running.withdrawn(load.value)) return undefined
	const { epoch, scopeId, seq: at } = load.value
	const name = `${subscription.id}.${incarnationOf(epoch)}.${scopeId}.load-${at.U}-${at.S}-${at.M}`
	const events = [
		resetEvent(serving, { id: name, seq: seq(Math.min(at.U, at.S, at.M)), at: serving.now() }),
		...rowsOf(serving, load.value),
	]
	const parts = Array.from({ length: Math.ceil(events.length / MOST) }, (_, part) => events.slice(part * MOST, (part + 1) * MOST))
	return {
		messages: parts.map((part, n) => messageOf(`${name}.${n}`, part, true)),
		cursor: { of: 'rows', place: { epoch, scopeId, seq: at } },
	}
}

function rowsOf(serving: Serving, { epoch, rows, measured }: Load): readonly CloudEvent[] {
	const items = [...rows.map((row) => itemOf('S', row)), ...measured.map((row) => itemOf('M', row))].toSorted(byPlace)
	const at = iso(serving.now())
	return items.map((item) => putEvent(serving, { item, epoch, at }))
}

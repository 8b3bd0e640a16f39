import { randomUUID } from 'node:crypto'

import type { EntityId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { PROTOCOL } from '@lagebild/model/protocol.ts'
import type { Cursors, Frame, Want } from '@lagebild/model/protocol.ts'
import { LANES } from '@lagebild/model/row.ts'
import type { Lane } from '@lagebild/model/row.ts'

import type { Clock } from '../clock.ts'
import type { Delivery } from '../run.ts'
import type { RunningOperation } from '../running.ts'
import type { Place } from './follower.ts'
import type { InnerViewers } from './inner-viewers.ts'

export type Asking = {
	readonly running: RunningOperation
	readonly grant: Grant
	readonly want: Want
	readonly have: Place
	readonly viewers: InnerViewers
	readonly now: Clock
}

/** What leads from a place to the present: one frame of each lane. */
export type Since = Readonly<Record<Lane, Frame>>

/** Longer than a hub waits for a cursor that is ahead of it (H6). */
const PATIENCE_MS = 5_000

/** Asks as a client that comes back. @returns undefined when it would have to load */
export function changedSince({ running, grant, want, have, viewers, now }: Asking): Promise<Since | undefined> {
	const viewer = randomUUID()
	const { promise, resolve } = Promise.withResolvers<Since | undefined>()
	const frames = new Map<Lane, Frame>()
	const finish = (): void => resolve(allOf(frames))
	const patience = setTimeout(finish, PATIENCE_MS)
	viewers.add(viewer, (delivery) => {
		if (delivery.type === 'frame') frames.set(delivery.message.lane, frames.get(delivery.message.lane) ?? delivery.message)
		if (frames.size === LANES.length || isRefusal(delivery)) finish()
	})
	running.runner.tell({ type: 'opened', viewer, grant, message: { protocol: PROTOCOL, have, want }, now: now() })
	return promise.finally(() => {
		clearTimeout(patience)
		viewers.remove(viewer)
		running.runner.tell({ type: 'left', viewer })
	})
}

function isRefusal(delivery: Delivery): boolean {
	if (delivery.type === 'welcome') return delivery.message.next === 'load'
	return delivery.type === 'bye' || delivery.type === 'reset' || delivery.type === 'refused'
}

function allOf(frames: ReadonlyMap<Lane, Frame>): Since | undefined {
	const [U, S, M] = [frames.get('U'), frames.get('S'), frames.get('M')]
	return U && S && M && { U, S, M }
}

export function idsIn(since: Since, idOf: (k: number) => EntityId | undefined): ReadonlySet<EntityId> {
	const ids = LANES.flatMap((lane) => [...(since[lane].put ?? []).map(({ id }) => id), ...(since[lane].drop ?? [])])
	const moved = 'move' in since.M ? (since.M.move?.k ?? []).flatMap((k) => idOf(k) ?? []) : []
	return new Set([...ids, ...moved])
}

export function reachedBy({ U, S, M }: Since): Cursors {
	return { U: U.to, S: S.to, M: M.to }
}

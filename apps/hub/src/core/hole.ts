import { seq } from '@lagebild/model/ids.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { headOf } from '@lagebild/picture/picture.ts'

import type { Hub } from './hub.ts'
import type { Effect, Input } from './input.ts'

/** An entry that is missing may be on its way for so long; then the journal is read. */
export const HOLE_MS = 50
const AGAIN_MS = 1_000

/** H8: an answer about the head proves that nothing newer was missing when it was asked for. */
export function polled(hub: Hub, { seq: head, asked }: Extract<Input, { type: 'polled' }>): void {
	if (hub.newer) return
	if (head <= headOf(hub.picture)) hub.asOf = Math.max(hub.asOf, asked)
	else hub.hole ??= { since: asked, asked: false }
}

/** At a tick, and as soon as it is due. Asked again every second while the hole stays. */
export function askForHole(hub: Hub, now: Instant, out: Effect[]): void {
	if (!hub.hole) return
	const age = now - hub.hole.since
	if (age < (hub.hole.asked ? AGAIN_MS : HOLE_MS)) return
	hub.hole = { ...hub.hole, since: now, asked: true }
	out.push({ type: 'read', from: seq(headOf(hub.picture) + 1) })
}

import { Open, PROTOCOL } from '@lagebild/model/protocol.ts'
import type { Bye } from '@lagebild/model/protocol.ts'
import { faultOf } from '@lagebild/model/read-submission.ts'
import { LANES } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import { expired, reaches } from '@lagebild/picture/visible.ts'

import { outdated } from './grant.ts'
import type { Hub } from './hub.ts'
import type { Effect, Input } from './input.ts'
import { left } from './session.ts'
import { operationFor } from './tell-operation.ts'
import { createViewer, enter, liveAt } from './viewer.ts'
import type { Phase, Viewer } from './viewer.ts'
import { viewFor } from './views.ts'

type Opened = Extract<Input, { type: 'opened' }>

/** H6: how long a cursor ahead of this hub waits for it. */
const AHEAD_MS = 2_000
/** More opens than this in 10 s on one connection help nobody. */
const MOST_OPENS = 10
const OPENS_MS = 10_000

/** A client begins, or begins again after a load or a gap. */
export function opened(hub: Hub, input: Opened, out: Effect[]): void {
	const read = Open.safeParse(input.message)
	if (!read.success && !speaksOtherProtocol(input.message)) {
		out.push({ type: 'refused', to: input.viewer, message: faultOf(read.error) })
		return
	}
	const bye = notWelcome(hub, input)
	const viewer = bye || !read.success ? undefined : viewerFor(hub, input, read.data)
	if (!viewer || !read.success || tooOften(viewer, input.now)) {
		left(hub, input.viewer)
		out.push({ type: 'bye', to: [input.viewer], message: bye ?? { why: 'too-slow', retryAfterMs: OPENS_MS } })
		return
	}
	left(hub, viewer.id)
	hub.viewers.set(viewer.id, viewer)
	enter(hub, viewer, phaseFor(hub, viewer, { have: read.data.have, now: input.now }))
	if (viewer.phase.type !== 'ahead') welcome(hub, viewer, { now: input.now, out })
}

function speaksOtherProtocol(message: unknown): boolean {
	return (
		typeof message === 'object' &&
		message !== null &&
		'protocol' in message &&
		typeof message.protocol === 'number' &&
		message.protocol !== PROTOCOL
	)
}

function notWelcome(hub: Hub, { message, grant, now }: Opened): Bye | undefined {
	if (speaksOtherProtocol(message)) return { why: 'protocol', retryAfterMs: 0 }
	if (hub.stopping) return { why: 'stopping', retryAfterMs: 1_000 }
	if (expired(grant, now)) return { why: 'expired', retryAfterMs: 0 }
	return reaches(grant, hub.operation.id) && !outdated(hub, grant) ? undefined : { why: 'grant', retryAfterMs: 0 }
}

/** On the connection that it has, what was sent is still on its way: the credit stays, and so do the limits. */
function viewerFor(hub: Hub, { viewer: id, grant, now }: Opened, { want, packed = false }: Open): Viewer {
	const view = viewFor(hub, { grant, want }, now)
	const before = hub.viewers.get(id)
	const viewer = createViewer({ id, grant, want, view, packed }, hub.credit)
	if (!before) return viewer
	const { credit, scopeTimes, resyncTimes, openTimes } = before
	return { ...viewer, credit, scopeTimes, resyncTimes, openTimes }
}

function tooOften(viewer: Viewer, now: Instant): boolean {
	viewer.openTimes = [...viewer.openTimes.filter((at) => now - at < OPENS_MS), now]
	return viewer.openTimes.length > MOST_OPENS
}

/** H1, H6: resume where epoch and scope are unchanged and the ring reaches back; everything else loads. */
function phaseFor(hub: Hub, viewer: Viewer, { have, now }: { readonly have: Open['have']; readonly now: Instant }): Phase {
	if (!have || have.epoch !== hub.epoch || have.scopeId !== viewer.view.id) return { type: 'loading' }
	if (LANES.some((lane) => have.seq[lane] < hub.ring.floor)) return { type: 'loading' }
	const head = headOf(hub.picture)
	if (LANES.some((lane) => have.seq[lane] > head)) return { type: 'ahead', seq: have.seq, deadline: now + AHEAD_MS }
	return liveAt(viewer, have.seq, hub.ticks)
}

function welcome(hub: Hub, viewer: Viewer, { now, out }: { readonly now: Instant; readonly out: Effect[] }): void {
	const next = viewer.phase.type === 'live' ? 'resume' : 'load'
	const message = {
		protocol: PROTOCOL,
		epoch: hub.epoch,
		scopeId: viewer.view.id,
		hubTime: now,
		next,
		operation: operationFor(hub, viewer),
	} as const
	out.push({ type: 'welcome', to: viewer.id, message })
}

/** At a tick: clients that are ahead of this hub resume when it has caught up, and load when it does not. */
export function catchUp(hub: Hub, now: Instant, out: Effect[]): void {
	const head = headOf(hub.picture)
	for (const viewer of hub.viewers.values()) {
		const { phase } = viewer
		if (phase.type !== 'ahead') continue
		if (LANES.every((lane) => phase.seq[lane] <= head)) enter(hub, viewer, liveAt(viewer, phase.seq, hub.ticks))
		else if (now >= phase.deadline) enter(hub, viewer, { type: 'loading' })
		else continue
		welcome(hub, viewer, { now, out })
	}
}

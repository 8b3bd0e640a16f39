import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { Ack, Resync, ScopeChange } from '@lagebild/model/protocol.ts'
import type { Bye } from '@lagebild/model/protocol.ts'
import { faultOf } from '@lagebild/model/read-submission.ts'
import { LANES } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { expired, reaches, widens } from '@lagebild/picture/visible.ts'

import { acknowledge, isStuck } from './credit.ts'
import type { Hub } from './hub.ts'
import type { Effect, Input, ViewerId } from './input.ts'
import { flushMeasured } from './measure.ts'
import { narrowNow } from './personal.ts'
import { enter, forget, leaveGroup } from './viewer.ts'
import type { Viewer } from './viewer.ts'
import { viewFor } from './views.ts'

type Said<T extends 'scope' | 'acked' | 'resync'> = Extract<Input, { type: T }>
type Regranted = Extract<Input, { type: 'regranted' }>
type Stopping = Extract<Input, { type: 'stopping' }>

/** H4: scope changes in any second; the last wish of more is taken when its time has come. */
const SCOPES = 4
const SCOPES_MS = 1_000

export function left(hub: Hub, id: ViewerId): void {
	const viewer = hub.viewers.get(id)
	if (viewer) forget(hub, viewer)
}

export function acked(hub: Hub, { viewer: id, message, now }: Said<'acked'>, out: Effect[]): void {
	const viewer = hub.viewers.get(id)
	if (!viewer) return
	const read = isAck(message) ? ({ success: true, data: message } as const) : Ack.safeParse(message)
	if (!read.success) return refuse(id, faultOf(read.error), out)
	if (acknowledge(viewer.credit, read.data.frame, now)) return
	refuse(id, fault('bad-message', 'no frame of this number was sent', 'frame'), out)
}

/** Each viewer says several of these a second: the schema is asked about those that are not plainly right. */
function isAck(message: unknown): message is Ack {
	if (typeof message !== 'object' || message === null || !('frame' in message) || Object.keys(message).length !== 1) return false
	return typeof message.frame === 'number' && Number.isSafeInteger(message.frame) && message.frame >= 0
}

/** H4: answers to `resync` in any second; one more is refused, and those after it are not answered at all. */
const RESYNCS = 4
const RESYNCS_MS = 1_000

/** The client found a gap. What it holds only it knows: it begins again with its cursors, or loads. */
export function resync(hub: Hub, { viewer: id, message, now }: Said<'resync'>, out: Effect[]): void {
	const viewer = hub.viewers.get(id)
	if (!viewer) return
	viewer.resyncTimes = viewer.resyncTimes.filter((at) => now - at < RESYNCS_MS)
	if (viewer.resyncTimes.length > RESYNCS) return
	viewer.resyncTimes.push(now)
	if (viewer.resyncTimes.length > RESYNCS) return refuse(id, fault('too-many-requests', `more than ${RESYNCS} resync in a second`), out)
	const read = Resync.safeParse(message)
	if (!read.success) return refuse(id, faultOf(read.error), out)
	enter(hub, viewer, { type: 'loading' })
	out.push({ type: 'reset', to: id, message: { why: read.data.why } })
}

export function rescoped(hub: Hub, { viewer: id, message, now }: Said<'scope'>, out: Effect[]): void {
	const viewer = hub.viewers.get(id)
	if (!viewer) return
	const read = ScopeChange.safeParse(message)
	if (!read.success) return refuse(id, faultOf(read.error), out)
	viewer.deferred = read.data.want
	takeWish(hub, viewer, { now, out })
}

/** At a tick: wishes that came too soon. */
export function takeDeferred(hub: Hub, now: Instant, out: Effect[]): void {
	for (const viewer of hub.viewers.values()) if (viewer.deferred) takeWish(hub, viewer, { now, out })
}

type Moment = { readonly now: Instant; readonly out: Effect[] }

function takeWish(hub: Hub, viewer: Viewer, { now, out }: Moment): void {
	viewer.scopeTimes = viewer.scopeTimes.filter((at) => now - at < SCOPES_MS)
	if (!viewer.deferred || viewer.scopeTimes.length >= SCOPES) return
	viewer.scopeTimes.push(now)
	viewer.want = viewer.deferred
	viewer.deferred = undefined
	turn(hub, viewer, { now, out })
}

/**
 * Points a viewer at the view of its present grant and wish; each lane gets there by one personal frame. A viewer that waits for this hub
 * to catch up holds the content of another view: it begins again.
 */
function turn(hub: Hub, viewer: Viewer, { now, out }: Moment): void {
	const before = viewer.view
	viewer.view = viewFor(hub, viewer, now)
	if (viewer.phase.type === 'live') {
		for (const lane of LANES) {
			if (viewer.phase.lanes[lane].view !== viewer.view) leaveGroup(hub, lane, viewer.phase)
		}
	} else if (viewer.phase.type === 'ahead' && viewer.view !== before) {
		enter(hub, viewer, { type: 'loading' })
		out.push({ type: 'reset', to: viewer.id, message: { why: 'the scope changed before the hub had caught up' } })
	}
}

/** What takes something away holds at once; what only gives more, from the place of its entry on, when one was announced (A33). */
export function regranted(hub: Hub, { credential, viewers, grant, now }: Regranted, out: Effect[]): void {
	const announced = hub.regrants.announced.has(credential)
	const meant = hub.viewers.values().filter((one) => {
		if (one.grant.credential !== credential || !(viewers?.includes(one.id) ?? true)) return false
		return !(announced && grant && widens(one.grant, grant))
	})
	giveGrant(hub, { viewers: [...meant], grant }, { now, out })
}

type Giving = { readonly viewers: readonly Viewer[]; readonly grant: Grant | undefined }

/** Without a grant they have to go. A session ends when it ends, whatever the grant of its person says. */
export function giveGrant(hub: Hub, { viewers, grant }: Giving, { now, out }: Moment): void {
	for (const viewer of viewers) {
		const { expires } = viewer.grant
		const given = grant && expires !== undefined && grant.expires === undefined ? { ...grant, expires } : grant
		const bye = endOf(hub, given, now)
		if (!given || bye) dismiss(hub, [viewer], { bye: bye ?? GRANT_GONE, out })
		else regrant(hub, viewer, { grant: given, now, out })
	}
}

const GRANT_GONE: Bye = { why: 'grant', retryAfterMs: 0 }

function endOf(hub: Hub, grant: Grant | undefined, now: Instant): Bye | undefined {
	if (!grant || !reaches(grant, hub.operation.id)) return GRANT_GONE
	return expired(grant, now) ? { why: 'expired', retryAfterMs: 0 } : undefined
}

/** H7: less than before is applied before the next frame, or the viewer has to go; more comes like a pan. */
function regrant(hub: Hub, viewer: Viewer, { grant, now, out }: Moment & { readonly grant: Grant }): void {
	const before = viewer.grant
	const view = viewer.view
	viewer.grant = grant
	turn(hub, viewer, { now, out })
	if (viewer.view === view || viewer.phase.type !== 'live' || widens(before, grant)) return
	if (!narrowNow(hub, viewer.phase, { now, out })) dismiss(hub, [viewer], { bye: GRANT_GONE, out })
}

/** Once a second: what is on its way is far from what else a tick looks at. */
const STUCK_TICKS = 10

/** At a tick: an expired grant sees nothing any more, and a connection that nobody reads is given up. */
export function dismissGone(hub: Hub, now: Instant, out: Effect[]): void {
	const [gone, stuck]: [Viewer[], Viewer[]] = [[], []]
	const looks = hub.ticks % STUCK_TICKS === 0
	for (const viewer of hub.viewers.values()) {
		if (expired(viewer.grant, now)) gone.push(viewer)
		else if (looks && isStuck(viewer.credit, now)) stuck.push(viewer)
	}
	dismiss(hub, gone, { bye: { why: 'expired', retryAfterMs: 0 }, out })
	dismiss(hub, stuck, { bye: { why: 'too-slow', retryAfterMs: 1_000 }, out })
}

/** What was measured since the last tick goes to the journal now: there is no other tick. */
export function stopping(hub: Hub, { retryAfterMs }: Stopping, out: Effect[]): void {
	hub.stopping = true
	flushMeasured(hub, out)
	dismiss(hub, [...hub.viewers.values()], { bye: { why: 'stopping', retryAfterMs }, out })
}

function dismiss(hub: Hub, viewers: readonly Viewer[], { bye, out }: { readonly bye: Bye; readonly out: Effect[] }): void {
	if (viewers.length === 0) return
	for (const viewer of viewers) forget(hub, viewer)
	out.push({ type: 'bye', to: viewers.map(({ id }) => id), message: bye })
}

function refuse(to: ViewerId, message: Fault, out: Effect[]): void {
	out.push({ type: 'refused', to, message })
}

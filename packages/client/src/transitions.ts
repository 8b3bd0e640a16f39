import { fault } from '@lagebild/model/fault.ts'
import type { FaultCode } from '@lagebild/model/fault.ts'
import { PROTOCOL } from '@lagebild/model/protocol.ts'
import type { Bye } from '@lagebild/model/protocol.ts'

import { contentOf, digestOf, haveOf, rowsOf } from './content.ts'
import { mergeBeat, mergeFrame } from './merge.ts'
import type { Changes, Session, SessionEffect, SessionEvent } from './session.ts'

type Event<T extends SessionEvent['type']> = Extract<SessionEvent, { type: T }>
type Effects = readonly SessionEffect[]

/** An answer of the hub to `open` or `resync` that takes longer never comes. */
const ANSWER_MS = 10_000
/**
 * F7: acknowledge at once after so many bytes, or a share of what was acknowledged in the last two seconds, all of which the hub lets be on its way; or three quarters of what it lets be of lane U; else once a
 * second. A frame after a quieter second is acknowledged at once, for a slow link may wait for it.
 */
const ACK_BYTES = 16_384
const URGENT_ACK_BYTES = 12_288
const LATELY_MS = 2_000
const ACK_MS = 1_000
/** Who keeps step may wait for half of it, at most so much; who was late has half of the credit for five seconds. */
const STEADY = { share: 1 / 2, most: 81_920 }
const UNSTEADY = { share: 1 / 4, most: 65_536 }
const UNSTEADY_MS = 6_000
/** A frame that is so large a part of two seconds brings several ticks at once, as to somebody late. */
const BULKY_PART = 1 / 8
/** What came last before silence is acknowledged by the next second; else one that is so long after the acknowledgement before. */
const SILENT_MS = 250
const QUIET_MS = 900
/** C3: one automatic load in this time; a second difference is told to the person. */
const RELOAD_MS = 300_000
/** A credential that was refused may have been renewed in another tab. */
const REFUSED_RETRY_MS = 30_000

export function connect(session: Session): Effects {
	session.state = 'connecting'
	return [{ type: 'connect' }]
}

export function begin(session: Session, { now }: { readonly now: number }): Effects {
	const { link } = session
	Object.assign(link, { received: -1, acked: -1, ackedAt: -Infinity, bytes: 0, lately: [], refusal: undefined })
	return open(session, now)
}

function open(session: Session, now: number): Effects {
	const { content, link, want } = session
	const have = content && !link.distrust ? haveOf(content) : undefined
	session.state = 'opening'
	link.waitingSince = now
	link.asked = want
	return [{ type: 'open', message: { protocol: PROTOCOL, ...(have && { have }), want } }]
}

export function lose(session: Session): Effects {
	return goOffline(session, 0)
}

function goOffline(session: Session, atLeastMs: number): Effects {
	session.state = 'offline'
	session.link.waitingSince = undefined
	return [{ type: 'retry', attempt: session.link.attempts++, atLeastMs }]
}

/** Only what a person has to mend is a refusal; everything else is a bad moment. */
export function reject(session: Session, { fault: { fault: why } }: Event<'rejected'>): Effects {
	if (!LASTING.has(why)) return [{ type: 'disconnect' }, ...goOffline(session, 0)]
	session.state = 'refused'
	session.link.refusal = { why, again: !FINAL.has(why) }
	const effects: SessionEffect[] = [...(REVOKED.has(why) ? forget(session) : []), { type: 'disconnect' }]
	if (session.link.refusal.again) effects.push({ type: 'retry', attempt: 0, atLeastMs: REFUSED_RETRY_MS })
	return effects
}

/** What this device has read may not stay on it (architecture 5.7). */
const REVOKED: ReadonlySet<string> = new Set(['device-lost', 'device-retired'])
const FINAL: ReadonlySet<string> = new Set(['client-too-old', ...REVOKED])
const LASTING: ReadonlySet<string> = new Set(['unauthenticated', 'not-allowed', 'unknown-operation', ...FINAL])

export function welcome(session: Session, { message }: Event<'welcome'>): Effects {
	const { link, want } = session
	link.waitingSince = undefined
	if (message.next === 'load') {
		session.state = 'loading'
		return [{ type: 'load', scopeId: message.scopeId }]
	}
	session.state = 'live'
	link.attempts = 0
	if (link.asked === want) return []
	link.asked = want
	return [{ type: 'scope', message: { want } }]
}

export function takeLoad(session: Session, { load, now }: Event<'loaded'>): Effects {
	session.content = contentOf(load)
	session.asOf = load.asOf
	session.stored = false
	session.link.distrust = false
	const changes: Changes = { rows: load.rows.map(({ id }) => id), measured: load.measured.map(({ id }) => id), dropped: [], reloaded: true }
	return [{ type: 'changed', changes }, ...open(session, now)]
}

/** A connection that cannot be used is given up: the next one begins anew, after a pause. */
export function breakOff(session: Session): Effects {
	return [{ type: 'disconnect' }, ...goOffline(session, 0)]
}

/** What was sent before the hub read our last message: paid for, not used. */
export function count({ link }: Session, { frame, bytes, now }: Event<'frame'>): Effects {
	link.received = Math.max(link.received, frame.no)
	link.bytes += bytes
	link.framedAt = now
	if (frame.lane === 'U') link.urgentBytes += bytes
	const lately = ackedLately(link, now)
	if (bytes > lately * BULKY_PART) link.bulkyAt = now
	const { share, most } = now - link.bulkyAt > UNSTEADY_MS ? STEADY : UNSTEADY
	const enough = link.bytes >= Math.min(most, Math.max(ACK_BYTES, lately * share)) || link.urgentBytes >= URGENT_ACK_BYTES
	return enough || now - link.ackedAt >= ACK_MS ? acknowledge(link, now) : []
}

function ackedLately({ lately }: Session['link'], now: number): number {
	while (lately[0] && lately[0].at < now - LATELY_MS) lately.shift()
	return lately.reduce((all, { bytes }) => all + bytes, 0)
}

export function acknowledgeSilence({ link }: Session, { now }: Event<'second'>): Effects {
	return now - link.framedAt >= SILENT_MS || now - link.ackedAt >= QUIET_MS ? acknowledge(link, now) : []
}

export function acknowledge(link: Session['link'], now: number): Effects {
	if (link.received <= link.acked) return []
	link.ackedAt = now
	link.acked = link.received
	link.lately.push({ at: now, bytes: link.bytes })
	link.bytes = link.urgentBytes = 0
	return [{ type: 'ack', message: { frame: link.received } }]
}

export function merge(session: Session, event: Event<'frame'>): Effects {
	const counted = count(session, event)
	if (!session.content) return [...counted, ...askAgain(session, { why: 'nothing to merge into', now: event.now })]
	const merged = mergeFrame(session.content, event.frame)
	if (merged.type === 'ignored') return counted
	if (merged.type === 'gap') return [...counted, ...askAgain(session, { why: merged.why, now: event.now })]
	session.asOf = event.frame.asOf
	session.stored = false
	const { rows, measured, dropped } = merged
	return [...counted, { type: 'changed', changes: { rows, measured, dropped, reloaded: false } }]
}

/** The hub answers with `reset`; until then nothing that comes is used. */
function askAgain(session: Session, { why, now }: { readonly why: string; readonly now: number }): Effects {
	session.state = 'opening'
	session.link.waitingSince = now
	return [{ type: 'resync', message: { why: why.slice(0, 200) } }]
}

export function hear(session: Session, { beat, now }: Event<'beat'>): Effects {
	const { content } = session
	if (!content) return askAgain(session, { why: 'nothing to compare with', now })
	const beaten = mergeBeat(content, beat)
	if (beaten.type === 'gap') return askAgain(session, { why: beaten.why, now })
	session.asOf = beat.asOf
	session.stored = false
	if (beaten.type === 'differs') return doubt(session, { lane: beaten.lane, now })
	if (beat.digest) session.verified = 'yes'
	return [{ type: 'changed', changes: NO_CHANGES }]
}

const NO_CHANGES: Changes = { rows: [], measured: [], dropped: [], reloaded: false }

/** C3. The content is wrong although every frame was right: load once, and if that happens again soon, say so. */
function doubt(session: Session, { lane, now }: { readonly lane: 'U' | 'S' | 'M'; readonly now: number }): Effects {
	const { link, content } = session
	session.defect = { lane, ids: content ? [...rowsOf(content, lane)].map(({ id }) => id) : [] }
	if (link.reloadedAt !== undefined && now - link.reloadedAt < RELOAD_MS) {
		session.verified = 'no'
		return [{ type: 'changed', changes: NO_CHANGES }]
	}
	link.reloadedAt = now
	link.distrust = true
	session.verified = 'unknown'
	return askAgain(session, { why: `digest of ${lane} differs: ${content ? digestOf(content, lane) : ''}`, now })
}

export function reopen(session: Session, { now }: { readonly now: number }): Effects {
	return open(session, now)
}

/** Goodbyes after which no attempt of this client as it is can succeed. */
const FINAL_BYE: Partial<Readonly<Record<Bye['why'], FaultCode>>> = {
	protocol: 'client-too-old',
	lost: 'device-lost',
	retired: 'device-retired',
}

/** H7: what the grant no longer covers may not stay on the screen or on the disk. */
export function leave(session: Session, { message }: Event<'bye'>): Effects {
	const { why, retryAfterMs } = message
	const effects: SessionEffect[] = why === 'grant' || why === 'expired' ? forget(session) : []
	const final = FINAL_BYE[why]
	if (final !== undefined) return [...effects, ...reject(session, { type: 'rejected', fault: fault(final) })]
	return [...effects, { type: 'disconnect' }, ...goOffline(session, retryAfterMs)]
}

function forget(session: Session): SessionEffect[] {
	session.content = undefined
	session.asOf = undefined
	session.stored = false
	return [{ type: 'forget' }, { type: 'changed', changes: { ...NO_CHANGES, reloaded: true } }]
}

/** The next `open`, or the hub's welcome, takes it along. */
export function wish(session: Session, { want }: Event<'want'>): Effects {
	session.want = want
	return []
}

export function wishNow(session: Session, { want }: Event<'want'>): Effects {
	session.want = want
	session.link.asked = want
	return [{ type: 'scope', message: { want } }]
}

export function watch(session: Session, { now }: Event<'second'>): Effects {
	const { waitingSince } = session.link
	if (waitingSince !== undefined && now - waitingSince > ANSWER_MS) return breakOff(session)
	return acknowledge(session.link, now)
}

export function close(session: Session): Effects {
	session.state = 'closed'
	return [{ type: 'disconnect' }]
}

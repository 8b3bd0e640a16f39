import type { Lane } from '@lagebild/model/row.ts'

import { OnItsWay } from './on-its-way.ts'

/** H4. What may be on its way unacknowledged, in bytes: lane U has its own, S and M share what was acknowledged lately within bounds. */
export type CreditLimits = { readonly urgent: number; readonly least: number; readonly most: number }
export const CREDIT_LIMITS: CreditLimits = { urgent: 16_384, least: 24_576, most: 262_144 }
const LATELY_MS = 2_000
/** After so long without an acknowledgement nobody knows what the link carries. */
const FORGOTTEN_MS = 10_000

export type Credit = {
	readonly limits: CreditLimits
	readonly sent: OnItsWay
	urgentBytes: number
	stateBytes: number
	/** Bytes of S and M acknowledged in the last 2 s of acknowledging. */
	readonly acked: { readonly at: number; readonly bytes: number }[]
	/** Their sum, and when the newest came. */
	lately: number
	ackedAt: number
	/** Number of the newest frame sent. */
	newest: number
	/** Size of the last frame per lane: what the next personal one is expected to take. */
	readonly expected: Record<Lane, number>
}

export function createCredit(limits: CreditLimits): Credit {
	return {
		limits,
		sent: new OnItsWay(),
		urgentBytes: 0,
		stateBytes: 0,
		acked: [],
		lately: 0,
		ackedAt: -Infinity,
		newest: 0,
		expected: { U: 0, S: 0, M: 0 },
	}
}

/** `late`: for a frame to a viewer that starved. It uses half of its credit: a frame behind a full pipe would be old when it arrives. */
export type Cost = { readonly bytes: number; readonly now: number; readonly late?: boolean }

/** May a frame of so many bytes be sent now? One is always allowed when nothing of its kind is unacknowledged. */
export function affords(credit: Credit, lane: Lane, { bytes, now, late = false }: Cost): boolean {
	if (lane === 'U') return credit.urgentBytes === 0 || credit.urgentBytes + bytes <= credit.limits.urgent
	const use = (credit.stateBytes + bytes) * (late ? 2 : 1)
	return credit.stateBytes === 0 || use <= credit.limits.least || use <= limitOf(credit, now)
}

/** That nothing was to be sent for a while, or this hub stood still, says nothing about the link; that a frame has been on its way for long does. */
function limitOf(credit: Credit, now: number): number {
	if (credit.ackedAt < now - FORGOTTEN_MS) forget(credit, Infinity)
	else if (now - credit.sent.since > LATELY_MS) forget(credit, now - LATELY_MS)
	return Math.min(credit.limits.most, Math.max(credit.limits.least, credit.lately))
}

function forget(credit: Credit, before: number): void {
	while (credit.acked[0] && credit.acked[0].at < before) credit.lately -= credit.acked.shift()?.bytes ?? 0
}

export function spend(
	credit: Credit,
	lane: Lane,
	{ no, bytes, now }: { readonly no: number; readonly bytes: number; readonly now: number },
): void {
	const urgent = lane === 'U'
	credit.sent.add({ no, bytes, now }, urgent)
	credit.newest = no
	credit.expected[lane] = bytes
	if (urgent) credit.urgentBytes += bytes
	else credit.stateBytes += bytes
}

/** Has a frame been on its way for so long that nobody reads at the other end? */
export function isStuck({ sent }: Credit, now: number): boolean {
	return now - sent.since > STUCK_MS
}

/** 1.2 MB at 20 kB/s, the slowest link that is served. */
const STUCK_MS = 60_000

/** An acknowledgement of a frame is one of all before it. Returns false for a frame that was never sent: a lie, and nothing changes. */
export function acknowledge(credit: Credit, no: number, now: number): boolean {
	if (no > credit.newest) return false
	const { urgent, state } = credit.sent.take(no)
	credit.urgentBytes -= urgent
	credit.stateBytes -= state
	if (state === 0) return true
	credit.acked.push({ at: now, bytes: state })
	credit.lately += state
	credit.ackedAt = now
	forget(credit, now - LATELY_MS)
	return true
}

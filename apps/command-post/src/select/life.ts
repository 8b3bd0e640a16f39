import { readIso } from '@lagebild/model/time.ts'

import type { Thing } from '../state/facts.ts'

/** An expired thing stays visible as such for so long, so that nobody wonders where it went. */
const EXPIRED_STAYS_MS = 600_000
/** What a person or source has ended or taken back stays this long. */
const ENDED_STAYS_MS = 1_800_000
/** A unit that has not told its place for this long is shown as old. */
const POSITION_OLD_MS = 600_000
const SENSOR_OLD_MS = 900_000

/** Present state of being over; the clock decides about `expired`, what was said decides about the rest. */
export type LifeView = 'live' | 'ended' | 'cancelled' | 'expired' | 'unconfirmed'

export function untilOf({ row }: Thing): number | undefined {
	const until = row.validity?.until
	return until === undefined || until === null ? undefined : readIso(until)
}

export function lifeOf(thing: Thing, now: number): LifeView {
	const { life } = thing.row
	if (life === 'ended' || life === 'unconfirmed') return life
	if (life === 'cancelled' || life === 'superseded' || life === 'retracted') return 'cancelled'
	const until = untilOf(thing)
	return until !== undefined && until < now ? 'expired' : 'live'
}

/** Superseded and withdrawn things leave at once, those that are over after a while. */
export function isShown(thing: Thing, now: number): boolean {
	const { life, lifeAt, at } = thing.row
	if (life === 'superseded' || life === 'retracted') return false
	const state = lifeOf(thing, now)
	if (state === 'live' || state === 'unconfirmed') return true
	if (state === 'expired') return now - (untilOf(thing) ?? now) < EXPIRED_STAYS_MS
	return now - (lifeAt ?? at) < ENDED_STAYS_MS
}

export function isLive(thing: Thing, now: number): boolean {
	const state = lifeOf(thing, now)
	return state === 'live' || state === 'unconfirmed'
}

/** The newest moment at which anybody said anything about it, measured or told. */
export function newestAt({ row, measured }: Thing): number {
	return Math.max(row.at, measured?.at ?? 0)
}

/** Since when it has been silent, if it should have spoken by now. */
export function oldSince(thing: Thing, now: number): number | undefined {
	const term = termOf(thing)
	const at = thing.measured?.at ?? (thing.row.kind === 'unit' ? undefined : thing.row.at)
	return term !== undefined && at !== undefined && now - at > term ? at : undefined
}

function termOf({ row, measured }: Thing): number | undefined {
	switch (row.kind) {
		case 'unit':
		case 'track':
			return measured?.position ? POSITION_OLD_MS : undefined
		case 'sensor':
			return measured ? Math.max((row.fields.everyMs ?? 0) * 3, SENSOR_OLD_MS) : undefined
		default:
			return undefined
	}
}

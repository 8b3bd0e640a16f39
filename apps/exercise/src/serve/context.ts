import type { Clock } from '../scenario/clock.ts'
import { MINUTE, runsAt, startOf } from '../scenario/clock.ts'

/** What every upstream server of the exercise needs to know. */
export type Context = {
	/** Real time, ms. */
	readonly now: number
	readonly clock: Clock
	/** Address of this server without a slash at the end. */
	readonly base: string
}

/** Shortest distance of two values of one gauge, ms: below it a fast exercise skips minutes of its scenario. */
const SHORTEST = 5_000

/** Wall times of the gauges' values between two moments: one a minute of the scenario, none while the exercise is interrupted. */
export function valueTimes(clock: Clock, from: number, to: number): readonly number[] {
	const times: number[] = []
	for (const [index, { wall, speed }] of [{ wall: from, speed: 1 }, ...clock.segments].entries()) {
		if (speed === 0) continue
		const next = clock.segments[index]?.wall ?? Number.POSITIVE_INFINITY
		const step = Math.max(SHORTEST, Math.round(MINUTE / speed / 1_000) * 1_000)
		const begin = Math.max(from, wall)
		for (let at = Math.ceil(begin / step) * step; at <= to && at < next; at += step) times.push(at)
	}
	return times
}

/** Time of the newest value at a moment. */
export function newestValueTime({ now, clock }: Context): number {
	const segment = clock.segments.findLast((one) => one.wall <= now && one.speed > 0)
	const step = Math.max(SHORTEST, Math.round(MINUTE / (segment?.speed ?? 1) / 1_000) * 1_000)
	const stopped = clock.segments.findLast((one) => one.wall <= now)
	const until = runsAt(clock, now) ? now : (stopped?.wall ?? startOf(clock))
	return Math.floor(until / step) * step
}

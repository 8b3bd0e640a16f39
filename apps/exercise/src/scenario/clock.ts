/**
 * Two clocks of the exercise. *Wall* is real time, ms since 1970; every timestamp that leaves the exercise is wall time. *Scenario* is ms
 * since the beginning of the scenario; it runs `speed` times as fast as the wall while the exercise runs and stands still while it is
 * interrupted. Before the first start it runs as fast as the wall, so that the history before the start is a real day long.
 */
export type Segment = {
	/** Wall time at which this stretch begins. */
	readonly wall: number
	/** Scenario time at its beginning. */
	readonly scenario: number
	/** Scenario ms per wall ms; 0 while the exercise is interrupted. */
	readonly speed: number
}

/** Stretches in rising order of wall time, at least one. */
export type Clock = { readonly segments: readonly [Segment, ...Segment[]] }

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

/** Real days of measurements that the upstream servers know from before the start. */
export const HISTORY_MS = 24 * HOUR

export function startClock(wall: number, speed: number): Clock {
	return { segments: [{ wall, scenario: 0, speed }] }
}

export function startOf(clock: Clock): number {
	return clock.segments[0].wall
}

export function scenarioAt(clock: Clock, wall: number): number {
	const segment = clock.segments.findLast((one) => one.wall <= wall)
	return segment ? segment.scenario + (wall - segment.wall) * segment.speed : wall - startOf(clock)
}

/** The first wall time at which the scenario reaches a moment; beyond the last stretch it is taken to run on. */
export function wallAt(clock: Clock, scenario: number): number {
	if (scenario < 0) return startOf(clock) + scenario
	const running = clock.segments.filter((one) => one.speed > 0)
	const segment = running.findLast((one) => one.scenario <= scenario) ?? clock.segments[0]
	return segment.wall + (scenario - segment.scenario) / (segment.speed || 1)
}

/** False while interrupted: the upstream servers then have no values. */
export function runsAt(clock: Clock, wall: number): boolean {
	const segment = clock.segments.findLast((one) => one.wall <= wall)
	return segment ? segment.speed > 0 : wall >= startOf(clock) - HISTORY_MS
}

/** Adds an interruption from `from` to `to`, and goes on at a speed. The scenario goes on where it stood. */
export function resumeClock(clock: Clock, pause: { readonly from: number; readonly to: number; readonly speed: number }): Clock {
	const scenario = scenarioAt(clock, pause.from)
	const [first, ...rest] = clock.segments
	const kept = rest.filter((one) => one.wall < pause.from)
	const stop = { wall: pause.from, scenario, speed: 0 }
	const go = { wall: pause.to, scenario, speed: pause.speed }
	return { segments: pause.to > pause.from ? [first, ...kept, stop, go] : [first, ...kept, go] }
}

/**
 * Vehicles are not compressed: they keep their real speeds, so they live on a clock of their own that runs like the wall while the
 * exercise runs. Returns ms of running since the first start.
 */
export function ranFor(clock: Clock, wall: number): number {
	let total = 0
	for (const [index, segment] of clock.segments.entries()) {
		const end = Math.min(clock.segments[index + 1]?.wall ?? wall, wall)
		if (segment.speed > 0 && end > segment.wall) total += end - segment.wall
	}
	return total
}

/** The wall time at which the exercise had run for `ms`. */
export function wallAfter(clock: Clock, ms: number): number {
	let left = ms
	for (const [index, segment] of clock.segments.entries()) {
		const next = clock.segments[index + 1]
		if (segment.speed === 0) continue
		if (!next || left <= next.wall - segment.wall) return segment.wall + left
		left -= next.wall - segment.wall
	}
	return (clock.segments.at(-1) ?? clock.segments[0]).wall + left
}

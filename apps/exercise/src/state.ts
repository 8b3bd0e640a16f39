import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

import * as z from 'zod'

import { resumeClock, startClock } from './scenario/clock.ts'
import type { Clock, Segment } from './scenario/clock.ts'

const SegmentSchema: z.ZodType<Segment> = z.strictObject({ wall: z.number(), scenario: z.number(), speed: z.number().min(0) })

/** What a stopped exercise goes on from. All times are wall times, ms. */
export type State = {
	readonly clock: Clock
	/** Last moment at which the exercise was running. */
	readonly alive: number
	/** Everything that was to be said up to here is acknowledged. */
	readonly told: number
	/** Port of the upstream servers, so that their addresses stay. */
	readonly port: number
}

const StateSchema = z.strictObject({
	version: z.literal(1),
	segments: z.tuple([SegmentSchema], SegmentSchema),
	alive: z.number(),
	told: z.number(),
	port: z.int().min(0).max(65_535),
})

/** @returns undefined when there is no state, or none of this version: then the exercise begins anew. */
export function readState(file: string): State | undefined {
	try {
		const read = StateSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
		return read.success ? { ...read.data, clock: { segments: read.data.segments } } : undefined
	} catch {
		return undefined
	}
}

export function writeState(file: string, { clock, alive, told, port }: State): void {
	mkdirSync(dirname(file), { recursive: true })
	writeFileSync(`${file}.new`, JSON.stringify({ version: 1, segments: clock.segments, alive, told, port }))
	renameSync(`${file}.new`, file)
}

/** A crash and a restart within this time are no interruption: the world went on. */
const CRASH_MS = 5 * 60_000
/** Devices begin to speak this long before the start: what they said then is the history. */
const BEFORE_MS = 24 * 3_600_000

/** State to go on with at `now`: a longer absence was an interruption, in which the scenario stood still. */
export function stateAt(now: number, before: State | undefined, speed: number): State {
	if (!before) return { clock: startClock(now, speed), alive: now, told: now - BEFORE_MS, port: 0 }
	const last = before.clock.segments.at(-1)
	const from = now - before.alive > CRASH_MS ? before.alive : now
	const same = from === now && last?.speed === speed
	return { ...before, clock: same ? before.clock : resumeClock(before.clock, { from, to: now, speed }), alive: now }
}

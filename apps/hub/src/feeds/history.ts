import type { FeedHistory, MinuteOfFeed } from '@lagebild/model/feeds-protocol.ts'
import { iso, readIso } from '@lagebild/model/time.ts'

const MINUTE_MS = 60_000
const MINUTES = 180

/** By the beginning of the minute, epoch ms. */
export type Minutes = ReadonlyMap<number, MinuteOfFeed>

/** An ingest tells the newest minutes again and again, so what it says of one replaces what it said; what nobody asks for any more goes. */
export function minutesAfter(before: Minutes, told: readonly MinuteOfFeed[], now: number): Minutes {
	const first = firstMinute(now)
	const fresh = told.flatMap((minute): [number, MinuteOfFeed][] => {
		const from = beginningOf(readIso(minute.from) ?? -1)
		return from <= now ? [[from, minute]] : []
	})
	return new Map([...before, ...fresh].filter(([from]) => from >= first))
}

export function historyOf(minutes: Minutes, now: number): FeedHistory {
	const first = firstMinute(now)
	const told = Array.from({ length: MINUTES }, (_, i) => minutes.get(first + i * MINUTE_MS))
	return {
		from: iso(first),
		everySeconds: 60,
		messages: told.map((minute) => minute?.messages ?? 0),
		rejects: told.map((minute) => minute?.rejects ?? 0),
		lagP95Ms: told.map((minute) => minute?.lagP95Ms ?? null),
	}
}

function beginningOf(at: number): number {
	return Math.floor(at / MINUTE_MS) * MINUTE_MS
}

function firstMinute(now: number): number {
	return Math.max(0, beginningOf(now) - (MINUTES - 1) * MINUTE_MS)
}

import type { MinuteOfFeed } from '@lagebild/model/feeds-protocol.ts'
import { iso } from '@lagebild/model/time.ts'

const MINUTE_MS = 60_000
/** What rate and lag are over. */
const WINDOW = 5
/** Told again and again, so that a hub that was away misses nothing that matters. */
const TOLD = 10
/** Lags that are kept of a minute; of more the newest. */
const MOST_LAGS = 500

type Minute = { readonly from: number; messages: number; rejects: number; readonly lags: number[]; seen: number }

/** What one feed did lately, minute by minute; the oldest first. Owned by its worker. */
export type Figures = { readonly minutes: Minute[]; readonly begun: number }

export type Happened = { readonly messages?: number; readonly rejects?: number; readonly lagsMs?: readonly number[] }

export function newFigures(now: number): Figures {
	return { minutes: [], begun: now }
}

export function count({ minutes }: Figures, now: number, { messages = 0, rejects = 0, lagsMs = [] }: Happened): void {
	const minute = minuteAt(minutes, now)
	minute.messages += messages
	minute.rejects += rejects
	for (const lag of lagsMs) {
		minute.lags[minute.seen % MOST_LAGS] = Math.max(0, lag)
		minute.seen += 1
	}
}

function minuteAt(minutes: Minute[], now: number): Minute {
	const from = Math.floor(now / MINUTE_MS) * MINUTE_MS
	const last = minutes.at(-1)
	/** A clock that was set back goes on in the minute that there is. */
	if (last && last.from >= from) return last
	const fresh: Minute = { from, messages: 0, rejects: 0, lags: [], seen: 0 }
	minutes.push(fresh)
	if (minutes.length > TOLD) minutes.shift()
	return fresh
}

export type Summary = { readonly ratePerMinute: number; readonly lagP95Ms: number | null; readonly minutes: readonly MinuteOfFeed[] }

/** Of a feed that has just begun the rate is over the time that it ran, at least a minute. */
export function summaryOf({ minutes, begun }: Figures, now: number): Summary {
	const lately = minutes.filter(({ from }) => from > now - WINDOW * MINUTE_MS)
	const span = Math.min(WINDOW, Math.max(1, (now - begun) / MINUTE_MS))
	const messages = lately.reduce((sum, minute) => sum + minute.messages, 0)
	return {
		ratePerMinute: Math.round((messages / span) * 10) / 10,
		lagP95Ms: p95(lately.flatMap(({ lags }) => lags)),
		minutes: minutes.map(({ from, lags, ...minute }) => ({
			from: iso(from),
			messages: minute.messages,
			rejects: minute.rejects,
			lagP95Ms: p95(lags),
		})),
	}
}

function p95(lags: readonly number[]): number | null {
	const sorted = lags.toSorted((a, b) => a - b)
	return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? null
}

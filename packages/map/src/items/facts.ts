import type { Position } from '@lagebild/model/geo.ts'
import type { Severity } from '@lagebild/model/kinds/words.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import { readIso } from '@lagebild/model/time.ts'

import type { Look, SeverityLevel } from '../item.ts'
import type { ItemTexts } from './texts.ts'

export type ItemContext = {
	/** Hub time, epoch milliseconds. */
	readonly now: number
	readonly texts: ItemTexts
	/** Units that belong to the viewer: never hidden in clusters. */
	readonly own?: ReadonlySet<string>
}

const MINUTE = 60_000
/** A unit or vehicle that has not told its place for so long is shown as old. */
const POSITION_TERM = 10 * MINUTE
/** Values that should have come three times by now are old. */
const MISSED_VALUES = 3
const DEFAULT_VALUE_TERM = 15 * MINUTE
/** An expired thing stays this long, so that nobody wonders where it went. */
const EXPIRED_STAYS = 10 * MINUTE
/** What a person or source has ended or taken back stays this long. */
const ENDED_STAYS = 30 * MINUTE

const SEVERITY = { Extreme: 5, Severe: 4, Moderate: 3, Minor: 2, Unknown: 'unknown' } as const satisfies Record<Severity, SeverityLevel>

export function severityOf(severity: Severity | null | undefined): SeverityLevel | undefined {
	return severity ? SEVERITY[severity] : undefined
}

/** Undefined when the row is no longer (or not) drawn. */
export function lookOf(row: Row, now: number): Look | undefined {
	const { life, lifeAt, at } = row
	if (life === 'retracted' || life === 'superseded') return undefined
	if (life === 'cancelled' || life === 'ended') return now - (lifeAt ?? at) <= ENDED_STAYS ? life : undefined
	const until = endOf(row)
	if (until === undefined || until > now) return 'live'
	return now - until <= EXPIRED_STAYS ? 'ended' : undefined
}

function endOf({ validity }: Row): number | undefined {
	return validity?.until ? readIso(validity.until) : undefined
}

/** Second line of the label: why the thing looks as it does. */
export function stateWords(row: Row, { now, texts }: ItemContext): string | undefined {
	const { life } = row
	if (life === 'cancelled') return texts.cancelled
	if (life === 'ended') return texts.ended
	if (life === 'unconfirmed') return texts.unconfirmed
	const until = endOf(row)
	return until !== undefined && until <= now ? texts.expired(clock(until, texts)) : undefined
}

/** Age in words when a thing is older than its term. */
export function staleWords(at: number, term: number, { now, texts }: ItemContext): string | undefined {
	const age = now - at
	if (age <= term) return undefined
	return age < 60 * MINUTE ? texts.minutesAgo(Math.round(age / MINUTE)) : texts.asOf(clock(at, texts))
}

/** Whatever comes first: no longer reported, or a position that is too old. Only things that move grow old by themselves. */
export function moverStale(row: Row, measured: MeasuredRow | undefined, context: ItemContext): string | undefined {
	if (row.life !== 'live') return unconfirmedStale(row, context)
	return staleWords(measured?.at ?? row.at, POSITION_TERM, context)
}

export function unconfirmedStale({ life }: Row, { texts }: ItemContext): string | undefined {
	return life === 'unconfirmed' ? texts.unconfirmed : undefined
}

export function valueTerm(everyMs: number | null | undefined): number {
	return everyMs ? MISSED_VALUES * everyMs : DEFAULT_VALUE_TERM
}

/** Local clock time `21:04`. */
export function clock(ms: number, { locale, timeZone }: ItemTexts): string {
	return clockFormat(locale, timeZone).format(ms)
}

const FORMATS = new Map<string, Intl.DateTimeFormat>()

function clockFormat(locale: string, timeZone: string): Intl.DateTimeFormat {
	const key = `${locale} ${timeZone}`
	const format = FORMATS.get(key) ?? new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false, timeZone })
	FORMATS.set(key, format)
	return format
}

/** The measured place if there is one, else the stated point; areas and lines have none. */
export function pointOf({ geometry }: Row, measured: MeasuredRow | undefined): Position | undefined {
	if (measured?.position) return measured.position
	if (geometry?.type !== 'Point') return undefined
	const [lng, lat] = geometry.coordinates
	return { lat, lng }
}

export function inConflict({ conflicts }: Row, field?: string): boolean {
	return conflicts?.some((claim) => field === undefined || claim.field === field) ?? false
}

/** Joined by commas; empty parts are left out. */
export function words(...parts: readonly (string | null | undefined)[]): string {
	return parts.filter((part) => part !== undefined && part !== null && part !== '').join(', ')
}

/** In words, for titles. */
export function conflictWords(conflict: boolean, { texts }: ItemContext): string | undefined {
	return conflict ? texts.conflict : undefined
}

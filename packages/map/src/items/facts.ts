import type { Position } from '@lagebild/model/geo.ts'
import type { Severity } from '@lagebild/model/kinds/words.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import { isInSight, STANDING_POLICY, standingOf } from '@lagebild/picture/standing.ts'
import type { Standing, StandingPolicy } from '@lagebild/picture/standing.ts'

import type { Look, SeverityLevel } from '../item.ts'
import type { ItemTexts } from './texts.ts'

export type ItemContext = {
	/** Hub time, epoch milliseconds. */
	readonly now: number
	readonly texts: ItemTexts
	/** Units that belong to the viewer: never hidden in clusters. */
	readonly own?: ReadonlySet<string>
	/** Draw also what is over and no longer in sight by itself. */
	readonly over?: boolean
	readonly policy?: StandingPolicy
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const SEVERITY = { Extreme: 5, Severe: 4, Moderate: 3, Minor: 2, Unknown: 'unknown' } as const satisfies Record<Severity, SeverityLevel>

export function severityOf(severity: Severity | null | undefined): SeverityLevel | undefined {
	return severity ? SEVERITY[severity] : undefined
}

/** How a thing looks, and in words why. */
export type Stand = { readonly look: Look; readonly note?: string | undefined; readonly words?: string | undefined }

/** Undefined when the row is no longer (or not) drawn. */
export function standOf(row: Row, measured: MeasuredRow | undefined, context: ItemContext): Stand | undefined {
	const { now, texts, over = false, policy = STANDING_POLICY } = context
	const standing = standingOf({ row, measured, now }, policy)
	if (!over && !isInSight(standing, now, policy)) return undefined
	const note = noteOf(standing, context)
	return { look: standing.state, note, words: note ?? (standing.noEnd ? texts.noEnd : undefined) }
}

function noteOf({ state, since, noEnd }: Standing, { now, texts }: ItemContext): string | undefined {
	if (state === 'live' || since === undefined) return undefined
	if (state !== 'stale') return texts.standing(state, clock(since, texts))
	if (noEnd) return texts.noEndFor(Math.floor((now - since) / HOUR))
	return now - since < HOUR ? texts.minutesAgo(Math.round((now - since) / MINUTE)) : texts.asOf(clock(since, texts))
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

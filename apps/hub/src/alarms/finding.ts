import type { AlarmRule, AlarmsConfig } from '@lagebild/config/alarms.ts'
import type { GaugeScales } from '@lagebild/model/gauge.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Severity } from '@lagebild/model/kinds/words.ts'
import type { Label } from '@lagebild/model/label.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import { readIso } from '@lagebild/model/time.ts'
import type { StandingPolicy } from '@lagebild/picture/standing.ts'

import type { Moment } from './moment.ts'

/** In German and English: whoever reads it may have either. */
export type Words = { readonly de: string; readonly en: string }

/**
 * What a rule finds of one thing. `up`: it is to be alarmed. `keep`: no reason to raise an alarm, and none to end one that stands (between the
 * lines, or not known any more). What a rule does not find is over.
 */
export type Finding = {
	readonly rule: AlarmRule
	readonly state: 'up' | 'keep'
	/** Thing that it is about; with the rule and `part` it names the cause. */
	readonly about: EntityId
	/** Where one rule has several causes in one thing: a stage. */
	readonly part?: string
	/** Since when, by the source's time. */
	readonly since: number
	readonly severity: Severity
	readonly title: Words
	readonly cause: Words
	/** Of whom it speaks, in words. */
	readonly name: string
	readonly label: Label
}

/** One thing of the operation, or of a base that it shows. */
export type Thing = { readonly row: Row; readonly measured?: MeasuredRow | undefined }

export type Terms = {
	readonly config: AlarmsConfig
	readonly gauges: GaugeScales
	readonly policy: StandingPolicy
	readonly timeZone: string
}

/** What rules know beside the thing itself. */
export type Sight = Terms & {
	readonly moment: Moment
	/** Kept observations of a sensor, ascending in time. */
	readonly recent: (id: EntityId) => readonly { readonly at: number; readonly value: number | null }[]
	readonly rowOf: (id: EntityId) => Row | undefined
}

export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000

export function timeIn(text: string | null | undefined): number | undefined {
	return text ? readIso(text) : undefined
}

/** What happened longer ago than this when it came is no alarm any more (R4). */
export function isLate(since: number, { config, moment }: Pick<Sight, 'config' | 'moment'>): boolean {
	return moment.passed(since + config.lateMinutes * MINUTE_MS)
}

const LONG = 80

/** The beginning of a text, in one line. */
export function shortly(text: string): string {
	const line = text.replaceAll(/\s+/gu, ' ').trim()
	return line.length <= LONG ? line : `${line.slice(0, LONG - 1).trimEnd()}…`
}

export function clockOf(at: number, { timeZone }: Pick<Sight, 'timeZone'>): string {
	return new Intl.DateTimeFormat('de', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at)
}

export function metres(level: number): Words {
	const text = (locale: string) => new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(level)
	return { de: `${text('de')} m`, en: `${text('en')} m` }
}

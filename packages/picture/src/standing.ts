import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Life, MeasuredRow, Row, RowOf } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { instant, readIso } from '@lagebild/model/time.ts'

/** One thing of the picture with what was measured of it. */
export type Standable = { readonly row: Row; readonly measured?: MeasuredRow | undefined }

export const STANDINGS = ['live', 'stale', 'unconfirmed', 'expired', 'ended', 'cancelled', 'retracted', 'superseded'] as const
export type StandingState = (typeof STANDINGS)[number]

/** How a thing stands at a moment: what was said of it, and what the clock makes of that. Never part of a row. */
export type Standing = {
	readonly state: StandingState
	/** Since when: the end, the cancellation, the last list that named it, the last value. Absent for `live`, and where nothing ever came. */
	readonly since?: Instant
	/** End that its source gave. */
	readonly until?: Instant
	/** It should have an end, and its source gave none. */
	readonly noEnd?: true
}

/** What P49 to P52 leave to the operator of a hub; all milliseconds. */
export type StandingPolicy = {
	/** Longest silence of a thing that says nothing about its own rhythm. */
	readonly silence: Readonly<Partial<Record<EntityKind | 'gate', number>>>
	/** A kind that is named here ought to have an end; without one it is stale after this. */
	readonly noEnd: Readonly<Partial<Record<EntityKind, number>>>
	/** How long what is over stays in sight. */
	readonly stays: Readonly<Record<OverState, number>>
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export const STANDING_POLICY: StandingPolicy = {
	silence: { sensor: 15 * MINUTE, unit: 10 * MINUTE, track: 10 * MINUTE, gate: HOUR },
	noEnd: { warning: 24 * HOUR },
	stays: { expired: 10 * MINUTE, ended: 30 * MINUTE, cancelled: 30 * MINUTE, retracted: 10 * MINUTE, superseded: 0 },
}

/** The policy as a configuration gives it. */
export type StandingTerms = {
	readonly silenceMinutes: Readonly<Record<'sensor' | 'unit' | 'track' | 'gate', number>>
	readonly noEndHours: Readonly<Partial<Record<EntityKind, number | undefined>>>
	readonly staysMinutes: Readonly<Record<OverState, number>>
}

export function policyOf({ silenceMinutes, noEndHours, staysMinutes }: StandingTerms): StandingPolicy {
	const { sensor, unit, track, gate } = silenceMinutes
	const { expired, ended, cancelled, retracted, superseded } = staysMinutes
	const noEnd: Partial<Record<EntityKind, number>> = {}
	for (const kind of KINDS) {
		const hours = noEndHours[kind]
		if (hours !== undefined) noEnd[kind] = hours * HOUR
	}
	return {
		silence: { sensor: sensor * MINUTE, unit: unit * MINUTE, track: track * MINUTE, gate: gate * MINUTE },
		noEnd,
		stays: {
			expired: expired * MINUTE,
			ended: ended * MINUTE,
			cancelled: cancelled * MINUTE,
			retracted: retracted * MINUTE,
			superseded: superseded * MINUTE,
		},
	}
}

/** P51: missed this often, a value is missing. */
const MISSED = 3
/** P51: a source that speaks every few seconds is not silent yet while a poll or a slow link is under way. */
const SHORTEST_SILENCE = 5 * MINUTE

const OVER = ['expired', 'ended', 'cancelled', 'retracted', 'superseded'] as const
export type OverState = (typeof OVER)[number]
const OVER_STATES: ReadonlySet<string> = new Set(OVER)

/** P48: the words that the clock does not change. */
const SAID: ReadonlySet<Life> = new Set(['retracted', 'cancelled', 'superseded', 'ended'])

export function isOver(state: StandingState): state is OverState {
	return OVER_STATES.has(state)
}

/** P48 to P51. Pure: a thing of the past stands as it stood when it is asked about that moment. */
export function standingOf({ row, measured, now }: Standable & { readonly now: number }, policy = STANDING_POLICY): Standing {
	const ends = endOf(row, policy)
	const { life, lifeAt = row.at } = row
	if (SAID.has(life)) return { state: life, since: lifeAt, ...ends }
	if (ends.until !== undefined && ends.until <= now) return { state: 'expired', since: ends.until, ...ends }
	if (life === 'unconfirmed') return { state: life, since: lifeAt, ...ends }
	return { ...freshness(silenceOf({ row, measured }, policy) ?? endless(row, ends, policy), now), ...ends }
}

/** The next moment at which the clock alone may make it stand otherwise; infinite when it never does. */
export function turnsAt({ row, measured, now }: Standable & { readonly now: number }, policy = STANDING_POLICY): number {
	if (SAID.has(row.life)) return Number.POSITIVE_INFINITY
	const ends = endOf(row, policy)
	const silence = silenceOf({ row, measured }, policy) ?? endless(row, ends, policy)
	const turns = [ends.until, silence && Math.floor(silence.from + silence.term) + 1]
	return Math.min(...turns.flatMap((at) => (at !== undefined && at > now ? at : [])))
}

function freshness(silence: Silence | undefined, now: number): Pick<Standing, 'state' | 'since'> {
	return silence && now - silence.from > silence.term ? { state: 'stale', ...silence.shown } : { state: 'live' }
}

type Ends = Pick<Standing, 'until' | 'noEnd'>

/** P49, P50: an end that cannot be read is none. */
function endOf(row: Row, { noEnd, stays }: StandingPolicy): Ends {
	const { kind, validity } = row
	const until = typeof validity?.until === 'string' ? readIso(validity.until) : undefined
	if (until !== undefined) return { until }
	if (isCancel(row)) return { until: instant(row.at + stays.cancelled) }
	return validity?.until === null || noEnd[kind] !== undefined ? { noEnd: true } : {}
}

/** A message that announces the end of another is no danger of its own. */
export function isCancel(row: Row): boolean {
	return row.kind === 'warning' && row.fields.msgType === 'Cancel'
}

/** Silence that began at `from` and is too long after `term`; `shown` is what is said about it. */
type Silence = { readonly from: number; readonly term: number; readonly shown: Pick<Standing, 'since'> }

function endless(row: Row, { noEnd }: Ends, policy: StandingPolicy): Silence | undefined {
	const term = noEnd && policy.noEnd[row.kind]
	return term === undefined ? undefined : { from: row.at, term, shown: { since: row.at } }
}

/** P51: only what ought to speak again and again can fall silent. */
function silenceOf({ row, measured }: Standable, { silence }: StandingPolicy): Silence | undefined {
	switch (row.kind) {
		case 'sensor':
			return sensorSilence(row, measured, rhythm(row) ?? silence.sensor)
		case 'unit':
		case 'track':
			return measured?.position && since(measured.at, rhythm(row) ?? silence[row.kind])
		case 'facility':
			return gateSilence(row, rhythm(row) ?? silence.gate)
		default:
			return undefined
	}
}

/** A cadence of its own that a sensor or a device states. */
function rhythm({ fields: { everyMs } }: RowOf<'sensor' | 'unit' | 'track' | 'facility'>): number | undefined {
	return everyMs ? Math.max(MISSED * everyMs, SHORTEST_SILENCE) : undefined
}

function since(at: Instant, term: number | undefined): Silence | undefined {
	return term === undefined ? undefined : { from: at, term, shown: { since: at } }
}

/** A sensor that never gave a value is silent without a moment since when. */
function sensorSilence({ at }: Row, measured: MeasuredRow | undefined, term: number | undefined): Silence | undefined {
	if (measured) return since(measured.at, term)
	return term === undefined ? undefined : { from: at, term, shown: {} }
}

/** A gate of which nobody ever said a state is unknown, which is more than silent, and no matter of time. */
function gateSilence({ fields, claims }: RowOf<'facility'>, term: number | undefined): Silence | undefined {
	if (fields.type !== 'gate') return undefined
	const newest = claims?.filter(({ field }) => field === 'gate').reduce<Instant | undefined>((at, claim) => later(at, claim.at), undefined)
	return newest === undefined ? undefined : since(newest, term)
}

function later(a: Instant | undefined, b: Instant): Instant {
	return a === undefined || b > a ? b : a
}

/** P52: in sight by itself. What is not is shown by who asks for what is over. */
export function isInSight({ state, since: from }: Standing, now: number, { stays } = STANDING_POLICY): boolean {
	return !isOver(state) || (from !== undefined && now - from < stays[state])
}

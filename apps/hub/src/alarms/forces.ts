import { standingOf, turnsAt } from '@lagebild/picture/standing.ts'

import { HOUR_MS, isLate, MINUTE_MS } from './finding.ts'
import type { Finding, Sight, Thing } from './finding.ts'
import type { Moment } from './moment.ts'

/** On the way, at work, and bound otherwise: whoever is at the station may have switched everything off. */
const IN_ACTION: ReadonlySet<unknown> = new Set([3, 4, 7, undefined, null])
/** A position of the day before says nothing about contact. */
const LONG_AGO_MS = 12 * HOUR_MS

/** R40, R41. */
export function unitFindings(thing: Thing, sight: Sight): readonly Finding[] {
	const { row } = thing
	if (row.kind !== 'unit' || row.life !== 'live') return []
	return [emergencyOf(thing, sight), lostOf(thing, sight)].filter((finding) => finding !== undefined)
}

function emergencyOf({ row }: Thing, sight: Sight): Finding | undefined {
	if (row.kind !== 'unit' || row.fields.overlay !== 0) return undefined
	const name = row.fields.callsign ?? row.id
	const since = row.fieldAt?.['overlay'] ?? row.at
	return {
		rule: 'emergency',
		state: isLate(since, sight) ? 'keep' : 'up',
		about: row.id,
		since,
		severity: 'Extreme',
		name,
		label: row.label,
		title: { de: `Notruf ${name}`, en: `Emergency call ${name}` },
		cause: { de: 'Status 0, priorisierter Sprechwunsch', en: 'Status 0, priority request to speak' },
	}
}

function lostOf({ row, measured }: Thing, sight: Sight): Finding | undefined {
	const { config, moment, policy } = sight
	if (row.kind !== 'unit' || !measured?.position || !IN_ACTION.has(row.fields.fms)) return undefined
	const thing = { row, measured, now: moment.now }
	moment.holdsUntil(turnsAt(thing, policy))
	if (standingOf(thing, policy).state !== 'stale' || moment.passed(measured.at + LONG_AGO_MS)) return undefined
	const since = measured.at + config.unitMinutes * MINUTE_MS
	const minutes = minutesSince(measured.at, moment)
	const name = row.fields.callsign ?? row.id
	return {
		rule: 'unit-lost',
		state: moment.reached(since) && !isLate(since, sight) ? 'up' : 'keep',
		about: row.id,
		since: measured.at,
		severity: 'Moderate',
		name,
		label: row.label,
		title: { de: `Kein Kontakt zu ${name}`, en: `No contact with ${name}` },
		cause: { de: `keine Position seit ${minutes} min`, en: `no position for ${minutes} min` },
	}
}

function minutesSince(at: number, moment: Moment): number {
	const minutes = Math.round((moment.now - at) / MINUTE_MS)
	moment.holdsUntil(at + (minutes + 0.5) * MINUTE_MS)
	return minutes
}

/**
 * Of a unit of which nothing is found: positions of this time or later give no cause for anything either, before it is to be looked at again.
 * Undefined where any could.
 */
export function steadyFrom({ row, measured }: Thing, now: number): number | undefined {
	if (row.kind !== 'unit' || !measured?.position || now - measured.at > LONG_AGO_MS) return undefined
	return measured.at
}

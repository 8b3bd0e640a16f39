import { standingOf } from '@lagebild/picture/standing.ts'

import { HOUR_MS, isLate, MINUTE_MS } from './finding.ts'
import type { Finding, Sight, Thing } from './finding.ts'

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

function lostOf({ row, measured }: Thing, { config, now, policy }: Sight): Finding | undefined {
	if (row.kind !== 'unit' || !measured?.position || !IN_ACTION.has(row.fields.fms)) return undefined
	if (standingOf({ row, measured, now }, policy).state !== 'stale' || now - measured.at > LONG_AGO_MS) return undefined
	const since = measured.at + config.unitMinutes * MINUTE_MS
	const minutes = Math.round((now - measured.at) / MINUTE_MS)
	const name = row.fields.callsign ?? row.id
	return {
		rule: 'unit-lost',
		state: since <= now && now - since <= config.lateMinutes * MINUTE_MS ? 'up' : 'keep',
		about: row.id,
		since: measured.at,
		severity: 'Moderate',
		name,
		label: row.label,
		title: { de: `Kein Kontakt zu ${name}`, en: `No contact with ${name}` },
		cause: { de: `keine Position seit ${minutes} min`, en: `no position for ${minutes} min` },
	}
}

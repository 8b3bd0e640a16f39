import type { GateState } from '@lagebild/model/kinds/facility.ts'
import { GateState as GateStateSchema } from '@lagebild/model/kinds/facility.ts'
import type { Claim, RowOf } from '@lagebild/model/row.ts'

import { clockOf, isLate, MINUTE_MS, timeIn } from './finding.ts'
import type { Finding, Sight, Thing, Words } from './finding.ts'

const WORDS: Readonly<Record<GateState, Words>> = {
	open: { de: 'offen', en: 'open' },
	closing: { de: 'schließt', en: 'closing' },
	closed: { de: 'zu', en: 'closed' },
	fault: { de: 'gestört', en: 'faulty' },
	unknown: { de: 'unbekannt', en: 'unknown' },
}

type Said = { readonly state: GateState; readonly at: number }

/** R20, R21. */
export function gateFindings({ row }: Thing, sight: Sight): readonly Finding[] {
	if (row.kind !== 'facility' || row.fields.type !== 'gate' || row.life !== 'live') return []
	return [conflictOf(row, sight), overdueOf(row, sight)].filter((finding) => finding !== undefined)
}

function newest(claims: readonly Claim[] = [], human: boolean): Said | undefined {
	return claims
		.filter(({ field, rank }) => field === 'gate' && (rank === 'person') === human)
		.toSorted((a, b) => b.at - a.at)
		.flatMap(({ value, at }) => {
			const read = GateStateSchema.safeParse(value)
			return read.success ? [{ state: read.data, at }] : []
		})[0]
}

function nameOf({ id, fields: { name } }: RowOf<'facility'>): Words {
	if (!name) return { de: id, en: id }
	return /^(?:tor|sperrwerk|flut|schleuse|deich)/i.test(name) ? { de: name, en: name } : { de: `Tor ${name}`, en: `Gate ${name}` }
}

/** On its way from one to the other is no contradiction. */
function isSettled(said: Said | undefined): said is Said {
	return said !== undefined && said.state !== 'unknown' && said.state !== 'closing'
}

function conflictOf(row: RowOf<'facility'>, { config, moment }: Sight): Finding | undefined {
	const sensor = newest(row.claims, false)
	const person = newest(row.claims, true)
	if (!isSettled(sensor) || !isSettled(person) || sensor.state === person.state) return undefined
	const since = Math.max(sensor.at, person.at)
	const patience = person.at >= sensor.at ? 0 : config.confirmMinutes * MINUTE_MS
	const name = nameOf(row)
	const [one, other] = [WORDS[sensor.state], WORDS[person.state]]
	return {
		rule: 'gate-conflict',
		state: moment.reached(since + patience) ? 'up' : 'keep',
		about: row.id,
		since,
		severity: 'Severe',
		name: name.de,
		label: row.label,
		title: { de: `Widerspruch ${name.de}`, en: `Conflict ${name.en}` },
		cause: { de: `Sensor ${one.de}, Torwache ${other.de}`, en: `Sensor ${one.en}, gate guard ${other.en}` },
	}
}

/** Worst first: what the picture reckons with. */
const WORSE: readonly GateState[] = ['open', 'fault', 'closing', 'closed']

function reckoned(row: RowOf<'facility'>): GateState {
	const said = [newest(row.claims, false), newest(row.claims, true)].flatMap((claim) => claim?.state ?? [])
	return WORSE.find((state) => said.includes(state)) ?? 'unknown'
}

/** When the time by which it is to be closed was said; one that was over by then is no alarm but a list that came late. */
function statedAt({ at, fieldAt }: RowOf<'facility'>): number {
	return fieldAt?.['closeBy'] ?? at
}

function overdueOf(row: RowOf<'facility'>, sight: Sight): Finding | undefined {
	const by = timeIn(row.fields.closeBy)
	const state = reckoned(row)
	if (by === undefined || !sight.moment.reached(by) || state === 'closed') return undefined
	const name = nameOf(row)
	const when = clockOf(by, sight)
	return {
		rule: 'gate-overdue',
		state: isLate(by, sight) || statedAt(row) >= by ? 'keep' : 'up',
		about: row.id,
		since: by,
		severity: 'Severe',
		name: name.de,
		label: row.label,
		title: { de: `${name.de} nicht zu`, en: `${name.en} not closed` },
		cause: {
			de: `Schließzeit ${when} überschritten, Zustand ${WORDS[state].de}`,
			en: `To be closed by ${when}, state ${WORDS[state].en}`,
		},
	}
}

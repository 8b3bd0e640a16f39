import { HUB_SOURCE } from '@lagebild/model/access/sources.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { RowOf } from '@lagebild/model/row.ts'

import { MINUTE_MS, shortly, timeIn } from './finding.ts'
import type { Finding, Sight, Thing, Words } from './finding.ts'

/** R50, R51. */
export function sourceFindings({ row }: Thing, sight: Sight): readonly Finding[] {
	if (row.kind !== 'feed' || row.life !== 'live') return []
	const finding = partsOf(row.id).source === HUB_SOURCE ? machineOf(row) : silentOf(row, sight)
	return finding ? [finding] : []
}

/** How a source is, as long as that is not as it should be. */
type Trouble = { readonly state: 'amber' | 'red'; readonly since: number; readonly name: string; readonly reason: string }

function troubleOf({ id, at, fields: { state, name, since, reason } }: RowOf<'feed'>): Trouble | undefined {
	if (state !== 'red' && state !== 'amber') return undefined
	return { state, since: timeIn(since) ?? at, name: name ?? id, reason: reason ?? '' }
}

const SILENCE = {
	red: { title: { de: 'schweigt', en: 'is silent' }, cause: { de: 'keine Daten', en: 'no data' } },
	amber: { title: { de: 'unvollständig', en: 'is incomplete' }, cause: { de: 'verspätet oder teilweise', en: 'late or in part' } },
} as const

/** One that never gave anything is a matter of setting it up, and one that somebody paused is `off`. */
function silentOf(row: RowOf<'feed'>, { config, moment }: Sight): Finding | undefined {
	const trouble = troubleOf(row)
	if (!trouble || !row.fields.lastGood) return undefined
	const { state, since, name, reason } = trouble
	const patience = (state === 'red' ? config.feedRedMinutes : config.feedAmberMinutes) * MINUTE_MS
	const { title, cause } = SILENCE[state]
	const why = reason === '' ? '' : `, ${shortly(reason)}`
	return {
		rule: 'feed',
		state: moment.reached(since + patience) ? 'up' : 'keep',
		about: row.id,
		since,
		severity: state === 'red' ? 'Moderate' : 'Minor',
		name,
		label: row.label,
		title: { de: `Quelle ${name} ${title.de}`, en: `Source ${name} ${title.en}` },
		cause: { de: `${cause.de}${why}`, en: `${cause.en}${why}` },
	}
}

/** What the hub says of its disk, its clock and its backups (O2); the lag shows by itself. */
const CHECKED = /(?:^|-)(disk|clock|backup)$/

function machineOf(row: RowOf<'feed'>): Finding | undefined {
	const trouble = troubleOf(row)
	if (!trouble || !CHECKED.test(partsOf(row.id).native)) return undefined
	const name = halves(trouble.name)
	return {
		rule: 'machine',
		state: 'up',
		about: row.id,
		since: trouble.since,
		severity: trouble.state === 'red' ? 'Severe' : 'Minor',
		name: name.de,
		label: row.label,
		title: { de: `Lagebild: ${name.de}`, en: `Lagebild: ${name.en}` },
		cause: halves(trouble.reason),
	}
}

function halves(text: string): Words {
	const [de = '', en = de] = text.split(' · ')
	return { de, en }
}

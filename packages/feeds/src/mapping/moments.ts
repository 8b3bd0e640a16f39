import { iso } from '@lagebild/model/time.ts'

import type { JsonValue } from '../json.ts'
import type { Mapping } from './definition.ts'
import { isBlank } from './said.ts'
import type { Note, Said } from './said.ts'
import { readTime } from './time.ts'
import type { ReadTime } from './time.ts'

export type Validity = { from?: string; until?: string | null; basis?: 'source' | 'policy' | 'none' }
export type Moments = {
	readonly times: { readonly [name in 'observed' | 'occurred' | 'sent']?: ReadTime }
	readonly validity?: Validity
	readonly notes: readonly Note[]
}

/** All times of an item. One that cannot be read is told and left out: no time is better than a wrong one. */
export function readMoments(mapping: Mapping, said: Said): Moments {
	const notes: Note[] = []
	const read = (name: string): ReadTime | undefined => {
		const value = said.at(`times.${name}`)
		if (isBlank(value)) return undefined
		const time = readTime(value, mapping.timeZone, said.received)
		if (!time) notes.push({ path: `times.${name}`, reason: 'bad-time', message: timeFault(value, mapping) })
		return time
	}
	const observed = read('observed')
	const [occurred, sent, from, until] = [read('occurred'), read('sent'), read('from'), read('until')]
	const validity = validityOf(mapping, { from, until, base: observed ?? occurred ?? sent })
	const times = { ...(observed && { observed }), ...(occurred && { occurred }), ...(sent && { sent }) }
	return { times, ...(validity && { validity }), notes }
}

function timeFault(value: JsonValue, { timeZone }: Mapping): string {
	const text = JSON.stringify(value).slice(0, 60).toWellFormed()
	const hint = timeZone === undefined && /^"\d[\d.: T-]{7,}"$/.test(text) ? '; a time without an offset needs `timeZone`' : ''
	return `${text} is no time between 1973 and 2199${hint}; left out`
}

type Ends = { readonly from: ReadTime | undefined; readonly until: ReadTime | undefined; readonly base: ReadTime | undefined }

/** A mapping that says where the end stands states also that there is none. */
function validityOf({ times, end }: Mapping, { from, until, base }: Ends): Validity | undefined {
	const begin = from && { from: from.wire }
	if (until) return { ...begin, until: until.wire, basis: 'source' }
	if (end?.afterMinutes !== undefined && base) return { ...begin, until: iso(base.at + end.afterMinutes * 60_000), basis: 'policy' }
	if (times?.until !== undefined) return { ...begin, until: null, basis: 'none' }
	return begin
}

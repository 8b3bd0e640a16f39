import type { Submission } from '@lagebild/model/event.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { GateState } from '@lagebild/model/kinds/facility.ts'

import type { Reject } from '../adapter.ts'
import type { Unnamed } from '../ids.ts'
import { numberOf } from '../json.ts'
import { converted } from '../mapping/units.ts'
import type { Observation } from '../measure.ts'
import { checked } from '../parsed.ts'
import { clip, rawOf } from '../text.ts'
import { isGap } from './observation.ts'
import type { Observed } from './observation.ts'

/** Numbers of one sensor. */
export type NumberReading = {
	readonly type: 'number'
	readonly entity: EntityId
	readonly unit: string
	readonly as: string
	readonly missing: readonly number[]
	readonly words: Readonly<Record<string, number>>
}

/** States of one gate. `statement` lacks the time and the state. */
export type GateReading = { readonly type: 'gate'; readonly statement: Unnamed; readonly words: Readonly<Record<string, GateState>> }

/** What the results of a datastream mean. `none`: nobody said, and it was told when the datastream was described. */
export type Meaning = NumberReading | GateReading | { readonly type: 'none' }

export type Read = {
	readonly events: readonly Submission[]
	readonly rows: readonly (Observation & { readonly revision: number })[]
	readonly rejects: readonly Reject[]
}

const NOTHING: Read = { events: [], rows: [], rejects: [] }

/** @param item the observation as it came, for a reject */
export function readResult(meaning: Meaning, observed: Observed, { feed, item }: { readonly feed: string; readonly item: unknown }): Read {
	switch (meaning.type) {
		case 'none':
			return NOTHING
		case 'number':
			return numberRead(meaning, observed, item)
		case 'gate':
			return gateRead(meaning, observed, { feed, item })
	}
}

function numberRead(reading: NumberReading, { observed, revision, quality, result }: Observed, item: unknown): Read {
	const value = valueOf(reading, result)
	if (value === undefined) {
		const message = `${shown(result)} is no number; "values" in "streams" can say what a word means`
		return { ...NOTHING, rejects: [{ reason: 'not-a-number', message, path: 'result', raw: rawOf(item) }] }
	}
	const { entity } = reading
	return { ...NOTHING, rows: [{ entity, observed, value, revision, ...(quality !== undefined && { quality }) }] }
}

function valueOf({ missing, words, unit, as }: NumberReading, result: unknown): number | null | undefined {
	const word = wordOf(result)
	if (word !== undefined && Object.hasOwn(words, word)) return words[word]
	if (isGap(result)) return null
	const number = numberOf(result)
	if (number === undefined) return undefined
	return missing.includes(number) ? null : converted(number, unit, as)
}

function wordOf(result: unknown): string | undefined {
	if (typeof result === 'string') return result.trim()
	return typeof result === 'boolean' || typeof result === 'number' ? String(result) : undefined
}

function gateRead(
	{ statement, words }: GateReading,
	{ observed, revision, result }: Observed,
	where: { feed: string; item: unknown },
): Read {
	const word = wordOf(result)
	const known = word !== undefined && Object.hasOwn(words, word)
	const gate = (known ? words[word] : undefined) ?? 'unknown'
	const said = checked(where.feed, stated(statement, { gate, observed, revision }), where.item)
	const unknown: readonly Reject[] =
		known || isGap(result)
			? []
			: [
					{
						reason: 'unknown-word',
						message: `${shown(result)} is not one of the values of the gate; it is told as unknown`,
						path: 'result',
						raw: rawOf(where.item),
					},
				]
	if ('reject' in said) return { ...NOTHING, rejects: [...unknown, said.reject] }
	return { ...NOTHING, events: [said.event], rejects: unknown }
}

type Said = { readonly gate: GateState; readonly observed: string; readonly revision: number }

function stated(statement: Unnamed, { gate, observed, revision }: Said): Unnamed {
	if (statement.op !== 'upsert' && statement.op !== 'patch') return statement
	return { ...statement, times: { observed }, revision, payload: { ...statement.payload, gate } }
}

function shown(value: unknown): string {
	return clip(JSON.stringify(value) ?? 'nothing', 60).toWellFormed()
}

import type { Validity } from '@lagebild/model/event.ts'
import { iso, readIso } from '@lagebild/model/time.ts'

import type { XmlElement } from '../xml/read.ts'
import { textOf } from '../xml/walk.ts'
import type { Hazard } from './info.ts'

/** A time of a block in the sender's own text; undefined when it is missing or unusable, such as the year 3021 for "no end". */
export function timeIn(info: XmlElement, name: string): string | undefined {
	const text = textOf(info, name)
	return text !== undefined && text.length <= 40 && readIso(text) !== undefined ? text : undefined
}

/**
 * From the earliest begin to the latest end of all hazards. One hazard without an end leaves the whole without: then the sender gave
 * none, which is neither for ever nor over.
 */
export function validityOf(hazards: readonly Hazard[]): { readonly validity?: Validity } {
	if (hazards.length === 0) return {}
	const begins = instants(hazards.map(({ lead }) => timeIn(lead, 'onset') ?? timeIn(lead, 'effective')))
	const ends = instants(hazards.map(({ lead }) => timeIn(lead, 'expires')))
	const from = begins.length > 0 ? iso(Math.min(...begins)) : undefined
	const until = ends.length === hazards.length ? iso(Math.max(...ends)) : null
	return { validity: { ...(from !== undefined && { from }), until, basis: until === null ? 'none' : 'source' } }
}

function instants(texts: readonly (string | undefined)[]): readonly number[] {
	return texts.flatMap((text) => (text === undefined ? [] : (readIso(text) ?? [])))
}

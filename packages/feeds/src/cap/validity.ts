import type { Validity } from '@lagebild/model/event.ts'
import { iso, readIso } from '@lagebild/model/time.ts'

import type { XmlElement } from '../xml/tree.ts'
import { textOf } from '../xml/walk.ts'
import { isOver, lasting } from './info.ts'
import type { Hazard } from './info.ts'

/** A time of a block in the sender's own text; undefined when it is missing or unusable, such as the year 3021 for "no end". */
export function timeIn(info: XmlElement, name: string): string | undefined {
	const text = textOf(info, name)
	return text !== undefined && text.length <= 40 && readIso(text) !== undefined ? text : undefined
}

/** An all-clear stays in sight for so long, as a cancellation does. */
const ALL_CLEAR_MS = 30 * 60_000

/**
 * From the earliest begin to the latest end of all hazards that last. One hazard without an end leaves the whole without: then the sender
 * gave none, which is neither for ever nor over. Where all are over the message tells of it for a while and ends.
 */
export function validityOf(all: readonly Hazard[], sentAt: number | undefined): { readonly validity?: Validity } {
	if (all.length === 0) return {}
	const hazards = lasting(all)
	const begins = instants(hazards.map(({ lead }) => timeIn(lead, 'onset') ?? timeIn(lead, 'effective')))
	const ends = instants(hazards.map(({ lead }) => timeIn(lead, 'expires')))
	const from = begins.length > 0 ? { from: iso(Math.min(...begins)) } : {}
	const until = ends.length === hazards.length ? Math.max(...ends) : undefined
	if (sentAt !== undefined && all.every(isOver)) return { validity: overAfter(from, sentAt + ALL_CLEAR_MS, until) }
	if (until === undefined) return { validity: { ...from, until: null, basis: 'none' } }
	return { validity: { ...from, until: iso(until), basis: 'source' } }
}

function overAfter(from: Pick<Validity, 'from'>, clear: number, until: number | undefined): Validity {
	const ends = until !== undefined && until < clear
	return { ...from, until: iso(ends ? until : clear), basis: ends ? 'source' : 'policy' }
}

function instants(texts: readonly (string | undefined)[]): readonly number[] {
	return texts.flatMap((text) => (text === undefined ? [] : (readIso(text) ?? [])))
}

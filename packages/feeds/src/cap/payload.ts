import type { JsonValue } from '../json.ts'
import { numberOf } from '../json.ts'
import { line } from '../text.ts'
import type { XmlElement } from '../xml/tree.ts'
import { childrenOf, textOf, textsOf } from '../xml/walk.ts'
import { lasting, textsByLanguage, together } from './info.ts'
import type { Hazard } from './info.ts'
import { timeIn } from './validity.ts'
import { CERTAINTY, certaintyOf, foremost, SEVERITY, URGENCY, wordOf } from './words.ts'

type Payload = { [field: string]: JsonValue }

/**
 * The warning's fields. With several hazards in one message it states the gravest word of each, and all names, texts and areas:
 * it may say too much for a part of the area, but never too little.
 */
export function payloadOf(alert: XmlElement, msgType: string, all: readonly Hazard[]): Payload {
	const hazards = lasting(all)
	const leads = hazards.map(({ lead }) => lead)
	return defined({
		msgType,
		event: together(leads.map(eventOf)) ?? line(textOf(alert, 'note')) ?? msgType,
		...gravest(leads),
		category: lines(leads, 'category', 12),
		responseType: lines(leads, 'responseType', 12),
		sender: line(textOf(alert, 'sender')),
		senderName: together(leads.map((lead) => textOf(lead, 'senderName'))),
		texts: leads.length > 0 ? definedTexts(all) : undefined,
		areas: areaNames(hazards),
		...details(leads),
	})
}

/** A sender's own number for the sort of event names it to nobody. */
function eventOf(lead: XmlElement): string | undefined {
	const event = textOf(lead, 'event')
	return event === undefined || /^\d+$/.test(event) ? (textOf(lead, 'headline') ?? event) : event
}

function gravest(leads: readonly XmlElement[]): { readonly [field: string]: string } {
	return {
		severity: foremost(SEVERITY, severities(leads)) ?? 'Unknown',
		urgency: foremost(URGENCY, words(leads, 'urgency', URGENCY)) ?? 'Unknown',
		certainty:
			foremost(
				CERTAINTY,
				leads.map((lead) => certaintyOf(textOf(lead, 'certainty'))),
			) ?? 'Unknown',
	}
}

function severities(leads: readonly XmlElement[]): readonly (typeof SEVERITY)[number][] {
	return words(leads, 'severity', SEVERITY)
}

function words<T extends string>(leads: readonly XmlElement[], name: string, known: readonly T[]): readonly T[] {
	return leads.flatMap((lead) => wordOf(known, textOf(lead, name)) ?? [])
}

function details(leads: readonly XmlElement[]): { readonly [field: string]: JsonValue | undefined } {
	const first = leads[0]
	if (!first) return {}
	const area = childrenOf(first, 'area')[0]
	const web = textOf(first, 'web')
	return {
		effective: timeIn(first, 'effective'),
		onset: timeIn(first, 'onset'),
		web: web !== undefined && /^https?:\/\//i.test(web) && web.length <= 2_000 ? web : undefined,
		contact: line(textOf(first, 'contact')),
		altitude: area && numberOf(textOf(area, 'altitude')),
		ceiling: area && numberOf(textOf(area, 'ceiling')),
	}
}

function lines(leads: readonly XmlElement[], name: string, max: number): string[] | undefined {
	const all = [...new Set(leads.flatMap((lead) => textsOf(lead, name).flatMap((text) => line(text) ?? [])))]
	return all.length > 0 ? all.slice(0, max) : undefined
}

function areaNames(hazards: readonly Hazard[]): string[] | undefined {
	const areas = hazards.flatMap(({ lead }) => childrenOf(lead, 'area'))
	const names = [...new Set(areas.flatMap((area) => line(textOf(area, 'areaDesc')) ?? []))]
	return names.length > 0 ? names.slice(0, 500) : undefined
}

function definedTexts(hazards: readonly Hazard[]): Payload {
	return Object.fromEntries(Object.entries(textsByLanguage(hazards)).map(([language, text]) => [language, { ...text }]))
}

function defined(fields: { readonly [field: string]: JsonValue | undefined }): Payload {
	return Object.fromEntries(Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
}

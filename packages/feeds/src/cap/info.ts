import { line, prose } from '../text.ts'
import type { XmlElement } from '../xml/read.ts'
import { pairsOf, textOf, textsOf } from '../xml/walk.ts'

/** One hazard of a message in all its languages; `lead` is the one whose words name it. */
export type Hazard = { readonly lead: XmlElement; readonly infos: readonly XmlElement[] }

type Text = { readonly event?: string; readonly headline?: string; readonly description?: string; readonly instruction?: string }

/**
 * Sorts the `info` blocks into hazards. Blocks that agree in everything but the language are one hazard; a second block of the same
 * language is a second hazard.
 */
export function hazardsOf(infos: readonly XmlElement[], languages: readonly string[]): readonly Hazard[] {
	const groups: { key: string; infos: XmlElement[] }[] = []
	for (const info of infos) {
		const key = keyOf(info)
		const language = languageOf(info)
		const group = groups.find((one) => one.key === key && !one.infos.some((other) => languageOf(other) === language))
		if (group) group.infos.push(info)
		else groups.push({ key, infos: [info] })
	}
	return groups.flatMap((group) => {
		const lead = leadOf(group.infos, languages)
		return lead ? [{ lead, infos: group.infos }] : []
	})
}

function keyOf(info: XmlElement): string {
	const words = ['severity', 'urgency', 'certainty', 'onset', 'expires'].map((name) => textOf(info, name) ?? '')
	const codes = pairsOf(info, 'eventCode').map(({ name, value }) => `${name}=${value}`)
	return JSON.stringify([words, textsOf(info, 'category').toSorted(), codes.toSorted()])
}

function leadOf(infos: readonly XmlElement[], languages: readonly string[]): XmlElement | undefined {
	const wanted = languages.map((language) => language.toLowerCase())
	for (const language of wanted) {
		const found = infos.find((info) => `${languageOf(info).toLowerCase()}-`.startsWith(`${language}-`))
		if (found) return found
	}
	return infos[0]
}

/** BCP 47 tag of a block: `en-US` when it names none (CAP 1.2, 3.2.2), `und` when what it names is no tag. */
export function languageOf(info: XmlElement): string {
	const tag = (textOf(info, 'language') ?? 'en-US').replaceAll('_', '-')
	return /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(tag) ? tag : 'und'
}

/** Texts of all hazards by language. Several hazards stand below one another, each under its event. */
export function textsByLanguage(hazards: readonly Hazard[]): { [language: string]: Text } {
	const blocks = hazards.flatMap(({ infos }) => infos)
	const languages = [...new Set(blocks.map(languageOf))]
	return Object.fromEntries(languages.map((language) => [language, textIn(blocks.filter((info) => languageOf(info) === language))]))
}

function textIn(infos: readonly XmlElement[]): Text {
	const several = infos.length > 1
	const pieces = (name: string): string | undefined =>
		prose(infos.flatMap((info) => underEvent(info, textOf(info, name), several)).join('\n\n'))
	const text = {
		event: together(infos.map((info) => textOf(info, 'event'))),
		headline: together(infos.map((info) => textOf(info, 'headline'))),
		description: pieces('description'),
		instruction: pieces('instruction'),
	}
	return Object.fromEntries(Object.entries(text).filter(([, value]) => value !== undefined))
}

function underEvent(info: XmlElement, text: string | undefined, several: boolean): readonly string[] {
	if (text === undefined) return []
	const event = textOf(info, 'event')
	return [several && event !== undefined ? `${event}: ${text}` : text]
}

/** Distinct lines joined by a middle dot. */
export function together(texts: readonly (string | undefined)[]): string | undefined {
	return line([...new Set(texts.flatMap((text) => line(text) ?? []))].join(' · '))
}

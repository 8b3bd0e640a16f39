import { line, prose } from '../text.ts'
import type { XmlElement } from '../xml/tree.ts'
import { pairsOf, textOf, textsOf } from '../xml/walk.ts'

/** One hazard of a message in all its languages; `lead` is the one whose words name it. */
export type Hazard = { readonly lead: XmlElement; readonly infos: readonly XmlElement[] }

type Text = { readonly event?: string; readonly headline?: string; readonly description?: string; readonly instruction?: string }

/**
 * Sorts the `info` blocks into hazards. Blocks that agree in everything but the language are one hazard; a second block of the same
 * language is a second hazard. A block that gives words and nothing else translates the hazard before it.
 */
export function hazardsOf(infos: readonly XmlElement[], languages: readonly string[]): readonly Hazard[] {
	const own = infos.filter((info) => !isTranslation(info))
	const groups = groupsOf(own.length > 0 ? own : infos)
	if (own.length > 0) for (const info of infos.filter(isTranslation)) translated(groups, info).push(info)
	return groups.flatMap((group) => {
		const lead = leadOf(group, languages)
		return lead ? [{ lead, infos: group }] : []
	})
}

function groupsOf(infos: readonly XmlElement[]): XmlElement[][] {
	const groups: XmlElement[][] = []
	const byKey = new Map<string, { readonly groups: XmlElement[][]; readonly count: Map<string, number> }>()
	for (const info of infos) {
		const key = keyOf(info)
		const same = byKey.get(key) ?? { groups: [], count: new Map<string, number>() }
		byKey.set(key, same)
		const language = languageOf(info)
		const before = same.count.get(language) ?? 0
		same.count.set(language, before + 1)
		const group = same.groups[before]
		if (group) group.push(info)
		else {
			const fresh = [info]
			same.groups.push(fresh)
			groups.push(fresh)
		}
	}
	return groups
}

const FACTS: ReadonlySet<string> = new Set(['severity', 'urgency', 'certainty', 'category', 'eventCode', 'onset', 'expires', 'area'])

function isTranslation(info: XmlElement): boolean {
	return !info.children.some(({ name }) => FACTS.has(name))
}

/** The first hazard without this language, or the first of all. */
function translated(groups: readonly XmlElement[][], info: XmlElement): XmlElement[] {
	const language = languageOf(info)
	return groups.find((group) => !group.some((other) => languageOf(other) === language)) ?? groups[0] ?? []
}

function keyOf(info: XmlElement): string {
	const words = ['severity', 'urgency', 'certainty', 'onset', 'expires'].map((name) => textOf(info, name) ?? '')
	const codes = pairsOf(info, 'eventCode').map(({ name, value }) => `${name}=${value}`)
	return JSON.stringify([words, textsOf(info, 'category').toSorted(), codes.toSorted()])
}

/** Easy language (`de-LS`) stands for the usual words only where there are no others. */
function leadOf(infos: readonly XmlElement[], languages: readonly string[]): XmlElement | undefined {
	const tagged = infos.map((info) => ({ info, tag: languageOf(info).toLowerCase() }))
	for (const language of languages.map((wanted) => wanted.toLowerCase())) {
		const found = tagged.filter(({ tag }) => `${tag}-`.startsWith(`${language}-`))
		const best = found.find(({ tag }) => tag === language) ?? found.find(({ tag }) => !tag.endsWith('-ls')) ?? found[0]
		if (best) return best.info
	}
	return infos[0]
}

/** Over, in the sender's own words: nothing is left to be done against it. */
export function isOver({ lead }: Hazard): boolean {
	return (
		textOf(lead, 'urgency')?.toLowerCase() === 'past' || textsOf(lead, 'responseType').some((type) => type.toLowerCase() === 'allclear')
	)
}

/** The hazards that last, when there are any: a message may end one and keep another. */
export function lasting(hazards: readonly Hazard[]): readonly Hazard[] {
	const left = hazards.filter((hazard) => !isOver(hazard))
	return left.length > 0 ? left : hazards
}

/** BCP 47 tag of a block: `en-US` when it names none (CAP 1.2, 3.2.2), `und` when what it names is no tag. */
export function languageOf(info: XmlElement): string {
	const tag = (textOf(info, 'language') ?? 'en-US').replaceAll('_', '-')
	if (!/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(tag) || tag.length > 60) return 'und'
	const [language = '', ...rest] = tag.split('-')
	return [language.toLowerCase(), ...rest.map((part) => (part.length === 2 ? part.toUpperCase() : part))].join('-')
}

/** Texts of all hazards by language. Several hazards stand below one another, each under its event. */
export function textsByLanguage(hazards: readonly Hazard[]): { [language: string]: Text } {
	const blocks = hazards.flatMap(({ infos }) => infos)
	return Object.fromEntries(
		Map.groupBy(blocks, languageOf)
			.entries()
			.map(([language, infos]) => [language, textIn(infos)]),
	)
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

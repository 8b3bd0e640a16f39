import { isObject } from '../json.ts'
import type { XmlElement } from '../xml/tree.ts'

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map()
/** `info` → `area` → `geocode` → `value`, and one to spare. */
const MAX_DEPTH = 6
/** Elements that hold others: what is no object there is none of them. */
const BLOCKS: ReadonlySet<string> = new Set(['info', 'area', 'parameter', 'eventCode', 'geocode', 'resource'])
const PROSE: ReadonlySet<string> = new Set(['headline', 'description', 'instruction', 'event', 'contact', 'areaDesc'])

/** CAP as the service writes it in JSON, as the elements of CAP: arrays are repeated elements, scalars their text. */
export function alertElement(details: { readonly [key: string]: unknown }): XmlElement {
	return elementOf('alert', details, 0)
}

function elementOf(name: string, value: unknown, depth: number): XmlElement {
	const children = isObject(value) && depth < MAX_DEPTH ? Object.entries(value).flatMap(([key, item]) => childrenOf(key, item, depth)) : []
	const text = textIn(value)
	return { name, space: '', attributes: NO_ATTRIBUTES, children, text: PROSE.has(name) ? plain(text) : text }
}

function childrenOf(name: string, value: unknown, depth: number): readonly XmlElement[] {
	if (Array.isArray(value) && name === 'references') return [elementOf(name, value.map(textIn).join(' '), depth + 1)]
	const items: readonly unknown[] = Array.isArray(value) ? value : [value]
	return items
		.filter((item) => isObject(item) || (!BLOCKS.has(name) && textIn(item) !== ''))
		.map((item) => elementOf(name, item, depth + 1))
}

function textIn(value: unknown): string {
	return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

const ENTITIES: ReadonlyMap<string, string> = new Map(
	Object.entries({
		amp: '&',
		lt: '<',
		gt: '>',
		quot: '"',
		apos: "'",
		nbsp: ' ',
		auml: 'ä',
		ouml: 'ö',
		uuml: 'ü',
		Auml: 'Ä',
		Ouml: 'Ö',
		Uuml: 'Ü',
		szlig: 'ß',
		eacute: 'é',
		ndash: '–',
		deg: '°',
	}),
)

function characterOf(name: string): string | undefined {
	const code = name.startsWith('#') ? Number(name.slice(1)) : Number.NaN
	return code >= 32 && code <= 0xd7_ff ? String.fromCodePoint(code) : ENTITIES.get(name)
}

/** The service writes its texts as HTML: line breaks become lines, other tags fall away, and `&quot;` is a quotation mark. */
function plain(text: string): string {
	return text
		.replaceAll(/<br\s{0,5}\/?>/gi, '\n')
		.replaceAll(/<\/?[a-z][^<>]{0,500}>/gi, '')
		.replaceAll(/&(#?\w{1,8});/g, (whole, name: string) => characterOf(name) ?? whole)
}

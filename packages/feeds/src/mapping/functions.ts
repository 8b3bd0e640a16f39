import { readTime } from './time.ts'

/** What JSONata has and a mapping must not use: the same bytes have to say the same thing, and content is never run. */
export const FORBIDDEN: ReadonlyMap<string, string> = new Map([
	['eval', '$eval would run what a foreign document says; use $json to read JSON that stands in a text'],
	['now', '$now differs from run to run; the same document must say the same thing'],
	['millis', '$millis differs from run to run; the same document must say the same thing'],
	['random', '$random differs from run to run; the same document must say the same thing'],
	['shuffle', '$shuffle differs from run to run; the same document must say the same thing'],
])

type PureFunction = { readonly signature: string; readonly run: (...values: readonly unknown[]) => unknown }

/** What a mapping has beside JSONata's own functions. */
export const FUNCTIONS: ReadonlyMap<string, PureFunction> = new Map<string, PureFunction>([
	['plainText', { signature: '<s-:s>', run: (html) => (typeof html === 'string' ? plainText(html) : undefined) }],
	['json', { signature: '<s-:x>', run: (text) => (typeof text === 'string' ? jsonIn(text) : undefined) }],
	['localTime', { signature: '<s-s:s>', run: (text, zone) => (typeof zone === 'string' ? readTime(text, zone)?.wire : undefined) }],
])

/** JSON that stands as text inside another document; nothing when it is none. */
function jsonIn(text: string): unknown {
	try {
		return JSON.parse(text.slice(0, 1_000_000))
	} catch {
		return undefined
	}
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** HTML as plain text: paragraphs and breaks become lines, other tags go. Never to be shown as HTML afterwards. */
export function plainText(html: string): string {
	return html
		.replaceAll(/<(?:br|\/p|\/div|\/li|\/h\d)\b[^<>]{0,2000}>/gi, '\n')
		.replaceAll(/<[a-z/!][^<>]{0,2000}>/gi, '')
		.replaceAll(/&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,6});/gi, signOf)
		.replaceAll(/\n{3,}/g, '\n\n')
		.trim()
}

function signOf(entity: string): string {
	const name = entity.slice(1, -1).toLowerCase()
	if (!name.startsWith('#')) return ENTITIES[name] ?? entity
	const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
	return code > 0 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff) ? String.fromCodePoint(code) : '\uFFFD'
}

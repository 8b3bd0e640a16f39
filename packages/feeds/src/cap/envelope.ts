import type { JsonValue } from '../json.ts'
import { line } from '../text.ts'
import { readXmlText } from '../xml/read.ts'
import type { XmlElement } from '../xml/tree.ts'
import { textOf } from '../xml/walk.ts'
import { wordOf } from './words.ts'

/** From the most to the least real: a message is no more real than what carries it. */
export const STATUS_WORDS = ['Actual', 'Exercise', 'Test', 'System', 'Draft'] as const
export type StatusWord = (typeof STATUS_WORDS)[number]

/** What an EDXL-DE distribution says about everything that it carries. */
export type Envelope = {
	readonly status?: StatusWord
	/** Report, Update, Cancel, Ack … of the distribution, not of the message. */
	readonly type?: string
	readonly restricted: boolean
	readonly ext: JsonValue
}

export type Carried = { readonly alert: XmlElement; readonly envelope?: Envelope }

const HEAD = [
	'distributionID',
	'senderID',
	'dateTimeSent',
	'distributionStatus',
	'distributionType',
	'combinedConfidentiality',
	'distributionReference',
]
const CARRIERS: ReadonlySet<string> = new Set(['embeddedXMLContent', 'contentData'])
const MAX_CARRIED = 1_000

/** Every message inside an element, at any depth: `alerts` lists, SOAP and EDXL-DE envelopes, as elements, as escaped text or in Base64. */
export function alertsIn(root: XmlElement): readonly Carried[] {
	const found: Carried[] = []
	collect(root, undefined, found)
	return found
}

function collect(element: XmlElement, around: Envelope | undefined, found: Carried[]): void {
	if (found.length >= MAX_CARRIED) return
	if (element.name === 'alert') {
		found.push({ alert: element, ...(around && { envelope: around }) })
		return
	}
	const envelope = element.name === 'EDXLDistribution' ? envelopeOf(element) : around
	const embedded = CARRIERS.has(element.name) && element.children.length === 0 ? embeddedIn(element) : undefined
	if (embedded) collect(embedded, envelope, found)
	for (const child of element.children) collect(child, envelope, found)
}

function envelopeOf(element: XmlElement): Envelope {
	const status = wordOf(STATUS_WORDS, textOf(element, 'distributionStatus'))
	const type = line(textOf(element, 'distributionType'), 60)
	const confidentiality = textOf(element, 'combinedConfidentiality')
	const entries = HEAD.flatMap((name): [string, JsonValue][] => {
		const text = line(textOf(element, name), 500)
		return text === undefined ? [] : [[name, text]]
	})
	return {
		...(status !== undefined && { status }),
		...(type !== undefined && { type }),
		restricted: confidentiality !== undefined && !/unclassified|public/i.test(confidentiality),
		ext: Object.fromEntries(entries),
	}
}

function embeddedIn({ text }: XmlElement): XmlElement | undefined {
	const trimmed = text.trim()
	const markup = trimmed.startsWith('<') ? trimmed : fromBase64(trimmed)
	const read = markup === undefined ? undefined : readXmlText(markup)
	return read?.ok ? read.value : undefined
}

/** Markup in Base64; undefined when it is anything else, such as a picture. */
function fromBase64(text: string): string | undefined {
	if (!/^(?:P[A-P]|77u\/P)/.test(text) || text.length > 1_400_000) return undefined
	const markup = Buffer.from(text, 'base64').toString('utf8').trim()
	return markup.startsWith('<') ? markup : undefined
}

/** The least real of the words of a message and of what carries it. */
export function leastReal(words: readonly (StatusWord | undefined)[]): StatusWord | undefined {
	return STATUS_WORDS.findLast((word) => words.includes(word))
}

import { clip } from '../text.ts'
import { charactersOf } from './characters.ts'
import { Refusal } from './refusal.ts'
import { outermost, spaceOf, withDeclarations } from './scope.ts'
import type { Scope } from './scope.ts'

export type XmlLimits = { readonly bytes: number; readonly nodes: number }

export type XmlElement = {
	/** Local name; prefixes are the sender's choice. */
	readonly name: string
	/** Namespace, empty when there is none. */
	readonly space: string
	readonly attributes: ReadonlyMap<string, string>
	readonly children: readonly XmlElement[]
	/** Text and CDATA directly inside, joined. */
	readonly text: string
}

type Growing = {
	readonly name: string
	readonly space: string
	readonly attributes: ReadonlyMap<string, string>
	readonly children: Growing[]
	text: string
	/** Name with its prefix, as the end tag must repeat it. */
	readonly tag: string
	readonly scope: Scope
}

type Reading = {
	readonly text: string
	readonly most: number
	at: number
	nodes: number
	root: Growing | undefined
	readonly open: Growing[]
}

const MAX_DEPTH = 64
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map()

/** Names of XML 1.0, fifth edition, but for those beyond the basic plane. */
const START =
	':A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD'
const NAME = `[${START}][${START}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040]*`
const TAG = new RegExp(NAME, 'y')
const ATTRIBUTE = new RegExp(`[ \\t\\n]+(${NAME})[ \\t\\n]*=[ \\t\\n]*(?:"([^<"]*)"|'([^<']*)')`, 'y')
const TAG_END = /[ \t\n]*(\/?)>/y
/** Control characters but for tab and line feed; those from DEL on may stand. */
const NO_CHARACTER = /[\p{Cc}\uFFFE\uFFFF](?<![\t\n\u007F-\u009F])/u

/**
 * The elements of a well-formed document (XML 1.0 with namespaces). A document type declaration is refused, so there are no entities but the five of
 * XML, and nothing is fetched. One pass; time grows with the length of the text and nothing else. Throws a `Refusal`, and nothing but it.
 */
export function treeOf(raw: string, limits: XmlLimits): XmlElement {
	const text = raw.includes('\r') ? raw.replaceAll(/\r\n?/g, '\n') : raw
	if (NO_CHARACTER.test(text)) throw new Refusal('not-xml', 'the document has a control character')
	const reading: Reading = { text, most: limits.nodes, at: 0, nodes: 0, root: undefined, open: [] }
	while (reading.at < text.length) step(reading)
	const left = reading.open.at(-1)
	if (left) throw broken(reading, `unclosed tag: ${left.tag}`)
	if (!reading.root) throw new Refusal('not-xml', 'the document has no element')
	return reading.root
}

/** Reads the text up to the next markup, and that. */
function step(reading: Reading): void {
	const { text, at } = reading
	const next = text.indexOf('<', at)
	const end = next < 0 ? text.length : next
	if (end > at) append(reading, text.slice(at, end))
	reading.at = end
	if (next < 0) return
	const mark = text.charCodeAt(next + 1)
	if (mark === SLASH) closeTag(reading)
	else if (mark === BANG) declaration(reading)
	else if (mark === QUESTION) instruction(reading)
	else openTag(reading)
}

const SLASH = 47
const BANG = 33
const QUESTION = 63

function append(reading: Reading, text: string): void {
	const top = reading.open.at(-1)
	if (!top) {
		if (text.trim() !== '') throw broken(reading, 'text outside of the element')
		return
	}
	if (text.includes(']]>')) throw broken(reading, ']]> in text')
	const characters = text.includes('&') ? charactersOf(text) : text
	top.text = top.text === '' ? characters : top.text + characters
}

function closeTag(reading: Reading): void {
	const { text, at, open } = reading
	const top = open.pop()
	const from = at + 2
	if (!top || !text.startsWith(top.tag, from)) throw broken(reading, 'unexpected end tag')
	TAG_END.lastIndex = from + top.tag.length
	const end = TAG_END.exec(text)
	if (!end || end[1] === '/') throw broken(reading, 'unexpected end tag')
	reading.at = TAG_END.lastIndex
}

function openTag(reading: Reading): void {
	const { text, at, open, root } = reading
	const above = open.at(-1)
	if (!above && root) throw broken(reading, 'a second element outside of the first')
	TAG.lastIndex = at + 1
	const tag = TAG.exec(text)?.[0]
	if (tag === undefined) throw broken(reading, 'no name after <')
	const { attributes, scope } = attributesAt(reading, TAG.lastIndex, above?.scope ?? outermost)
	const isEmpty = endOfTag(reading, tag)
	count(reading, 1 + attributes.size)
	const element: Growing = { ...nameOf(reading, tag, scope), attributes, children: [], text: '', tag, scope }
	if (above) above.children.push(element)
	else reading.root = element
	if (!isEmpty) open.push(element)
}

/** Passes over the end of an opening tag. @returns whether the element is empty */
function endOfTag(reading: Reading, tag: string): boolean {
	TAG_END.lastIndex = reading.at
	const end = TAG_END.exec(reading.text)
	if (!end) throw broken(reading, `the tag ${clip(tag, 60)} is not closed`)
	reading.at = TAG_END.lastIndex
	return end[1] === '/'
}

function count(reading: Reading, nodes: number): void {
	reading.nodes += nodes
	if (reading.nodes > reading.most) throw new Refusal('too-many-nodes', `more than ${reading.most} elements and attributes`)
	if (reading.open.length >= MAX_DEPTH) throw new Refusal('too-deep', `elements nest deeper than ${MAX_DEPTH} levels`)
}

function nameOf(reading: Reading, tag: string, scope: Scope): { readonly name: string; readonly space: string } {
	const colon = tag.indexOf(':')
	if (colon < 0) return { name: tag, space: spaceOf('', scope) }
	return { name: localIn(reading, tag, colon), space: spaceOf(tag.slice(0, colon), scope) }
}

type Attributes = { readonly attributes: ReadonlyMap<string, string>; readonly scope: Scope }

/** Attributes by local name, and the scope that their declarations open. */
function attributesAt(reading: Reading, from: number, outer: Scope): Attributes {
	ATTRIBUTE.lastIndex = from
	let found = ATTRIBUTE.exec(reading.text)
	reading.at = from
	if (!found) return { attributes: NO_ATTRIBUTES, scope: outer }
	const written = new Map<string, string>()
	while (found) {
		const [, name = '', double, single] = found
		if (written.has(name)) throw broken(reading, `the attribute ${clip(name, 60)} comes twice`)
		if (written.size >= reading.most) throw new Refusal('too-many-nodes', `more than ${reading.most} elements and attributes`)
		written.set(name, valueOf(double ?? single ?? ''))
		reading.at = ATTRIBUTE.lastIndex
		found = ATTRIBUTE.exec(reading.text)
	}
	const scope = withDeclarations(outer, written)
	return { attributes: localNames(reading, written, scope), scope }
}

function valueOf(written: string): string {
	const text = /[\t\n]/.test(written) ? written.replaceAll(/[\t\n]/g, ' ') : written
	return text.includes('&') ? charactersOf(text) : text
}

function localNames(reading: Reading, written: ReadonlyMap<string, string>, scope: Scope): ReadonlyMap<string, string> {
	const local = new Map<string, string>()
	const seen = new Set<string>()
	for (const [name, value] of written) {
		const colon = name.indexOf(':')
		const prefix = colon < 0 ? '' : name.slice(0, colon)
		const last = colon < 0 ? name : localIn(reading, name, colon)
		const full = prefix === '' || prefix === 'xmlns' ? name : `{${spaceOf(prefix, scope)}}${last}`
		if (seen.has(full)) throw broken(reading, `the attribute ${clip(name, 60)} comes twice`)
		seen.add(full)
		local.set(last, value)
	}
	return local
}

function localIn(reading: Reading, name: string, colon: number): string {
	const local = name.slice(colon + 1)
	if (colon === 0 || local === '' || local.includes(':')) throw broken(reading, `${clip(name, 60)} is no name with a prefix`)
	return local
}

function declaration(reading: Reading): void {
	const { text, at } = reading
	if (text.startsWith('<!--', at)) {
		const end = text.indexOf('--', at + 4)
		if (end < 0 || text[end + 2] !== '>') throw broken(reading, 'the comment is not closed')
		reading.at = end + 3
	} else if (text.startsWith('<![CDATA[', at)) {
		const end = text.indexOf(']]>', at + 9)
		const top = reading.open.at(-1)
		if (end < 0 || !top) throw broken(reading, 'the CDATA section is not closed or outside of the element')
		top.text += text.slice(at + 9, end)
		reading.at = end + 3
	} else if (/^<!doctype/i.test(text.slice(at, at + 9))) throw new Refusal('doctype', 'a document type declaration is not accepted')
	else throw broken(reading, 'unknown markup')
}

/** Processing instructions are passed over. The XML declaration is one, and stands first or not at all. */
function instruction(reading: Reading): void {
	const { text, at } = reading
	const end = text.indexOf('?>', at + 2)
	TAG.lastIndex = at + 2
	const target = TAG.exec(text)?.[0]
	if (end < 0 || target === undefined) throw broken(reading, 'the processing instruction is not closed')
	if (target.toLowerCase() === 'xml' && at > 0) throw broken(reading, 'the XML declaration is not at the beginning')
	reading.at = end + 2
}

function broken({ text, at }: Reading, message: string): Refusal {
	const before = text.slice(0, at)
	const line = before.split('\n').length
	return new Refusal('not-xml', `${line}:${at - before.lastIndexOf('\n')}: ${message}`)
}

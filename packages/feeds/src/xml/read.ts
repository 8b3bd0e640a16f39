import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { SaxesParser } from 'saxes'

import type { Reject } from '../adapter.ts'
import { clip, rawBytes } from '../text.ts'
import { decodeXml } from './decode.ts'

export type XmlLimits = { readonly bytes: number; readonly nodes: number }

/** One message of any kind. */
const MESSAGE: XmlLimits = { bytes: 1_000_000, nodes: 20_000 }
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map()
const MAX_DEPTH = 64

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
	name: string
	space: string
	attributes: ReadonlyMap<string, string>
	children: Growing[]
	text: string
}

/** Why reading stopped. Thrown inside the parser's callbacks only, where no value can be returned. */
class Refusal extends Error {
	readonly reason: string
	constructor(reason: string, message: string) {
		super(message)
		this.reason = reason
	}
}

/**
 * Reads one XML document into a tree: at most 64 levels and, unless told otherwise, 1 MB and 20,000 elements and attributes. Any document type declaration
 * is refused, so there are no entities to expand and nothing to fetch.
 */
export function readXml(bytes: Uint8Array, limits: XmlLimits = MESSAGE): Result<XmlElement, Reject> {
	const refuse = (reason: string, message: string): Result<never, Reject> => fail({ reason, message, raw: rawBytes(bytes) })
	if (bytes.length > limits.bytes) return refuse('too-large', `the document has ${bytes.length} bytes; the limit is ${limits.bytes}`)
	const text = decodeXml(bytes)
	if (text === undefined) return refuse('bad-encoding', 'the document is not in the charset that it declares')
	try {
		return ok(treeOf(text.trimStart(), limits))
	} catch (error) {
		return error instanceof Refusal ? refuse(error.reason, clip(error.message, 300)) : refuse('not-xml', 'the document cannot be read')
	}
}

/** Reads XML that stood as text inside another document. */
export function readXmlText(text: string, limits: XmlLimits = MESSAGE): Result<XmlElement, Reject> {
	return readXml(new TextEncoder().encode(text.replace(/^\s*<\?xml[^>]*>/, '')), limits)
}

function treeOf(text: string, limits: XmlLimits): XmlElement {
	const parser = new SaxesParser({ xmlns: true })
	const open: Growing[] = []
	let root: Growing | undefined
	let nodes = 0
	const append = (value: string): void => {
		const top = open.at(-1)
		if (top) top.text += value
	}
	parser.on('error', (error) => {
		throw new Refusal('not-xml', error.message)
	})
	parser.on('doctype', () => {
		throw new Refusal('doctype', 'a document type declaration is not accepted')
	})
	parser.on('text', append)
	parser.on('cdata', append)
	parser.on('closetag', () => {
		open.pop()
	})
	parser.on('opentag', (tag) => {
		const values = Object.values(tag.attributes)
		nodes += 1 + values.length
		if (nodes > limits.nodes) throw new Refusal('too-many-nodes', `more than ${limits.nodes} elements and attributes`)
		if (open.length >= MAX_DEPTH) throw new Refusal('too-deep', `elements nest deeper than ${MAX_DEPTH} levels`)
		const attributes = values.length === 0 ? NO_ATTRIBUTES : new Map(values.map(({ local, value }) => [local, value]))
		const element: Growing = { name: tag.local, space: tag.uri, attributes, children: [], text: '' }
		open.at(-1)?.children.push(element)
		root ??= element
		open.push(element)
	})
	parser.write(text).close()
	if (!root) throw new Refusal('not-xml', 'the document has no element')
	return root
}

import { SaxesParser } from 'saxes'
import type { SaxesTagPlain } from 'saxes'

import { clip } from '../text.ts'
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

type Attributes = ReadonlyMap<string, string>
type Written = Readonly<Record<string, string>>

const MAX_DEPTH = 64
const NO_ATTRIBUTES: Attributes = new Map()

const NO_CHILDREN: readonly XmlElement[] = []

type Growing = {
	readonly name: string
	readonly space: string
	readonly attributes: Attributes
	children: readonly XmlElement[]
	text: string
}
/** An element whose end has not come, what its children are put in, and the namespaces that hold inside. */
type Open = { readonly element: Growing; readonly scope: Scope; children: XmlElement[] | undefined }

/** The parser with our limits around it. It reads one document after the other, until one of them throws. */
class TreeReader {
	readonly #parser = new SaxesParser({ xmlns: false, defaultXMLVersion: '1.0', forceXMLVersion: true })
	readonly #open: Open[] = []
	#most = 0
	#nodes = 0
	/** Of the element whose tag is being read. */
	#attributesSeen = 0
	#root: XmlElement | undefined

	constructor() {
		const parser = this.#parser
		const open = this.#open
		const append = (text: string): void => {
			const top = open.at(-1)
			if (top) top.element.text += text
		}
		parser.on('error', ({ message }) => {
			throw new Refusal('not-xml', message)
		})
		parser.on('doctype', () => {
			throw new Refusal('doctype', 'a document type declaration is not accepted')
		})
		parser.on('text', append)
		parser.on('cdata', append)
		parser.on('attribute', () => {
			this.#attributesSeen += 1
		})
		parser.on('opentag', (tag) => this.#begin(tag))
		parser.on('closetag', () => void open.pop())
	}

	read(text: string, most: number): XmlElement {
		this.#most = most
		this.#nodes = 0
		this.#parser.write(text).close()
		const root = this.#root
		this.#root = undefined
		if (!root) throw new Refusal('not-xml', 'the document has no element')
		return root
	}

	#begin(tag: SaxesTagPlain): void {
		this.#count(1)
		if (this.#open.length >= MAX_DEPTH) throw new Refusal('too-deep', `elements nest deeper than ${MAX_DEPTH} levels`)
		const outer = this.#open.at(-1)
		const { attributes, scope } = this.#attributes(tag.attributes, outer?.scope ?? outermost)
		const colon = tag.name.indexOf(':')
		const name = colon < 0 ? tag.name : localIn(tag.name, colon)
		const space = spaceOf(colon < 0 ? '' : tag.name.slice(0, colon), scope)
		const element: Growing = { name, space, attributes, children: NO_CHILDREN, text: '' }
		if (outer) add(element, outer)
		else this.#root = element
		this.#open.push({ element, scope, children: undefined })
	}

	#attributes(written: Written, outer: Scope): Scoped {
		if (this.#attributesSeen === 0) return { attributes: NO_ATTRIBUTES, scope: outer }
		this.#count(this.#attributesSeen)
		this.#attributesSeen = 0
		const scope = withDeclarations(outer, written)
		return { attributes: localNames(written, scope), scope }
	}

	#count(nodes: number): void {
		this.#nodes += nodes
		if (this.#nodes > this.#most) throw new Refusal('too-many-nodes', `more than ${this.#most} elements and attributes`)
	}
}

/** Most elements have no children, and no list for them. */
function add(element: XmlElement, outer: Open): void {
	if (outer.children) outer.children.push(element)
	else {
		outer.children = [element]
		outer.element.children = outer.children
	}
}

type Scoped = { readonly attributes: Attributes; readonly scope: Scope }

let idle: TreeReader | undefined

/**
 * The elements of a well-formed document (XML 1.0 with namespaces). A document type declaration is refused, so there are no entities but the five of
 * XML, and nothing is fetched. Time grows with the length of the text and nothing else. Throws a `Refusal`, and nothing but it.
 */
export function treeOf(text: string, limits: XmlLimits): XmlElement {
	const reader = idle ?? new TreeReader()
	idle = undefined
	const tree = reader.read(text, limits.nodes)
	idle = reader
	return tree
}

/** Attributes by local name. */
function localNames(written: Written, scope: Scope): Attributes {
	const local = new Map<string, string>()
	const seen = new Set<string>()
	for (const [name, value] of Object.entries(written)) {
		const colon = name.indexOf(':')
		const prefix = colon < 0 ? '' : name.slice(0, colon)
		const last = colon < 0 ? name : localIn(name, colon)
		const full = prefix === '' || prefix === 'xmlns' ? name : `{${spaceOf(prefix, scope)}}${last}`
		if (seen.has(full)) throw new Refusal('not-xml', `the attribute ${clip(name, 60)} comes twice`)
		seen.add(full)
		local.set(last, value)
	}
	return local
}

function localIn(name: string, colon: number): string {
	const local = name.slice(colon + 1)
	if (colon === 0 || local === '' || local.includes(':')) throw new Refusal('not-xml', `${clip(name, 60)} is no name with a prefix`)
	return local
}

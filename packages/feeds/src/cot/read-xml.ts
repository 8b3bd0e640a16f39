import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { SaxesParser } from 'saxes'
import type { SaxesTagPlain } from 'saxes'

import { clip } from '../text.ts'
import { pointOf } from './event.ts'
import type { CotAttributes, CotElement, CotEvent } from './event.ts'
import { readCotTime } from './time.ts'

/** Why a message is none, with the field. */
export type CotFault = { readonly reason: string; readonly message: string; readonly path?: string }

const MAX_DEPTH = 64
const MAX_NODES = 20_000
const MAX_UID = 1_000

type Growing = { name: string; attributes: CotAttributes; children: Growing[]; text: string }

/** Why reading stopped. Thrown inside the parser's callbacks only, where no value can be returned. */
class Refusal extends Error {
	readonly reason: string
	constructor(reason: string, message: string) {
		super(message)
		this.reason = reason
	}
}

type Tree = {
	readonly event: CotAttributes
	readonly root: string
	readonly point: CotAttributes | undefined
	readonly detail: readonly CotElement[]
	readonly detailText: string
}

/**
 * Reads one message, beginning with its first tag: at most 64 levels and 20,000 elements. Any document type declaration is
 * refused, so there are no entities to expand and nothing to fetch.
 */
export function readCotXml(text: string): Result<CotEvent, CotFault> {
	let tree: Tree
	try {
		tree = treeOf(text)
	} catch (error) {
		if (!(error instanceof Refusal)) return fail({ reason: 'not-xml', message: 'the message cannot be read' })
		return fail({ reason: error.reason, message: clip(error.message, 300).toWellFormed() })
	}
	if (tree.root !== 'event') return fail({ reason: 'not-cot', message: `<${clip(tree.root, 60)}> is no event` })
	return eventOf(tree)
}

/** What devices repeat in every message, up to this length and so many. */
const REMEMBERED = { characters: 2_000, texts: 2_000 }
const details = new Map<string, Result<readonly CotElement[], CotFault>>()

/** What stands below `detail`, out of a message of protobuf. */
export function readDetail(text: string): Result<readonly CotElement[], CotFault> {
	if (text.length > REMEMBERED.characters) return parseDetail(text)
	const known = details.get(text)
	if (known) return known
	const read = parseDetail(text)
	if (details.size >= REMEMBERED.texts) details.clear()
	details.set(text, read)
	return read
}

function parseDetail(text: string): Result<readonly CotElement[], CotFault> {
	try {
		const { detail, detailText } = treeOf(`<event><detail>${text}</detail></event>`)
		return detailText === text ? ok(detail) : fail({ reason: 'not-xml', message: 'detail ends before its end' })
	} catch (error) {
		return fail({
			reason: 'not-xml',
			message: error instanceof Refusal ? clip(error.message, 300).toWellFormed() : 'detail cannot be read',
		})
	}
}

function eventOf({ event, point, detail, detailText }: Tree): Result<CotEvent, CotFault> {
	const { uid = '', type = '', how = '', access, qos, opex } = event
	const time = readCotTime(event['time'])
	const fault = headFault(uid, type, time)
	if (fault || time === undefined) return fail(fault ?? BAD_TIME)
	return ok({ uid, type, how, ...spanOf(event, time), access, qos, opex, ...(point && placeOf(point)), detail, detailText })
}

function spanOf(event: CotAttributes, time: number): Pick<CotEvent, 'time' | 'start' | 'stale'> {
	const start = event['start'] === event['time'] ? time : (readCotTime(event['start']) ?? time)
	return { time, start, stale: readCotTime(event['stale']) ?? start }
}

const BAD_TIME: CotFault = { reason: 'bad-time', message: 'time is no time between 1970 and 2199', path: 'event.time' }

/** Of what every message must say. */
export function headFault(uid: string, type: string, time: number | undefined): CotFault | undefined {
	if (uid.trim() === '' || uid.length > MAX_UID) {
		return { reason: 'missing-uid', message: `the message has no uid of 1 to ${MAX_UID} characters`, path: 'event.uid' }
	}
	if (type.trim() === '') return { reason: 'missing-type', message: 'the message has no type', path: 'event.type' }
	return time === undefined ? BAD_TIME : undefined
}

function placeOf(point: CotAttributes): Pick<CotEvent, 'point' | 'badPoint'> {
	const number = (name: string): number => numberIn(point[name])
	return pointOf({ lat: number('lat'), lng: number('lon'), hae: number('hae'), ce: number('ce'), le: number('le') })
}

/** Decimal figure; NaN for anything else, an empty text and hexadecimal digits among it. */
export function numberIn(text: string | undefined): number {
	if (text === undefined || text.length > 40) return Number.NaN
	const value = Number(text)
	return text.trim() === '' || /[xob]/i.test(text) ? Number.NaN : value
}

/** The parser with our limits around it. It reads one message after the other, until one of them throws. */
class CotXmlReader {
	readonly #parser = new SaxesParser({ xmlns: false, position: false, defaultXMLVersion: '1.0', forceXMLVersion: true })
	#text = ''
	#root = ''
	#event: CotAttributes = {}
	#point: CotAttributes | undefined
	#detail: Growing | undefined
	/** Between the tags of `detail`, in the text. */
	#from = 0
	#to = 0
	readonly #open: Growing[] = []
	#depth = 0
	#nodes = 0

	constructor() {
		const parser = this.#parser
		const append = (value: string): void => {
			const top = this.#open.at(-1)
			if (top) top.text += value
		}
		parser.on('error', ({ message }) => {
			throw new Refusal('not-xml', message)
		})
		parser.on('doctype', () => {
			throw new Refusal('doctype', 'a document type declaration is not accepted')
		})
		parser.on('text', append)
		parser.on('cdata', append)
		parser.on('opentag', (tag) => this.#begin(tag))
		parser.on('closetag', () => this.#end())
	}

	read(text: string): Tree {
		this.#reset(text)
		this.#parser.write(text).close()
		const detailText = text.slice(this.#from, this.#to)
		return { root: this.#root, event: this.#event, point: this.#point, detail: this.#detail?.children ?? [], detailText }
	}

	#reset(text: string): void {
		this.#text = text
		this.#root = ''
		this.#event = {}
		this.#point = undefined
		this.#detail = undefined
		this.#from = 0
		this.#to = 0
		this.#nodes = 0
	}

	#begin({ name, attributes, isSelfClosing }: SaxesTagPlain): void {
		this.#count()
		this.#depth += 1
		const parent = this.#open.at(-1)
		if (parent) {
			const element: Growing = { name, attributes, children: [], text: '' }
			parent.children.push(element)
			this.#open.push(element)
		} else if (this.#depth === 1) {
			this.#root = name
			this.#event = attributes
		} else if (this.#depth === 2) this.#part(name, attributes, isSelfClosing ? undefined : this.#parser.position)
	}

	/** A part of the event; the first of each name counts. */
	#part(name: string, attributes: CotAttributes, from: number | undefined): void {
		if (name === 'point') this.#point ??= attributes
		if (name !== 'detail' || this.#detail) return
		this.#detail = { name, attributes, children: [], text: '' }
		this.#open.push(this.#detail)
		this.#from = from ?? 0
	}

	/** The parser stands behind the closing tag, or behind the only one. */
	#end(): void {
		this.#depth -= 1
		const closed = this.#open.pop()
		if (closed && closed === this.#detail && this.#from > 0) this.#to = this.#text.lastIndexOf('</', this.#parser.position - 1)
	}

	#count(): void {
		this.#nodes += 1
		if (this.#nodes > MAX_NODES) throw new Refusal('too-many-nodes', `more than ${MAX_NODES} elements`)
		if (this.#depth >= MAX_DEPTH) throw new Refusal('too-deep', `elements nest deeper than ${MAX_DEPTH} levels`)
	}
}

let idle: CotXmlReader | undefined

function treeOf(text: string): Tree {
	const reader = idle ?? new CotXmlReader()
	idle = undefined
	const tree = reader.read(text)
	idle = reader
	return tree
}

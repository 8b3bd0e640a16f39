import type { Submission } from '@lagebild/model/event.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { MAX_MEASUREMENTS } from '@lagebild/model/measurement.ts'
import type { Measurements } from '@lagebild/model/measurement.ts'
import { readSubmission } from '@lagebild/model/read-submission.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import type { Parsed, Reject } from '../adapter.ts'
import { feedEventId } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import { byStatus } from '../measure.ts'
import { rejected, unique } from '../parsed.ts'
import { clip, rawBytes, rawOf } from '../text.ts'
import { decodeXml } from '../xml/decode.ts'
import type { Fix } from './context.ts'
import type { CotEvent } from './event.ts'
import { lasting } from './ext.ts'
import { formatCotXml } from './format-xml.ts'
import { CotFramer, meshMessage } from './frame.ts'
import type { CotFrame } from './frame.ts'
import { everyMs, fixOf } from './moving.ts'
import type { CotOptions } from './options.ts'
import { readTakMessage } from './protobuf.ts'
import { readCotXml } from './read-xml.ts'
import type { CotFault } from './read-xml.ts'
import { statementOf } from './statement.ts'

export type CotSource = { readonly feed: string; readonly options: CotOptions }

/**
 * What a source has said of a thing last: repeats say nothing, and older words that come late are out of date. `told`: time of the word that
 * was passed on.
 */
type Said = {
	time: number
	readonly told: number
	readonly content: string
	readonly ext: string
	/** Of a thing that moves: all that its statement was made from. */
	signature: string
}

/** What some messages say. */
type Taken = { readonly events: readonly Submission[]; readonly fixes: readonly Fix[]; readonly rejects: readonly Reject[] }

const NOTHING: Taken = { events: [], fixes: [], rejects: [] }

/** So often the parts of a message without a field of their own are kept anew, while all else stays: a drone turns its camera at every report. */
const EXT_EVERY_MS = 60_000

const MOST_UIDS = 50_000
const MAX_DOCUMENT_BYTES = 50_000_000
const UTF_16 = ['255,254', '254,255', '60,0', '0,60']

/** A message, as it came: what answers it needs it, and what refuses it shows it. */
export type ReadMessage = { readonly event?: CotEvent; readonly fault?: CotFault; readonly raw: () => string }

export function openCot(source: CotSource): CotReader {
	return new CotReader(source)
}

/** Reads what one source says, in order, and remembers under which uid it said it. Gives the same for the same bytes. */
export class CotReader {
	readonly #source: CotSource
	readonly #entities = new Map<string, EntityId>()
	readonly #said = new Map<EntityId, Said>()

	constructor(source: CotSource) {
		this.#source = source
	}

	/** A whole file or answer: XML events one behind another, messages of protobuf in either form. */
	document(bytes: Uint8Array): Parsed {
		if (bytes.length > MAX_DOCUMENT_BYTES) {
			const message = `the document has ${bytes.length} bytes; the limit is ${MAX_DOCUMENT_BYTES}`
			return rejected({ reason: 'too-large', message, raw: rawBytes(bytes) })
		}
		const mesh = meshMessage(bytes)
		if (mesh) return together([this.message(readProtobuf(mesh.message, mesh.version))])
		const framer = new CotFramer()
		const frames = [...framer.push(inUtf8(bytes)), ...framer.end()]
		return together(frames.map((frame) => this.message(readFrame(frame))))
	}

	/** What one message says, and what it cannot say. */
	message({ event, fault, raw }: ReadMessage): Taken {
		if (fault) return { ...NOTHING, rejects: [{ ...fault, raw: raw() }] }
		if (!event) return NOTHING
		return this.#onlyMoved(event) ?? this.#take(event, raw)
	}

	#take(event: CotEvent, raw: () => string): Taken {
		const { statement, fix, faults } = statementOf(event, { ...this.#source, known: (uid) => this.#entities.get(uid) })
		const said = statement && this.#isNews(event, statement) ? this.#checked(event, statement, raw) : undefined
		const rejects = faults.map((fault): Reject => ({ ...fault, raw: raw() }))
		return {
			events: said?.ok ? [said.value] : [],
			fixes: fix ? [fix] : [],
			rejects: said && !said.ok ? [...rejects, said.fault] : rejects,
		}
	}

	/** Most messages: the same thing, elsewhere. */
	#onlyMoved(event: CotEvent): Taken | undefined {
		const entity = isMoving(event) ? this.#entities.get(event.uid) : undefined
		const held = entity && this.#said.get(entity)
		if (!entity || !held || event.time < held.time || held.signature !== signatureOf(event)) return undefined
		held.time = event.time
		const fix = fixOf(event, entity)
		return fix ? { ...NOTHING, fixes: [fix] } : NOTHING
	}

	/** Remembers the uid, and whether this says anything that was not said. */
	#isNews(event: CotEvent, statement: Unnamed): boolean {
		const { uid, time } = event
		const { entity, op } = statement
		if (op === 'upsert') this.#remember(uid, entity)
		const before = this.#said.get(entity)
		if (before && before.time > time) return false
		const said = { time, told: time, content: contentOf(statement), ext: extText(statement), signature: '' }
		const news = !before || isAnother(before, said)
		const held = news ? said : { ...before, time }
		if (op === 'upsert' && isMoving(event) && held.ext === said.ext) held.signature = signatureOf(event)
		this.#said.set(entity, held)
		trim(this.#said)
		return news
	}

	#remember(uid: string, entity: EntityId): void {
		this.#entities.set(uid, entity)
		trim(this.#entities)
	}

	#checked(event: CotEvent, statement: Unnamed, raw: () => string): Result<Submission, Reject> {
		const { content = '', ext = '' } = this.#said.get(statement.entity) ?? {}
		const version = `${event.time} ${event.start} ${event.stale} ${content} ${ext}`
		const named = { ...statement, id: feedEventId(this.#source.feed, statement.entity, version) }
		const read = readSubmission(named)
		if (read.ok) return ok(named)
		const { fault, message, path } = read.fault
		return fail({ reason: fault, message, ...(path !== undefined && { path }), raw: raw() })
	}
}

function isAnother(before: Said, { content, ext, time }: Said): boolean {
	return before.content !== content || (before.ext !== ext && time - before.told >= EXT_EVERY_MS)
}

/** The oldest goes. */
function trim<K>(map: Map<K, unknown>): void {
	const oldest = map.size > MOST_UIDS ? map.keys().next().value : undefined
	if (oldest !== undefined) map.delete(oldest)
}

/** Everything that a statement says in fields, but its time. */
function contentOf(statement: Unnamed): string {
	const { op, status, links, validity } = statement
	return JSON.stringify(op === 'upsert' ? [op, status, links, validity?.until, statement.payload, statement.geometry] : [op, status])
}

/** What it keeps beside, but its times. */
function extText({ ext }: Unnamed): string {
	const kept = ext?.['cot']
	if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return ''
	const { type, how, access, qos, opex, caveat, releasableTo, point, detail } = kept
	return JSON.stringify([type, how, access, qos, opex, caveat, releasableTo, point, detail])
}

/** Its place is a measurement, and costs nothing but that. */
function isMoving({ type, badPoint }: CotEvent): boolean {
	return type.startsWith('a-') && badPoint === undefined
}

function signatureOf(event: CotEvent): string {
	const { type, how, access, qos, opex, caveat, releasableTo, detailText } = event
	const head = `${type} ${how} ${access ?? ''} ${qos ?? ''} ${opex ?? ''} ${caveat ?? ''} ${releasableTo ?? ''} ${everyMs(event) ?? ''}`
	return `${head} ${lasting(detailText)}`
}

/** Several messages as one document. */
function together(parts: readonly Taken[]): Parsed {
	return {
		events: unique(parts.flatMap(({ events }) => events)),
		measurements: positionsOf(parts.flatMap(({ fixes }) => fixes)),
		rejects: parts.flatMap(({ rejects }) => rejects),
		followUps: [],
	}
}

/** Columns as `POST …/measurements` takes them, several when one request cannot hold all. */
export function positionsOf(fixes: readonly Fix[]): readonly Measurements[] {
	return fixes.length === 0 ? [] : byStatus(fixes).flatMap(({ rows, ...status }) => columnsOf(rows, status))
}

function columnsOf(fixes: readonly Fix[], status: Pick<Measurements, 'status'>): readonly Measurements[] {
	const batches: Measurements[] = []
	for (let from = 0; from < fixes.length; from += MAX_MEASUREMENTS) {
		const part = fixes.slice(from, from + MAX_MEASUREMENTS)
		batches.push({
			positions: {
				entity: part.map(({ entity }) => entity),
				observed: part.map(({ observed }) => observed),
				lat: part.map(({ lat }) => lat),
				lng: part.map(({ lng }) => lng),
				course: part.map(({ course }) => course),
				speed: part.map(({ speed }) => speed),
				accuracy: part.map(({ accuracy }) => accuracy),
			},
			...status,
		})
	}
	return batches
}

/** A frame as a message, without asking what it means. */
export function readFrame(frame: CotFrame): ReadMessage {
	if (frame.type === 'protobuf') return readProtobuf(frame.bytes, 1)
	if (frame.type === 'xml') return readMarkup(frame.bytes)
	const whole = readMarkup(frame.bytes)
	if (whole.event) return whole
	return { fault: { reason: frame.fatal ? 'cut-off' : 'not-cot', message: frame.reason }, raw: () => rawBytes(frame.bytes) }
}

const BEGIN = /<event[\s/>]/

/** Nearly every message is UTF-8 and says so or says nothing; the others take the long way. */
function textOf(bytes: Uint8Array): string | undefined {
	const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
	const declared = text.startsWith('<?xml') ? text.slice(0, text.indexOf('?>')) : ''
	const usual = text.startsWith('<') && (declared === '' || !declared.includes('encoding') || /encoding=["']utf-8["']/i.test(declared))
	return usual && !text.includes('\uFFFD') ? text : decodeXml(bytes)
}

function readMarkup(bytes: Uint8Array): ReadMessage {
	const text = textOf(bytes)
	const raw = (): string => (text === undefined ? rawBytes(bytes) : rawOf(text))
	if (text === undefined) return { fault: { reason: 'bad-encoding', message: 'the message is not in the charset that it declares' }, raw }
	const begin = text.search(BEGIN)
	if (begin !== 0 && /<!doctype/i.test(begin < 0 ? text : text.slice(0, begin))) {
		return { fault: { reason: 'doctype', message: 'a document type declaration is not accepted' }, raw }
	}
	if (begin < 0) return { fault: { reason: 'not-cot', message: 'there is no event in it' }, raw }
	const read = readCotXml(begin === 0 ? text : text.slice(begin))
	return read.ok ? { event: read.value, raw } : { fault: read.fault, raw }
}

const VERSION = 1

function readProtobuf(bytes: Uint8Array, version: number): ReadMessage {
	const raw = (): string => clip(`protobuf ${Buffer.from(bytes.subarray(0, 40_000)).toString('base64')}`, 65_536)
	if (version !== VERSION) return { fault: { reason: 'unknown-version', message: `TAK protocol of version ${version} is not known` }, raw }
	const read = readTakMessage(bytes)
	if (!read.ok) return { fault: read.fault, raw }
	const { event } = read.value
	return event ? { event, raw: () => rawOf(formatCotXml(event)) } : { raw }
}

/** A datagram: one event of XML, or one message in the mesh form. */
export function readDatagram(bytes: Uint8Array): ReadMessage {
	const mesh = meshMessage(bytes)
	return mesh ? readProtobuf(mesh.message, mesh.version) : readMarkup(bytes)
}

/** Frames are found by bytes, which UTF-16 writes differently. */
function inUtf8(bytes: Uint8Array): Uint8Array {
	if (!UTF_16.includes(`${bytes[0] ?? 0},${bytes[1] ?? 0}`)) return bytes
	const text = decodeXml(bytes)
	return text === undefined ? bytes : new TextEncoder().encode(text.replace(/^(<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"']*["']/, '$1'))
}

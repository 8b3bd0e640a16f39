import type { EntityId } from '@lagebild/model/ids.ts'
import { MAX_MEASUREMENTS } from '@lagebild/model/measurement.ts'
import type { Measurements } from '@lagebild/model/measurement.ts'
import { readSubmission } from '@lagebild/model/read-submission.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import type { Parsed, Reject } from '../adapter.ts'
import { feedEventId } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import { joined, NOTHING, rejected } from '../parsed.ts'
import { clip, rawBytes, rawOf } from '../text.ts'
import { decodeXml } from '../xml/decode.ts'
import type { Fix } from './context.ts'
import type { CotEvent } from './event.ts'
import { formatCotXml } from './format-xml.ts'
import { CotFramer, meshMessage } from './frame.ts'
import type { CotFrame } from './frame.ts'
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
type Said = { readonly time: number; readonly told: number; readonly content: string; readonly ext: string }

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
		if (mesh) return this.message(readProtobuf(mesh.message, mesh.version))
		const framer = new CotFramer()
		const frames = [...framer.push(inUtf8(bytes)), ...framer.end()]
		return merged(frames.map((frame) => this.frame(frame)))
	}

	frame(frame: CotFrame): Parsed {
		return this.message(readFrame(frame))
	}

	message({ event, fault, raw }: ReadMessage): Parsed {
		if (fault) return rejected({ ...fault, raw: raw() })
		return event ? this.take(event, raw) : NOTHING
	}

	/** What one message says, and what it cannot say. */
	take(event: CotEvent, raw: () => string): Parsed {
		const { statement, fix, faults } = statementOf(event, { ...this.#source, known: (uid) => this.#entities.get(uid) })
		const said = statement && this.#isNews(event, statement) ? this.#checked(event, statement, raw) : undefined
		const rejects = faults.map((fault): Reject => ({ ...fault, raw: raw() }))
		return {
			events: said?.ok ? [said.value] : [],
			measurements: fix ? positionsOf([fix]) : [],
			rejects: said && !said.ok ? [...rejects, said.fault] : rejects,
			followUps: [],
		}
	}

	/** Remembers the uid, and whether this says anything that was not said. */
	#isNews({ uid, time }: CotEvent, statement: Unnamed): boolean {
		const { entity, op } = statement
		if (op === 'upsert') this.#remember(uid, entity)
		const before = this.#said.get(entity)
		if (before && before.time > time) return false
		const said = { time, told: time, content: contentOf(statement), ext: extText(statement) }
		const news = !before || before.content !== said.content || (before.ext !== said.ext && time - before.told >= EXT_EVERY_MS)
		this.#said.set(entity, news ? said : { ...before, time })
		trim(this.#said)
		return news
	}

	#remember(uid: string, entity: EntityId): void {
		this.#entities.set(uid, entity)
		trim(this.#entities)
	}

	#checked(event: CotEvent, statement: Unnamed, raw: () => string): Result<Parsed['events'][number], Reject> {
		const { content = '', ext = '' } = this.#said.get(statement.entity) ?? {}
		const version = `${event.time} ${event.start} ${event.stale} ${content} ${ext}`
		const named = { ...statement, id: feedEventId(this.#source.feed, statement.entity, version) }
		const read = readSubmission(named)
		if (read.ok) return ok(named)
		const { fault, message, path } = read.fault
		return fail({ reason: fault, message, ...(path !== undefined && { path }), raw: raw() })
	}
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

/** Several messages as one. Content that is repeated is said once already; positions of all of them go together. */
function merged(parts: readonly Parsed[]): Parsed {
	const fixes = parts.flatMap(({ measurements }) => measurements.flatMap(fixesOf))
	return { ...joined(parts), measurements: positionsOf(fixes) }
}

function fixesOf({ positions }: Measurements): readonly Fix[] {
	if (!positions) return []
	const { entity, observed, lat, lng, course, speed, accuracy } = positions
	return entity.map((id, i) => ({
		entity: id,
		observed: observed[i] ?? '',
		lat: lat[i] ?? 0,
		lng: lng[i] ?? 0,
		course: course?.[i] ?? null,
		speed: speed?.[i] ?? null,
		accuracy: accuracy?.[i] ?? null,
	}))
}

/** Columns as `POST …/measurements` takes them, several when one request cannot hold all. */
export function positionsOf(fixes: readonly Fix[]): readonly Measurements[] {
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

function readMarkup(bytes: Uint8Array): ReadMessage {
	const text = decodeXml(bytes)
	const raw = (): string => (text === undefined ? rawBytes(bytes) : rawOf(text))
	if (text === undefined) return { fault: { reason: 'bad-encoding', message: 'the message is not in the charset that it declares' }, raw }
	const begin = text.search(BEGIN)
	if (/<!doctype/i.test(begin < 0 ? text : text.slice(0, begin))) {
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

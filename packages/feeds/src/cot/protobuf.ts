import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import protobuf from 'protobufjs/minimal.js'

import { pointOf } from './event.ts'
import type { CotElement, CotEvent } from './event.ts'
import { formatElements } from './format-xml.ts'
import { headFault, readDetail } from './read-xml.ts'
import type { CotFault } from './read-xml.ts'
import { isCotTime } from './time.ts'
import { typedOf, splitDetail } from './typed-detail.ts'

const { BufferReader, Writer } = protobuf
type Reader = InstanceType<typeof BufferReader>

/** TAK protocol v1, `TakMessage`: what a client can speak, and one event. */
export type TakMessage = {
	/** Lowest and highest version, of a mesh. */
	readonly control?: { readonly min: number; readonly max: number; readonly contactUid: string }
	readonly event?: CotEvent
}

/** Reads one `TakMessage`. Never throws. */
export function readTakMessage(bytes: Uint8Array): Result<TakMessage, CotFault> {
	try {
		return messageOf(new BufferReader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)))
	} catch {
		return fail({ reason: 'not-protobuf', message: 'the message is no TakMessage of version 1' })
	}
}

/** Number and wire type of a field. */
function fieldOf(tag: number): readonly [field: number, wire: number] {
	return [tag >>> 3, tag & 7]
}

const LENGTH = 2

/** Calls `read` for each field of a message; what it does not take is skipped. */
function eachField(reader: Reader, end: number, read: (field: number, wire: number) => boolean): void {
	while (reader.pos < end) {
		const [field, wire] = fieldOf(reader.uint32())
		if (!read(field, wire)) reader.skipType(wire)
	}
	if (reader.pos !== end) throw new RangeError('a message ends within a field')
}

/** End of the embedded message that begins here. */
function endOf(reader: Reader): number {
	const end = reader.uint32() + reader.pos
	if (end > reader.len) throw new RangeError('longer than its message')
	return end
}

function messageOf(reader: Reader): Result<TakMessage, CotFault> {
	let control: TakMessage['control']
	let event: Result<CotEvent, CotFault> | undefined
	eachField(reader, reader.len, (field, wire) => {
		if (wire !== LENGTH || field > 2) return false
		if (field === 1) control = controlOf(reader, endOf(reader))
		else if (field === 2) event = eventOf(reader, endOf(reader))
		else return false
		return true
	})
	if (event && !event.ok) return event
	if (!event && !control) return fail({ reason: 'not-protobuf', message: 'the message holds neither an event nor a control' })
	return ok({ ...(control && { control }), ...(event && { event: event.value }) })
}

function controlOf(reader: Reader, end: number): NonNullable<TakMessage['control']> {
	let min = 0
	let max = 0
	let contactUid = ''
	eachField(reader, end, (field, wire) => {
		if (field === 1 && wire === 0) min = reader.uint32()
		else if (field === 2 && wire === 0) max = reader.uint32()
		else if (field === 3 && wire === LENGTH) contactUid = reader.string()
		else return false
		return true
	})
	return { min: min === 0 ? 1 : min, max: max === 0 ? 1 : max, contactUid }
}

type TextName = 'type' | 'access' | 'qos' | 'opex' | 'uid' | 'how' | 'caveat' | 'releasableTo'
type TimeName = 'time' | 'start' | 'stale'
type FigureName = 'lat' | 'lng' | 'hae' | 'ce' | 'le'

/** Fields of `CotEvent` by number. */
const TEXTS: ReadonlyMap<number, TextName> = new Map([
	[1, 'type'],
	[2, 'access'],
	[3, 'qos'],
	[4, 'opex'],
	[5, 'uid'],
	[9, 'how'],
	[16, 'caveat'],
	[17, 'releasableTo'],
])
const TIMES: ReadonlyMap<number, TimeName> = new Map([
	[6, 'time'],
	[7, 'start'],
	[8, 'stale'],
])
const FIGURES: ReadonlyMap<number, FigureName> = new Map([
	[10, 'lat'],
	[11, 'lng'],
	[12, 'hae'],
	[13, 'ce'],
	[14, 'le'],
])

type Draft = {
	readonly texts: Partial<Record<TextName, string>>
	readonly times: Record<TimeName, number>
	readonly place: Record<FigureName, number>
	typed: readonly CotElement[]
	xml: string
}

function eventOf(reader: Reader, end: number): Result<CotEvent, CotFault> {
	const draft: Draft = {
		texts: {},
		times: { time: 0, start: 0, stale: 0 },
		place: { lat: 0, lng: 0, hae: 0, ce: 0, le: 0 },
		typed: [],
		xml: '',
	}
	eachField(reader, end, (field, wire) => takeField(reader, draft, [field, wire]))
	return finished(draft)
}

function takeField(reader: Reader, draft: Draft, [field, wire]: readonly [number, number]): boolean {
	const text = wire === LENGTH ? TEXTS.get(field) : undefined
	const time = wire === 0 ? TIMES.get(field) : undefined
	const figure = wire === 1 ? FIGURES.get(field) : undefined
	if (text) draft.texts[text] = reader.string()
	else if (time) draft.times[time] = uint64(reader)
	else if (figure) draft.place[figure] = reader.double()
	else if (field === 15 && wire === LENGTH) takeDetail(reader, draft)
	else return false
	return true
}

/** Exact up to 2^53, which no time exceeds. */
function uint64(reader: Reader): number {
	let value = 0
	let weight = 1
	for (let i = 0; i < 10; i += 1) {
		const byte = reader.pos < reader.len ? reader.buf[reader.pos] : undefined
		if (byte === undefined) throw new RangeError('a number ends within itself')
		reader.pos += 1
		value += (byte & 0x7f) * weight
		weight *= 128
		if (byte < 0x80) return value
	}
	throw new RangeError('a number of more than ten bytes')
}

function takeDetail(reader: Reader, draft: Draft): void {
	const end = endOf(reader)
	const typed: CotElement[] = []
	eachField(reader, end, (field, wire) => {
		if (wire !== LENGTH) return false
		if (field === 1) {
			draft.xml = reader.string()
			return true
		}
		const one = typedOf(reader, field)
		if (one) typed.push(one)
		return one !== undefined
	})
	draft.typed = typed
}

/** Free markup wins over the typed part that says the same (TAK protocol, `detail.proto`). Empty is not told from absent. */
function finished({ texts, times, place, typed, xml }: Draft): Result<CotEvent, CotFault> {
	const { uid = '', type = '', how = '', ...rest } = texts
	const fault = headFault(uid, type, isCotTime(times.time) ? times.time : undefined)
	if (fault) return fail(fault)
	const free = xml === '' ? ok([]) : readDetail(xml)
	if (!free.ok) return free
	return ok({ uid, type, how, ...spanOf(times), ...rest, ...pointOf(place), ...togetherOf(typed, free.value, xml) })
}

function spanOf({ time, start, stale }: Draft['times']): Draft['times'] {
	const from = isCotTime(start) ? start : time
	return { time, start: from, stale: isCotTime(stale) ? stale : from }
}

function togetherOf(typed: readonly CotElement[], free: readonly CotElement[], xml: string): Pick<CotEvent, 'detail' | 'detailText'> {
	if (free.length === 0) return { detail: typed, detailText: `${formatElements(typed)}${xml}` }
	const own = typed.filter(({ name }) => !free.some((one) => one.name === name))
	return { detail: [...own, ...free], detailText: `${formatElements(own)}${xml}` }
}

const UNKNOWN = 9_999_999

/** One `TakMessage` without any frame. */
export function formatTakMessage({ control, event }: TakMessage): Uint8Array {
	const writer = Writer.create()
	if (control) {
		writer.uint32(10).fork()
		writer.uint32(8).uint32(control.min).uint32(16).uint32(control.max)
		if (control.contactUid !== '') writer.uint32(26).string(control.contactUid)
		writer.ldelim()
	}
	if (event) {
		writer.uint32(18).fork()
		writeEvent(writer, event)
		writer.ldelim()
	}
	return writer.finish()
}

type ProtoWriter = ReturnType<typeof Writer.create>

function writeEvent(writer: ProtoWriter, event: CotEvent): void {
	for (const [field, name] of TEXTS) {
		const value = event[name]
		if (value !== undefined && value !== '') writer.uint32((field << 3) | LENGTH).string(value)
	}
	for (const [field, name] of TIMES) writer.uint32(field << 3).uint64(event[name])
	const place: Partial<Record<FigureName, number | undefined>> = event.point ?? { lat: 0, lng: 0 }
	for (const [field, name] of FIGURES) writer.uint32((field << 3) | 1).double(place[name] ?? UNKNOWN)
	const detail = splitDetail(event)
	writer.uint32((15 << 3) | LENGTH).fork()
	if (detail.xml !== '') writer.uint32((1 << 3) | LENGTH).string(detail.xml)
	for (const write of detail.typed) write(writer)
	writer.ldelim()
}

/** `detail` of an event that is made here. */
export function detailOf(elements: readonly CotElement[]): Pick<CotEvent, 'detail' | 'detailText'> {
	return { detail: elements, detailText: formatElements(elements) }
}

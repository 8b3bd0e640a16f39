import protobuf from 'protobufjs/minimal.js'

import type { CotElement, CotEvent } from './event.ts'
import { element, formatElements } from './format-xml.ts'
import { numberIn } from './read-xml.ts'

type Reader = InstanceType<typeof protobuf.BufferReader>
type Writer = ReturnType<typeof protobuf.Writer.create>

type Sort = 'text' | 'figure' | 'count'
type Typed = { readonly field: number; readonly name: string; readonly attributes: readonly (readonly [name: string, sort: Sort])[] }

/** The elements of `detail` that have a message of their own, with their attributes in the order of its fields (`detail.proto`). */
const TYPED: readonly Typed[] = [
	{
		field: 2,
		name: 'contact',
		attributes: [
			['endpoint', 'text'],
			['callsign', 'text'],
		],
	},
	{
		field: 3,
		name: '__group',
		attributes: [
			['name', 'text'],
			['role', 'text'],
		],
	},
	{
		field: 4,
		name: 'precisionlocation',
		attributes: [
			['geopointsrc', 'text'],
			['altsrc', 'text'],
		],
	},
	{ field: 5, name: 'status', attributes: [['battery', 'count']] },
	{
		field: 6,
		name: 'takv',
		attributes: [
			['device', 'text'],
			['platform', 'text'],
			['os', 'text'],
			['version', 'text'],
		],
	},
	{
		field: 7,
		name: 'track',
		attributes: [
			['speed', 'figure'],
			['course', 'figure'],
		],
	},
]
const BY_FIELD: ReadonlyMap<number, Typed> = new Map(TYPED.map((typed) => [typed.field, typed]))
const BY_NAME: ReadonlyMap<string, Typed> = new Map(TYPED.map((typed) => [typed.name, typed]))
const WIRE: Readonly<Record<Sort, number>> = { text: 2, figure: 1, count: 0 }

/** One typed part, as the element that it stands for; undefined for a part that this version does not know. */
export function typedOf(reader: Reader, field: number): CotElement | undefined {
	const typed = BY_FIELD.get(field)
	if (!typed) return undefined
	const end = reader.uint32() + reader.pos
	if (end > reader.len) throw new RangeError('longer than its message')
	const attributes: Record<string, string> = {}
	if (typed.name === 'track') Object.assign(attributes, { speed: '0', course: '0' })
	while (reader.pos < end) {
		const tag = reader.uint32()
		const [name, sort] = typed.attributes[(tag >>> 3) - 1] ?? []
		if (name === undefined || sort === undefined || (tag & 7) !== WIRE[sort]) reader.skipType(tag & 7)
		else attributes[name] = valueOf(reader, sort)
	}
	if (reader.pos !== end) throw new RangeError('a message ends within a field')
	return element(typed.name, attributes)
}

function valueOf(reader: Reader, sort: Sort): string {
	if (sort === 'text') return reader.string()
	return String(sort === 'figure' ? reader.double() : reader.uint32())
}

type Detail = { readonly xml: string; readonly typed: readonly ((writer: Writer) => void)[] }

/**
 * Splits `detail` for protobuf. An element becomes its typed message only when that loses nothing: once in the message, no further
 * attribute, nothing inside, figures that come back as they were. All else stays markup.
 */
export function splitDetail({ detail, detailText }: Pick<CotEvent, 'detail' | 'detailText'>): Detail {
	const fitting = detail.filter((one) => fits(one) && detail.filter(({ name }) => name === one.name).length === 1)
	if (fitting.length === 0) return { xml: detailText, typed: [] }
	const taken = new Set(fitting)
	return {
		xml: formatElements(detail.filter((one) => !taken.has(one))),
		typed: fitting.map((one) => (writer) => writeElement(writer, one)),
	}
}

function fits({ name, attributes, children, text }: CotElement): boolean {
	const typed = BY_NAME.get(name)
	if (!typed || children.length > 0 || text !== '') return false
	const known = new Map(typed.attributes)
	const entries = Object.entries(attributes)
	return entries.length === (name === 'track' ? 2 : entries.length) && entries.every(([key, value]) => comesBack(known.get(key), value))
}

function comesBack(sort: Sort | undefined, value: string | undefined): boolean {
	if (sort === undefined || value === undefined) return false
	if (sort === 'text') return value !== ''
	const number = numberIn(value)
	if (sort === 'figure') return Number.isFinite(number)
	return Number.isInteger(number) && number > 0 && number <= 0xffff_ffff
}

function writeElement(writer: Writer, { name, attributes }: CotElement): void {
	const typed = BY_NAME.get(name)
	if (!typed) return
	writer.uint32((typed.field << 3) | 2).fork()
	typed.attributes.forEach(([key, sort], i) => {
		const value = attributes[key]
		if (value !== undefined) writeValue(writer.uint32(((i + 1) << 3) | WIRE[sort]), sort, value)
	})
	writer.ldelim()
}

function writeValue(writer: Writer, sort: Sort, value: string): void {
	if (sort === 'text') writer.string(value)
	else if (sort === 'figure') writer.double(numberIn(value))
	else writer.uint32(numberIn(value))
}

import fc from 'fast-check'
import { unzipSync, zipSync } from 'fflate'

import { isZip } from '../zip/read.ts'

const PIECES = [
	'<',
	'>',
	'"',
	"'",
	'&',
	'&#0;',
	'&lol;',
	']]>',
	'<!DOCTYPE a [<!ENTITY lol "lol">]>',
	'<!--',
	'\u0000',
	'\uFEFF',
	'\u202E',
	'{',
	'}',
	'[',
	']',
	',',
	'\n',
	'"__proto__":',
	'"constructor":{"prototype":{"polluted":1}},',
	'null,',
	'-',
	'*',
	' '.repeat(3_000),
	'<a>'.repeat(100),
	'['.repeat(2_000),
]
const NUMBERS = [
	'0',
	'-0',
	'NaN',
	'Infinity',
	'null',
	'-9999',
	'99999',
	'9'.repeat(40),
	'1e999',
	'-1e-999',
	'1e308',
	'181',
	'-91',
	'5934200',
	'.',
	'',
]
const TIMES = [
	'3021-01-01T00:00:00Z',
	'0000-00-00T00:00:00Z',
	'1969-12-31T23:59:59Z',
	'2026-02-30T25:00:00+99:00',
	'2026-11-21',
	'now',
	'1e15',
]
const CHARSETS = ['utf16le', 'utf-16be', 'latin1', 'bom', 'bom of another', 'declared'] as const

/** What upstreams have put where something else belongs. */
const VALUES: readonly unknown[] = [
	null,
	true,
	'',
	'NaN',
	-0,
	1e308,
	-9_999,
	'3021-01-01T00:00:00Z',
	[],
	{},
	[[[[]]]],
	[0, 0],
	{ constructor: { prototype: { polluted: 1 } }, toString: 1, length: -1 },
	'\uD800',
	'\u0000\u202E',
	'x'.repeat(70_000),
	'('.repeat(3_000),
	{ type: 'Point', coordinates: [0, 0] },
	{ type: 'Point', coordinates: [1e9, 'a'] },
	{
		type: 'Polygon',
		coordinates: [
			[
				[0, 0],
				[0, 0],
				[0, 0],
				[0, 0],
			],
		],
	},
]

type Change = (bytes: Buffer) => Buffer

const place = fc.nat(1_000_000)

function spot(bytes: Buffer, at: number): number {
	return bytes.length === 0 ? 0 : at % bytes.length
}

function put(bytes: Buffer, at: number, piece: Uint8Array): Buffer {
	const from = spot(bytes, at)
	return Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(from)])
}

/** Replaces what is found at some place of the text and, as often as asked, behind it. */
function replaced(bytes: Buffer, pattern: RegExp, [at, times, by]: readonly [number, number, string]): Buffer {
	const text = bytes.toString('latin1')
	const count = text.match(pattern)?.length ?? 0
	const first = count === 0 ? 0 : at % count
	let seen = -1
	const changed = text.replace(pattern, (found) => {
		seen += 1
		return seen >= first && seen < first + times ? by : found
	})
	return Buffer.from(changed, 'latin1')
}

const CHANGES: fc.Arbitrary<Change> = fc.oneof(
	fc.tuple(place, fc.constantFrom(...PIECES)).map(
		([at, piece]): Change =>
			(bytes) =>
				put(bytes, at, Buffer.from(piece)),
	),
	fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 3 })).map(
		([at, piece]): Change =>
			(bytes) =>
				put(bytes, at, piece),
	),
	fc.tuple(place, fc.nat(7)).map(
		([at, bit]): Change =>
			(bytes) =>
				flipped(bytes, at, bit),
	),
	fc.tuple(place, fc.nat(400)).map(([at, length]): Change => (bytes) => {
		const from = spot(bytes, at)
		return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)])
	}),
	fc.tuple(place, fc.nat(400)).map(([at, length]): Change => (bytes) => {
		const from = spot(bytes, at)
		return put(bytes, at, bytes.subarray(from, from + length))
	}),
	place.map(
		(at): Change =>
			(bytes) =>
				bytes.subarray(0, spot(bytes, at)),
	),
	fc.tuple(place, fc.constantFrom(1, 2, 10_000), fc.constantFrom(...NUMBERS)).map(
		(how): Change =>
			(bytes) =>
				replaced(bytes, /-?\d+(?:\.\d+)?/g, how),
	),
	fc.tuple(place, fc.constantFrom(1, 10_000), fc.constantFrom(...TIMES)).map(
		(how): Change =>
			(bytes) =>
				replaced(bytes, /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?/g, how),
	),
	fc.tuple(place, fc.constantFrom(1, 3), fc.constantFrom('__proto__', 'constructor', 'toString', 'length', '')).map(
		(how): Change =>
			(bytes) =>
				replaced(bytes, /(?<=["<])[A-Za-z_]\w*/g, how),
	),
)

function flipped(bytes: Buffer, at: number, bit: number): Buffer {
	const copy = Buffer.from(bytes)
	const from = spot(copy, at)
	const byte = copy[from]
	if (byte !== undefined) copy[from] = byte ^ (1 << bit)
	return copy
}

/** An archive is opened first: changes of packed bytes go no further than its checksums. */
function inside(bytes: Uint8Array, at: number, change: Change): Uint8Array {
	const files = at % 3 > 0 && isZip(bytes) ? unpacked(bytes) : undefined
	if (!files) return change(Buffer.from(bytes))
	const names = Object.keys(files)
	const chosen = names[at % Math.max(1, names.length)]
	return zipSync(
		Object.fromEntries(Object.entries(files).map(([name, file]) => [name, name === chosen ? change(Buffer.from(file)) : file])),
	)
}

function unpacked(bytes: Uint8Array): Readonly<Record<string, Uint8Array>> | undefined {
	try {
		return unzipSync(bytes)
	} catch {
		return undefined
	}
}

/** The same text in another charset than it says, or saying another than it is in. */
function recoded(bytes: Buffer, charset: (typeof CHARSETS)[number]): Buffer {
	const text = bytes.toString('utf8')
	switch (charset) {
		case 'utf16le':
		case 'latin1':
			return Buffer.from(text, charset)
		case 'utf-16be':
			return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()
		case 'bom':
			return Buffer.from(`\uFEFF${text}`)
		case 'bom of another':
			return Buffer.concat([Buffer.from([0xff, 0xfe]), bytes])
		case 'declared':
			return Buffer.from(`<?xml version="1.0" encoding="utf-7"?>${text.replace(/^<\?xml[^>]*>/, '')}`)
	}
}

/** A JSON document with the value at some place replaced, removed, doubled or wrapped; any other as it is. */
function withValue(bytes: Buffer, [at, way, odd]: readonly [number, number, unknown]): Buffer {
	let document: unknown
	try {
		document = JSON.parse(bytes.toString('utf8'))
	} catch {
		return bytes
	}
	let count = -1
	const walk = (inner: unknown): unknown => {
		count += 1
		if (count === at) return [odd, undefined, [inner, inner], { inner }][way]
		if (Array.isArray(inner)) return inner.map(walk)
		if (typeof inner !== 'object' || inner === null) return inner
		return Object.fromEntries(Object.entries(inner).map(([key, item]) => [key, walk(item)]))
	}
	return Buffer.from(JSON.stringify(walk(document)) ?? '')
}

function deep(depth: number, [open, close]: readonly [string, string]): Buffer {
	return Buffer.from(`${open.repeat(depth)}${close.repeat(depth)}`)
}

/**
 * Bytes that no upstream should send: samples with changes inside, out of their charset, joined from two formats, and what was never a sample.
 * @param others samples of all formats
 */
export function hostile(samples: readonly Uint8Array[], others: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
	const sample = fc.constantFrom(...samples)
	const changes = fc.array(CHANGES, { minLength: 1, maxLength: 5 })
	const values = fc.array(fc.tuple(fc.nat(200), fc.nat(3), fc.constantFrom(...VALUES)), { minLength: 1, maxLength: 3 })
	const nests = fc.constantFrom(['[', ']'], ['{"a":', '}'], ['<a>', '</a>'], ['(', ')'])
	return fc.oneof(
		{
			weight: 12,
			arbitrary: fc
				.tuple(sample, place, changes)
				.map(([bytes, at, list]) => inside(bytes, at, (file) => list.reduce((now, change) => change(now), file))),
		},
		{
			weight: 5,
			arbitrary: fc
				.tuple(sample, place, values)
				.map(([bytes, at, list]) => inside(bytes, at, (file) => list.reduce((now, value) => withValue(now, value), file))),
		},
		{
			weight: 2,
			arbitrary: fc
				.tuple(sample, fc.constantFrom(...others), place, place)
				.map(([one, other, at, from]) =>
					Buffer.concat([one.subarray(0, spot(Buffer.from(one), at)), other.subarray(spot(Buffer.from(other), from))]),
				),
		},
		{ weight: 1, arbitrary: fc.constantFrom(...others) },
		{
			weight: 2,
			arbitrary: fc
				.tuple(sample, place, fc.constantFrom(...CHARSETS))
				.map(([bytes, at, charset]) => inside(bytes, at, (file) => recoded(file, charset))),
		},
		{
			weight: 1,
			arbitrary: fc
				.tuple(sample, place, fc.nat(20_000), nests)
				.map(([bytes, at, depth, [open = '', close = '']]) => put(Buffer.from(bytes), at, deep(depth, [open, close]))),
		},
		{ weight: 1, arbitrary: fc.json({ maxDepth: 6 }).map((text) => Buffer.from(text)) },
		{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
	)
}

import { promisify } from 'node:util'
import { brotliCompress, constants, crc32, deflateRaw } from 'node:zlib'

import { shapeOf, tableOf } from '@lagebild/model/load-columns.ts'
import type { Load } from '@lagebild/model/protocol.ts'
import { LANES } from '@lagebild/model/row.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'

import type { Slices } from '../../slices.ts'
import { isRestricted } from './audit.ts'

/** Rows that are written down in one go: some 2 ms. */
const TABLE_ROWS = 256
const LEVEL = 6
const BROTLI_QUALITY = 4

const deflate = promisify(deflateRaw)
const compressed = promisify(brotliCompress)

/** Half of the body. `deflated` ends at a byte, so that another piece can follow it in the same stream. */
type Piece = { readonly plain: Buffer; readonly deflated: () => Promise<Buffer>; readonly restricted: boolean }

/** Both halves, for everybody who loads them together. */
type Whole = {
	readonly state: Piece
	readonly measured: Piece
	readonly end: Buffer
	/** What the end says. */
	readonly ends: Ends
	/** Of all but the end. */
	readonly crc: () => number
	readonly gzip: () => Promise<readonly Buffer[]>
	readonly brotli: () => Promise<readonly Buffer[]>
}

type Ends = Pick<Load, 'epoch' | 'scopeId' | 'seq' | 'asOf'>

export type LoadBody = { readonly chunks: readonly Buffer[]; readonly length: number; readonly restricted: boolean }
export type LoadEncoding = 'gzip' | 'br' | 'identity'

/**
 * Writes loads down as columns (S4): each half once for everybody, in slices, and compressed by the threads of zlib. What tells one load
 * from another stands at its end, so that two halves and an end are a body, also compressed.
 */
export class LoadBodies {
	readonly #slices: Slices
	readonly #pieces = new WeakMap<Load['rows'] | Load['measured'], Promise<Piece>>()
	readonly #wholes = new WeakMap<Piece, WeakMap<Piece, Whole>>()

	constructor(slices: Slices) {
		this.#slices = slices
	}

	async body(load: Load, encoding: LoadEncoding): Promise<LoadBody> {
		const [state, measured] = await Promise.all([this.#piece('{"rows":[', load.rows), this.#piece('"measured":[', load.measured)])
		const chunks = await encoded(this.#whole(state, measured, load), encoding)
		return { chunks, length: chunks.reduce((sum, { length }) => sum + length, 0), restricted: state.restricted }
	}

	#piece(begin: string, rows: Load['rows'] | Load['measured']): Promise<Piece> {
		const known = this.#pieces.get(rows)
		if (known) return known
		const made = this.#slices.run(written(begin, rows)).then(pieceOf)
		this.#pieces.set(rows, made)
		return made
	}

	/** The same halves may end otherwise: at a later seq while no row changed, or for another scope. */
	#whole(state: Piece, measured: Piece, { epoch, scopeId, seq, asOf }: Ends): Whole {
		const others = this.#wholes.get(state) ?? new WeakMap<Piece, Whole>()
		const known = others.get(measured)
		const ends = { epoch, scopeId, seq, asOf }
		if (known && isSameEnd(known.ends, ends)) return known
		const end = endOf(ends)
		const crc = known?.crc ?? once(() => crc32(measured.plain, crc32(state.plain)))
		const parts = { state, measured, end, crc }
		const made = { ...parts, ends, gzip: once(() => gzipped(parts)), brotli: once(() => brotliOf(parts)) }
		this.#wholes.set(state, others.set(measured, made))
		return made
	}
}

function isSameEnd(a: Ends, b: Ends): boolean {
	return a.scopeId === b.scopeId && a.asOf === b.asOf && a.epoch === b.epoch && LANES.every((lane) => a.seq[lane] === b.seq[lane])
}

type Written = { readonly plain: Buffer; readonly restricted: boolean }

function pieceOf({ plain, restricted }: Written): Piece {
	const deflated = once(() => deflate(plain, { level: LEVEL, finishFlush: constants.Z_SYNC_FLUSH }))
	return { plain, deflated, restricted }
}

function once<T>(make: () => T): () => T {
	let made: { readonly value: T } | undefined
	return () => (made ??= { value: make() }).value
}

/** Tables of rows that have the same shape, each as long as it may be. */
function* written(begin: string, rows: readonly (Row | MeasuredRow)[]): Generator<undefined, Written> {
	const tables = new Map<string, object[]>()
	const texts: Buffer[] = []
	const write = (table: readonly object[]) => {
		texts.push(Buffer.from((texts.length === 0 ? '' : ',') + JSON.stringify(tableOf(table))))
	}
	let restricted = false
	for (const row of rows) {
		restricted ||= 'label' in row && isRestricted(row)
		const shape = shapeOf(row)
		const table = tables.get(shape) ?? []
		tables.set(shape, table)
		if (table.push(row) < TABLE_ROWS) continue
		tables.delete(shape)
		write(table)
		yield
	}
	for (const table of tables.values()) {
		write(table)
		yield
	}
	return { plain: Buffer.concat([Buffer.from(begin), ...texts, Buffer.from('],')]), restricted }
}

/** Which load it is: the rest of the object. */
function endOf(ends: Ends): Buffer {
	return Buffer.from(JSON.stringify(ends).slice(1))
}

async function encoded({ state, measured, end, gzip, brotli }: Whole, encoding: LoadEncoding): Promise<readonly Buffer[]> {
	switch (encoding) {
		case 'br':
			return brotli()
		case 'gzip':
			return gzip()
		case 'identity':
			return [state.plain, measured.plain, end]
	}
}

type Parts = Pick<Whole, 'state' | 'measured' | 'end' | 'crc'>

async function brotliOf({ state, measured, end }: Parts): Promise<readonly Buffer[]> {
	const plain = Buffer.concat([state.plain, measured.plain, end])
	return [await compressed(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } })]
}

async function gzipped({ state, measured, end, crc }: Parts): Promise<readonly Buffer[]> {
	const length = state.plain.length + measured.plain.length + end.length
	return [GZIP_HEAD, await state.deflated(), await measured.deflated(), stored(end), gzipTail(crc32(end, crc()), length)]
}

/** RFC 1952: deflate, no name, no time. */
const GZIP_HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])

/** RFC 1951, 3.2.4: the last block, as it is. */
function stored(bytes: Buffer): Buffer {
	const head = Buffer.alloc(5)
	head.writeUInt8(1, 0)
	head.writeUInt16LE(bytes.length, 1)
	head.writeUInt16LE(bytes.length ^ 0xffff, 3)
	return Buffer.concat([head, bytes])
}

function gzipTail(crc: number, length: number): Buffer {
	const tail = Buffer.alloc(8)
	tail.writeUInt32LE(crc, 0)
	tail.writeUInt32LE(length % 2 ** 32, 4)
	return tail
}

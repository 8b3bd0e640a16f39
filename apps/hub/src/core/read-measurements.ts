import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { MAX_MEASUREMENTS, Measurements } from '@lagebild/model/measurement.ts'
import { faultOf } from '@lagebild/model/read-submission.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import * as z from 'zod'

export type Block = 'positions' | 'observations'
const BLOCKS: readonly Block[] = ['positions', 'observations']

/** What can be read of a body of measurements. A row that cannot is refused by its path and spoils no other. */
export type ReadMeasurements = {
	readonly measurements: Measurements
	/** Places that the remaining rows had in the body, for the paths of later refusals. */
	readonly places: Readonly<Record<Block | 'curves', readonly number[]>>
	readonly refused: readonly Fault[]
}

type Draft = {
	body: Record<string, unknown>
	readonly places: Record<Block | 'curves', number[]>
	readonly refused: Fault[]
}

const AnyRecord = z.record(z.string(), z.unknown())

export function readMeasurements(message: unknown): Result<ReadMeasurements> {
	const body = AnyRecord.safeParse(message)
	if (!body.success) return fail(faultOf(body.error))
	const draft: Draft = { body: { ...body.data }, places: { positions: [], observations: [], curves: [] }, refused: [] }
	for (const block of BLOCKS) {
		const tooMany = checkColumns(draft, block)
		if (tooMany) return fail(tooMany)
	}
	if (Array.isArray(draft.body['curves'])) draft.places.curves = draft.body['curves'].map((_, i) => i)
	return readDraft(draft)
}

/** Columns of different lengths cannot be matched row by row: the block is refused, the others are not. */
function checkColumns(draft: Draft, block: Block): Fault | undefined {
	const columns = AnyRecord.safeParse(draft.body[block])
	if (!columns.success) return undefined
	const { entity } = columns.data
	if (!Array.isArray(entity)) return undefined
	if (entity.length > MAX_MEASUREMENTS) return fault('too-many-items', `at most ${MAX_MEASUREMENTS} rows in one request`, block)
	const odd = Object.entries(columns.data).find(([, column]) => Array.isArray(column) && column.length !== entity.length)
	if (odd) {
		draft.refused.push(fault('bad-message', `has another length than ${block}.entity (${entity.length})`, `${block}.${odd[0]}`))
		delete draft.body[block]
	} else if (entity.length === 0) delete draft.body[block]
	else draft.places[block] = entity.map((_, i) => i)
	return undefined
}

/** Takes the rows out that the schema names until it names none. Each pass ends or removes something. */
function readDraft(draft: Draft): Result<ReadMeasurements> {
	for (;;) {
		const read = Measurements.safeParse(draft.body)
		if (read.success) return ok({ measurements: read.data, places: draft.places, refused: draft.refused })
		const bad = badRows(draft, read.error)
		if (!bad) return fail(faultOf(read.error))
		for (const block of [...BLOCKS, 'curves'] as const) removeRows(draft, block, bad[block])
	}
}

type Bad = Record<Block | 'curves', Set<number>>

/** @returns undefined when some issue is about more than one row. */
function badRows(draft: Draft, error: z.ZodError): Bad | undefined {
	const bad: Bad = { positions: new Set(), observations: new Set(), curves: new Set() }
	for (const issue of error.issues) {
		const block = issue.path[0]
		if (block !== 'positions' && block !== 'observations' && block !== 'curves') return undefined
		const at = block === 'curves' ? 1 : 2
		const row = issue.path[at]
		if (typeof row !== 'number') return undefined
		if (bad[block].has(row)) continue
		bad[block].add(row)
		const path = issue.path.with(at, draft.places[block][row] ?? row)
		draft.refused.push(faultOf(new z.ZodError([{ ...issue, path }])))
	}
	return bad
}

function removeRows(draft: Draft, block: Block | 'curves', bad: ReadonlySet<number>): void {
	if (bad.size === 0) return
	draft.places[block] = draft.places[block].filter((_, i) => !bad.has(i))
	const held = draft.body[block]
	const left = Array.isArray(held) ? without(held, bad) : columnsWithout(held, bad)
	if (draft.places[block].length === 0) delete draft.body[block]
	else draft.body[block] = left
}

function columnsWithout(columns: unknown, bad: ReadonlySet<number>): unknown {
	const read = AnyRecord.safeParse(columns)
	if (!read.success) return columns
	return Object.fromEntries(
		Object.entries(read.data).map(([name, column]) => [name, Array.isArray(column) ? without(column, bad) : column]),
	)
}

function without(column: readonly unknown[], bad: ReadonlySet<number>): unknown[] {
	return column.filter((_, i) => !bad.has(i))
}

import { createHash } from 'node:crypto'

import { listOf } from '@lagebild/feeds/master-data/lists.ts'
import type { MasterDataRead } from '@lagebild/feeds/master-data/read.ts'
import type { RowRead } from '@lagebild/feeds/master-data/row.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'
import type { MasterDataList, Reporting } from '@lagebild/model/master-data.ts'

import { comparedRow } from './compare.ts'
import type { PlannedRow } from './compare.ts'
import { sectionIndex } from './sections.ts'
import type { NamedSection } from './sections.ts'
import { broughtBy, sectionsIn } from './view.ts'
import type { Brought, PersonsView } from './view.ts'

export type PlanRequest = {
	readonly view: PersonsView
	readonly list: MasterDataList
	readonly file: string | undefined
	readonly sha256: string
	readonly read: MasterDataRead
	/** Who reports already under the name of a line. */
	readonly reporting: ReadonlyMap<EntityId, readonly Reporting[]>
}

export type Plan = {
	readonly rows: readonly PlannedRow[]
	readonly missing: readonly Brought[]
	/** Missing are more than half of what is there. */
	readonly most: boolean
}

/** Rows compared before others get their turn. */
const CHUNK = 500

/** Every line beside the picture. Lets others in between, so that a long list never holds up the picture. */
export async function planOf(request: PlanRequest): Promise<Plan> {
	const { view, list, read } = request
	const sections = sectionIndex(sectionsFor(request))
	const context = { ...request, sections }
	const rows: PlannedRow[] = []
	for (let from = 0; from < read.rows.length; from += CHUNK) {
		rows.push(...read.rows.slice(from, from + CHUNK).map((row) => withReporting(comparedRow(row, context), request)))
		await new Promise(setImmediate)
	}
	return { rows, ...missingIn(broughtBy(view, list), list, read) }
}

function withReporting(planned: PlannedRow, { reporting }: PlanRequest): PlannedRow {
	const { row, entity } = planned
	const found = entity === undefined || row.state === 'refused' ? undefined : reporting.get(entity)
	return found ? { ...planned, row: { ...row, reporting: [...found] } } : planned
}

/** A list of sections knows its own lines before they are there. */
function sectionsFor({ view, list, read }: PlanRequest): readonly NamedSection[] {
	if (list !== 'sections') return list === 'units' ? sectionsIn(view) : []
	const own = read.rows.flatMap((row) => (row.ok && row.entity !== undefined ? [{ id: row.entity, ...namesIn(row) }] : []))
	const listed = new Set(own.map(({ id }) => id))
	return [...own, ...sectionsIn(view).filter(({ id }) => !listed.has(id))]
}

function namesIn({ statement: { payload } }: Extract<RowRead, { ok: true }>): Pick<NamedSection, 'number' | 'name'> {
	return { number: textOf(payload['number']), name: textOf(payload['name']) }
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined
}

/**
 * What the file no longer names, as far as it speaks for it: the list of one organisation says nothing about the units of another. A line that
 * was refused names its thing all the same.
 */
function missingIn(brought: readonly Brought[], list: MasterDataList, { rows }: MasterDataRead): Pick<Plan, 'missing' | 'most'> {
	const { scope } = listOf(list)
	const spokenFor = new Set(
		rows.flatMap((row) => (row.ok ? [JSON.stringify(scope.map((field) => row.statement.payload[field] ?? null))] : [])),
	)
	const named = new Set(rows.map(({ entity }) => entity))
	const own = brought.filter(({ words }) => spokenFor.has(JSON.stringify(scope.map((field) => words.fields.get(field) ?? null))))
	const missing = own.filter(({ row }) => !named.has(row.id))
	return { missing, most: missing.length * 2 > own.length }
}

export function titleOf({ row }: Brought): string {
	const title: unknown = Object.entries(row.fields).find(([field]) => field === KIND_TABLE[row.kind].title)?.[1]
	return typeof title === 'string' ? title : row.id
}

export function sha256Of(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex')
}

import type { RowRead, RowStatement } from '@lagebild/feeds/master-data/row.ts'
import { patchOf, upsertOf } from '@lagebild/feeds/master-data/statement.ts'
import type { FileLine } from '@lagebild/feeds/master-data/statement.ts'
import { rowFault } from '@lagebild/feeds/master-data/trouble.ts'
import type { Submission } from '@lagebild/model/event.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import type { FieldChange, MasterDataList, ReportRow, RowFault } from '@lagebild/model/master-data.ts'
import { MASTER_DATA_SOURCE } from '@lagebild/model/master-data.ts'
import { equal } from '@lagebild/picture/equal.ts'
import { holderOf } from '@lagebild/picture/said.ts'

import { linksFor } from './links.ts'
import type { SectionIndex } from './sections.ts'
import { broughtOf, isHiddenFrom, rowOf } from './view.ts'
import type { Brought, PersonsView } from './view.ts'

export type CompareContext = {
	readonly view: PersonsView
	readonly list: MasterDataList
	readonly file: string | undefined
	readonly sha256: string
	readonly sections: SectionIndex
}

/** A line of the file beside the picture, and what an import would say of it: nothing where nothing is new. */
export type PlannedRow = { readonly row: ReportRow; readonly entity?: EntityId; readonly said?: Submission; readonly raw: string }

export function comparedRow(read: RowRead, context: CompareContext): PlannedRow {
	const { entity } = read
	if (!read.ok || entity === undefined) return refusedRow(read, read.ok ? [] : read.faults)
	if (isHiddenFrom(context.view, entity)) return refusedRow(read, [rowFault({ reason: 'closed', values: {} })])
	const from: FileLine = { file: context.file, sha256: context.sha256, line: read.line, key: read.key }
	const known = broughtOf(context.view, entity)
	const over = known && known.words.ended && known.row.life !== 'live'
	return known && !over
		? changedRow({ read, statement: read.statement, entity, from, known }, context)
		: newRow(read, { entity, from }, context)
}

function refusedRow({ line, raw, entity, key }: RowRead, faults: readonly RowFault[]): PlannedRow {
	return {
		raw,
		row: { line, state: 'refused', ...(entity !== undefined && { entity }), ...(key !== '' && { title: key }), faults: [...faults] },
	}
}

type Reading = { readonly line: number; readonly raw: string; readonly statement: RowStatement }

function newRow(
	read: Extract<RowRead, { ok: true }>,
	{ entity, from }: { readonly entity: EntityId; readonly from: FileLine },
	{ view, list, sections }: CompareContext,
): PlannedRow {
	const { line, raw, statement }: Reading = read
	const { links } = linksFor(statement, entity, { sections, known: undefined })
	const after = rowOf(view, entity)?.v ?? 0
	const said = upsertOf(list, { entity, from, after, links, payload: statement.payload, geometry: statement.geometry })
	return { raw, entity, said, row: { line, state: 'new', entity, title: statement.title } }
}

type Known = {
	readonly read: Reading
	readonly statement: RowStatement
	readonly entity: EntityId
	readonly from: FileLine
	readonly known: Brought
}

/** Says only what the file says otherwise than the import before it: everything else may have been put right since. */
function changedRow({ read, statement, entity, from, known }: Known, { view, list, sections }: CompareContext): PlannedRow {
	const stated = registersOf(statement)
	const changes: FieldChange[] = []
	for (const field of statement.covers) {
		const before = known.words.fields.get(field) ?? undefined
		const after = stated.get(field)
		if (!equal(before, after)) changes.push(fieldChange(view, entity, { field, before, after }))
	}
	const told = changes.filter(({ stands }) => stands?.how !== 'held')
	const heldSection = changes.some(({ field, stands }) => field === 'section' && stands?.how === 'held')
	const linked = heldSection ? { links: [], changes: [] } : linksFor(statement, entity, { sections, known })
	const all = [...changes, ...linked.changes.map((change) => seenChange(view, change))]
	const row = { line: read.line, entity, title: statement.title, ...(all.length > 0 && { changes: all }) }
	if (told.length === 0 && linked.links.length === 0) return { raw: read.raw, entity, row: { ...row, state: 'unchanged' } }
	const said = patchOf(list, { entity, from, after: known.row.v, links: linked.links, ...patchFields(told, statement) })
	return { raw: read.raw, entity, said, row: { ...row, state: 'changed' } }
}

/** An earlier import may have linked what this person may not see. */
function seenChange(view: PersonsView, change: FieldChange): FieldChange {
	const before = EntityId.safeParse(change.before).data
	if (before === undefined || rowOf(view, before)) return change
	const { before: _hidden, ...rest } = change
	return rest
}

/** Names and values of the registers that a statement writes, keyed ones each by itself. */
function registersOf({ payload, geometry }: RowStatement): ReadonlyMap<string, unknown> {
	const registers = new Map<string, unknown>()
	for (const [field, value] of Object.entries(payload)) {
		if (field === 'phones' && typeof value === 'object' && value !== null) {
			for (const [key, item] of Object.entries(value)) registers.set(`${field}.${key}`, item)
		} else registers.set(field, value)
	}
	if (geometry) registers.set('geometry', geometry)
	return registers
}

/**
 * Where somebody else's word shows, it goes on showing. A field decided by rank says so by itself, as a conflict. In a field decided by the
 * newest word a list would win over what people and devices said since, so the import keeps silent and the report says it.
 */
function fieldChange(view: PersonsView, entity: EntityId, change: Pick<FieldChange, 'field' | 'before' | 'after'>): FieldChange {
	const holder = holderOf(view.picture, entity, change.field)
	const plain = {
		field: change.field,
		...(change.before !== undefined && { before: change.before }),
		...(change.after !== undefined && { after: change.after }),
	}
	if (!holder || holder.source === MASTER_DATA_SOURCE || equal(holder.value, change.after)) return plain
	const how = holder.policy === 'newest' ? 'held' : holder.rank === 'person' ? 'beside' : undefined
	return how === undefined ? plain : { ...plain, stands: { value: holder.value, name: holder.name, at: holder.at, how } }
}

function patchFields(changes: readonly FieldChange[], { payload, geometry }: RowStatement) {
	const said: Payload = {}
	const phones: Payload = {}
	const stated = isObject(payload['phones']) ? payload['phones'] : {}
	for (const { field } of changes) {
		if (field.startsWith(PHONES)) phones[field.slice(PHONES.length)] = stated[field.slice(PHONES.length)] ?? null
		else if (field !== 'geometry') said[field] = payload[field] ?? null
	}
	const moved = changes.some(({ field }) => field === 'geometry')
	return {
		payload: Object.keys(phones).length > 0 ? { ...said, phones } : said,
		geometry: moved ? (geometry ?? null) : undefined,
	}
}

type Value = RowStatement['payload'][string]
type Payload = { [field: string]: Value }

const PHONES = 'phones.'

function isObject(value: Value | undefined): value is Payload {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

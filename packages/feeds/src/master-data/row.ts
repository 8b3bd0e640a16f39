import { createHash } from 'node:crypto'

import type { Box, Geometry, Position } from '@lagebild/model/geo.ts'
import { pointGeometry } from '@lagebild/model/geo.ts'
import { entityId } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { MasterDataMapping, RowFault } from '@lagebild/model/master-data.ts'
import { MASTER_DATA_SOURCE } from '@lagebild/model/master-data.ts'
import { readSubmission } from '@lagebild/model/read-submission.ts'
import { ok } from '@lagebild/model/result.ts'

import { contentHash, feedEventId } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import type { JsonValue } from '../json.ts'
import { isObject } from '../json.ts'
import type { ListDefinition, ListField } from './list.ts'
import { columnOf } from './mapping.ts'
import { placeOf } from './place.ts'
import { lastFilled } from './table.ts'
import type { TableRecord } from './table.ts'
import { rowFault, trouble } from './trouble.ts'
import type { Read, Trouble } from './trouble.ts'
import { strengthOf } from './values.ts'
import { folded, slug } from './words.ts'

/** What a row says, in the words of the model. `covers` names the registers that the file speaks of, said or left empty, and `part-of`. */
export type RowStatement = {
	readonly title: string
	readonly payload: { readonly [field: string]: JsonValue }
	readonly geometry?: Geometry
	readonly covers: readonly string[]
	/** Number or name of the section that it belongs to. */
	readonly section?: string
	readonly parent?: string
}

/** `entity` is known where the row says what it is about, whatever is wrong with the rest. */
export type RowRead = {
	readonly line: number
	readonly raw: string
	readonly entity?: EntityId
	/** Key as the file writes it. */
	readonly key: string
} & ({ readonly ok: true; readonly statement: RowStatement } | { readonly ok: false; readonly faults: readonly RowFault[] })

export type RowContext = {
	readonly definition: ListDefinition
	readonly mapping: MasterDataMapping
	readonly columns: readonly string[]
	readonly key: readonly string[]
	readonly area: Box | undefined
}

type Cell = { readonly text: string; readonly column: string | undefined }

/** Writings of "nothing". */
const NOTHING = /^(?:[-–—/.]+|k\.?\s?A\.?|n\/a|keine Angabe)$/iu
/** What a spreadsheet writes where a formula failed. */
const BROKEN = /^#(?:NV|N\/A|WERT!|VALUE!|BEZUG!|REF!|NAME\?|DIV\/0!|ZAHL!|NUM!)$/iu
const UNREADABLE = /[\uFFFD]|(?![\t\n\r])\p{Cc}/u

export function readRow(record: TableRecord, context: RowContext): RowRead {
	const faults: RowFault[] = []
	const cellOf = (column: string): string => record.cells[context.columns.indexOf(column)]?.trim() ?? ''
	const key = context.key.map(cellOf)
	const native = nativeOf(key, context.definition)
	const base = { line: record.line, raw: record.raw, key: key.join(' '), ...(native !== undefined && { entity: native }) }
	const refused = (): RowRead => ({ ...base, ok: false, faults })

	if (lastFilled(record.cells) > context.columns.length) {
		const values = { cells: lastFilled(record.cells), columns: context.columns.length }
		faults.push(rowFault({ reason: 'ragged', values }))
		return refused()
	}
	if (native === undefined)
		faults.push(rowFault({ reason: 'no-key', values: { columns: context.key.join(', ') } }, { column: context.key[0] }))
	const cells = cellsOf(context, cellOf)
	const values = valuesOf(context.definition, cells, faults)
	const statement = composed(context, { cells, values }, faults)
	if (native === undefined || faults.length > 0) return refused()
	const checked = checkedStatement(statement, native, context.definition)
	if (checked.ok) return { ...base, ok: true, statement: checked.value }
	faults.push(rowFault(checked.fault))
	return refused()
}

function nativeOf(key: readonly string[], { kind, prefix }: ListDefinition): EntityId | undefined {
	const slugs = key.map(slug)
	if (slugs.length === 0 || slugs.includes('')) return undefined
	const joined = [...(prefix === '' ? [] : [prefix]), ...slugs].join('.')
	return entityId(kind, MASTER_DATA_SOURCE, joined.length <= MAX_NATIVE ? joined : `${joined.slice(0, MAX_NATIVE)}.${sha(joined)}`)
}

const MAX_NATIVE = 180

function sha(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

function cellsOf({ mapping }: RowContext, cellOf: (column: string) => string): ReadonlyMap<string, Cell> {
	return new Map(
		Object.entries(mapping.columns).map(([field, from]) => {
			const column = columnOf(from)
			const text = typeof from === 'string' ? cellOf(from) : from.constant.trim()
			return [field, { text: NOTHING.test(text) ? '' : text, column }] as const
		}),
	)
}

function valuesOf({ fields }: ListDefinition, cells: ReadonlyMap<string, Cell>, faults: RowFault[]): ReadonlyMap<string, JsonValue> {
	const values = new Map<string, JsonValue>()
	for (const definition of fields) {
		const cell = cells.get(definition.field)
		if (!cell) continue
		const where = { column: cell.column, field: definition.field, value: cell.text }
		const read = valueOf(definition, cell.text)
		if (!read.ok) faults.push(rowFault(read.fault, where))
		else if (read.value !== undefined) values.set(definition.field, read.value)
	}
	return values
}

function valueOf({ read, required }: ListField, text: string): Read<JsonValue | undefined> {
	if (text === '') return required ? trouble('missing') : ok(undefined)
	return BROKEN.test(text) || UNREADABLE.test(text) ? trouble('unreadable') : read(text)
}

type RowValues = { readonly cells: ReadonlyMap<string, Cell>; readonly values: ReadonlyMap<string, JsonValue> }

function composed(context: RowContext, row: RowValues, faults: RowFault[]): RowStatement {
	const { definition } = context
	const payload: { [field: string]: JsonValue } = { ...definition.fixed }
	for (const { field, part } of definition.fields) {
		const value = row.values.get(field)
		if (value !== undefined && (part === undefined || part === 'section')) payload[field] = value
	}
	addOrganisation(payload, row)
	addPhones(payload, row, definition)
	addStrength(payload, row, faults)
	const place = composedPlace(context, row, faults)
	const [section, parent] = [textOf(row, 'section'), textOf(row, 'parent')]
	return {
		title: textOf(row, definition.title) ?? '',
		payload,
		...(place && { geometry: pointGeometry(place) }),
		covers: coversOf(context),
		...(section !== undefined && { section }),
		...(parent !== undefined && { parent }),
	}
}

function addStrength(payload: { [field: string]: JsonValue }, row: RowValues, faults: RowFault[]): void {
	const written = row.values.get('strength')
	const strength = written ?? took(strengthColumns(row), { row, faults, field: 'total' })
	if (strength !== undefined) payload['strength'] = strength
}

function composedPlace({ area }: RowContext, row: RowValues, faults: RowFault[]): Position | undefined {
	if (faults.some(({ field }) => PLACES.has(field ?? ''))) return undefined
	return took(placeOf(placeColumns(row), area), { row, faults, field: placeField(row) })
}

const PLACES: ReadonlySet<string> = new Set(['lat', 'lng', 'position'])

type Taking = { readonly row: RowValues; readonly faults: RowFault[]; readonly field: string }

function took<T>(read: Read<T>, { row, faults, field }: Taking): T | undefined {
	if (read.ok) return read.value
	const cell = row.cells.get(field)
	faults.push(rowFault(read.fault, { field, column: cell?.column, value: cell?.text }))
	return undefined
}

function textOf({ values }: RowValues, field: string): string | undefined {
	const value = values.get(field)
	return typeof value === 'string' ? value : undefined
}

/** Where the sign's group says less than the list, the list's own word is kept beside it. */
function addOrganisation(payload: { [field: string]: JsonValue }, row: RowValues): void {
	const organisation = textOf(row, 'organisation')
	if (organisation === undefined) return
	payload['organisation'] = organisation
	const written = row.cells.get('organisation')?.text ?? ''
	const says = !['feuerwehr', 'thw', 'polizei', 'bundeswehr'].includes(organisation) && folded(written) !== folded(organisation)
	if (says && payload['organisationName'] === undefined && !GROUPS.has(folded(written))) payload['organisationName'] = written
}

/** Words for a whole group, which name nobody. */
const GROUPS: ReadonlySet<string> = new Set([
	'hiorg',
	'fuehrung',
	'zivil',
	'privat',
	'kats',
	'behoerde',
	'katastrophenschutz',
	'relieforganisation',
])

function addPhones(payload: { [field: string]: JsonValue }, { values }: RowValues, { fields }: ListDefinition): void {
	const phones = fields.flatMap(({ field, part }) => {
		const value = part === 'phones' ? values.get(field) : undefined
		return value === undefined ? [] : [[field, value] as const]
	})
	if (phones.length > 0) payload['phones'] = Object.fromEntries(phones)
}

function strengthColumns({ values }: RowValues) {
	const figure = (field: string): number | undefined => {
		const value = values.get(field)
		return typeof value === 'number' ? value : undefined
	}
	return strengthOf({ leaders: figure('leaders'), subLeaders: figure('subLeaders'), crew: figure('crew'), total: figure('total') })
}

function placeColumns(row: RowValues) {
	return { lat: textOf(row, 'lat'), lng: textOf(row, 'lng'), position: textOf(row, 'position') }
}

function placeField(row: RowValues): string {
	return row.values.has('position') ? 'position' : row.values.has('lat') ? 'lat' : 'lng'
}

/** Registers that this file decides about: what it leaves empty there, it says is empty. */
function coversOf({ definition, mapping }: RowContext): readonly string[] {
	const mapped = definition.fields.filter(({ field }) => mapping.columns[field] !== undefined)
	return [...new Set([...Object.keys(definition.fixed), ...mapped.flatMap(registersOf)])]
}

function registersOf({ field, part }: ListField): readonly string[] {
	switch (part) {
		case 'strength':
			return ['strength']
		case 'place':
			return ['geometry']
		case 'organisation':
			return ['organisation', 'organisationName']
		case 'phones':
			return [`phones.${field}`]
		case 'parent':
			return ['part-of']
		default:
			return [field]
	}
}

/** Checked as the hub will check it, so that a preview promises nothing that an import does not keep. */
function checkedStatement(statement: RowStatement, entity: EntityId, { kind }: ListDefinition): Read<RowStatement> {
	const { payload, geometry } = statement
	const unnamed: Unnamed = {
		kind,
		entity,
		op: 'upsert',
		payload: { ...payload },
		...(geometry && { geometry, geometrySource: 'given' as const }),
	}
	const read = readSubmission({ ...unnamed, id: feedEventId(MASTER_DATA_SOURCE, entity, contentHash(unnamed)) })
	if (!read.ok) return refusedBy(read.fault)
	return ok(read.value.op === 'upsert' && isPayload(read.value.payload) ? { ...statement, payload: read.value.payload } : statement)
}

function isPayload(value: unknown): value is RowStatement['payload'] {
	return isObject(value)
}

function refusedBy({ message, path }: { readonly message: string; readonly path?: string }): {
	readonly ok: false
	readonly fault: Trouble
} {
	return trouble('hub', { message: path === undefined ? message : `${path}: ${message}` })
}

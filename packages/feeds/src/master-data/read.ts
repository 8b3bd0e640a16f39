import type { Box } from '@lagebild/model/geo.ts'
import { MAX_MASTER_DATA_ROWS } from '@lagebild/model/master-data.ts'
import type { MasterDataList, MasterDataMapping, MasterDataReport, RowFault } from '@lagebild/model/master-data.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import { decodeText } from './decode.ts'
import type { ListDefinition } from './list.ts'
import { knownWords, listOf } from './lists.ts'
import { guessMapping, keyColumns, mappingFault, unmappedFields } from './mapping.ts'
import type { MappingFault } from './mapping.ts'
import { readRow } from './row.ts'
import type { RowRead } from './row.ts'
import { readTable } from './table.ts'
import type { Table, TableFault } from './table.ts'
import { rowFault } from './trouble.ts'

export type ReadRequest = {
	readonly list: MasterDataList
	readonly bytes: Uint8Array
	/** Absent: guessed from the header. */
	readonly mapping?: MasterDataMapping | undefined
	/** Where the operation lies; places far from it are refused. */
	readonly area?: Box | undefined
}

/** A file as a list: what each of its lines says, or why it is refused. */
export type MasterDataRead = Pick<
	MasterDataReport,
	'charset' | 'delimiter' | 'headerLine' | 'columns' | 'doubled' | 'fields' | 'mapping' | 'key' | 'unmapped'
> & {
	readonly header: string
	readonly rows: readonly RowRead[]
}

export type ReadFault = ({ readonly type: 'file' } & TableFault) | ({ readonly type: 'mapping' } & MappingFault)

const SAMPLES = 3
const MAX_SAMPLE = 60

/** Pure: the same bytes, list and mapping say the same. A bad line is refused and spoils no other. */
export function readMasterData({ list, bytes, mapping: stated, area }: ReadRequest): Result<MasterDataRead, ReadFault> {
	const definition = listOf(list)
	const { text, charset } = decodeText(bytes)
	const table = readTable(text, knownWords(definition), MAX_MASTER_DATA_ROWS)
	if (!table.ok) return fail({ type: 'file', ...table.fault })
	const { columns, header, delimiter, records } = table.value
	const mapping = stated ?? guessMapping(definition, columns)
	const bad = mappingFault(definition, mapping, columns)
	if (bad) return fail({ type: 'mapping', ...bad })
	const key = keyColumns(definition, mapping)
	const unmapped = unmappedFields(definition, mapping)
	const readable = unmapped.length === 0 && key.length > 0
	return ok({
		charset,
		delimiter,
		headerLine: header.line,
		header: header.raw,
		columns: columns.map((name, index) => ({ name, samples: samplesOf(table.value, index) })),
		doubled: [...table.value.doubled],
		fields: fieldsOf(definition, mapping),
		mapping,
		key: [...key],
		unmapped: [...unmapped],
		rows: readable ? withoutDoubles(records.map((record) => readRow(record, { definition, mapping, columns, key, area }))) : [],
	})
}

function samplesOf({ records }: Table, column: number): string[] {
	const values = new Set<string>()
	for (const { cells } of records) {
		const value = cells[column]?.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_SAMPLE) ?? ''
		if (value !== '') values.add(value)
		if (values.size === SAMPLES) break
	}
	return [...values]
}

function fieldsOf({ fields }: ListDefinition, { columns }: MasterDataMapping): MasterDataReport['fields'] {
	return fields.map(({ field, required = false }) => {
		const from = columns[field]
		return from === undefined ? { field, required } : { field, required, from }
	})
}

/** Two lines about one thing: nobody can say which of them holds, so both are refused and name each other. */
function withoutDoubles(rows: readonly RowRead[]): readonly RowRead[] {
	const byEntity = new Map<string, number[]>()
	for (const { entity, line } of rows) if (entity !== undefined) byEntity.set(entity, [...(byEntity.get(entity) ?? []), line])
	return rows.map((row) => {
		const others = (row.entity === undefined ? [] : (byEntity.get(row.entity) ?? [])).filter((line) => line !== row.line)
		return others.length === 0 ? row : refusedAsDouble(row, others)
	})
}

function refusedAsDouble({ line, raw, key, entity, ...rest }: RowRead, others: readonly number[]): RowRead {
	const lines = others.slice(0, 10).join(', ')
	const double: RowFault = rowFault({ reason: 'doubled', values: { lines } }, { value: key })
	return { line, raw, key, ...(entity !== undefined && { entity }), ok: false, faults: [double, ...(rest.ok ? [] : rest.faults)] }
}

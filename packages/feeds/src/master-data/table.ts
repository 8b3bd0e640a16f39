import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'

import { plain } from './formula.ts'
import { headerWord } from './words.ts'

/** One line of the file, over several if a value holds line breaks; `line` is the first of them, from 1. */
export type TableRecord = { readonly line: number; readonly cells: readonly string[]; readonly raw: string }
export type Table = {
	readonly delimiter: string
	readonly header: TableRecord
	/** Name of each column: as the header says, numbered where two say the same, `Spalte 4` where it says nothing. */
	readonly columns: readonly string[]
	/** Names that the header says more than once. */
	readonly doubled: readonly string[]
	/** Without empty lines. */
	readonly records: readonly TableRecord[]
}

/** The file as a whole is no list. `line` where that shows. */
export type TableFault = { readonly code: 'empty' | 'quote' | 'rows' | 'header'; readonly line?: number; readonly message: string }

const DELIMITERS = [';', '\t', ',', '|'] as const
/** Lines that are looked at to find the delimiter and the header. */
const SAMPLE = 40
const HEADER_WITHIN = 20

/**
 * Reads an exported table. The delimiter is the one that cuts most lines into the same number of values; titles, dates and empty lines
 * above the header are passed over.
 * @param known words that this list's columns are usually called, see `headerWord`
 */
export function readTable(text: string, known: ReadonlySet<string>, maxRows: number): Result<Table, TableFault> {
	const [, stated] = /^sep=([;,\t|])\r?\n/.exec(text) ?? []
	const delimiter = stated ?? delimiterOf(text)
	const read = recordsOf(text, delimiter)
	if (!read.ok) return read
	const records = read.value.filter(({ cells }) => cells.some((cell) => cell.trim() !== '') && !isSeparatorLine(cells))
	if (records.length === 0) return fail({ code: 'empty', message: 'the file holds no line with a value' })
	const at = headerAt(records, known)
	const header = records[at]
	if (!header) return fail({ code: 'header', message: 'no line can be the header' })
	const rows = records.slice(at + 1)
	if (rows.length > maxRows) return fail({ code: 'rows', message: `the file holds ${rows.length} rows; the limit is ${maxRows}` })
	return ok({ delimiter, header, columns: columnsOf(header, rows), doubled: doubledIn(header), records: rows })
}

function isSeparatorLine(cells: readonly string[]): boolean {
	return /^sep=.?$/.test(cells[0] ?? '') && cells.slice(1).every((cell) => cell === '')
}

const OPTIONS = {
	raw: true,
	record_delimiter: ['\r\n', '\n', '\r'],
	relax_column_count: true,
	relax_quotes: true,
	max_record_size: 1_000_000,
}

/** What csv-parse gives with `raw`, which its types do not know. */
type Parsed = { readonly record: readonly string[]; readonly raw: string }

function isParsed(value: unknown): value is Parsed {
	return typeof value === 'object' && value !== null && 'record' in value && 'raw' in value
}

function recordsOf(text: string, delimiter: string): Result<readonly TableRecord[], TableFault> {
	try {
		const parsed: readonly unknown[] = parse(text, { ...OPTIONS, delimiter })
		let next = 1
		return ok(
			parsed.filter(isParsed).map(({ record, raw }) => {
				const line = next
				next += raw.match(/\r\n|\n|\r/g)?.length ?? 0
				return { line, cells: record.map(plain), raw: raw.replace(/\r?\n$|\r$/, '') }
			}),
		)
	} catch (error) {
		if (error instanceof CsvError) return fail({ code: 'quote', message: reasonOf(error), ...lineIn(error) })
		throw error
	}
}

/** The values of one line that `readTable` gave as `raw`. */
export function cellsOf(raw: string, delimiter: string): readonly string[] {
	const read = recordsOf(raw, delimiter)
	return read.ok ? read.value.flatMap(({ cells }) => cells) : [raw]
}

function reasonOf({ code, message }: CsvError): string {
	return code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quotation mark is opened and never closed' : message
}

function lineIn({ lines }: CsvError): { readonly line?: number } {
	return typeof lines === 'number' ? { line: lines } : {}
}

/** Most lines of one width above 1; a tie goes to the delimiter named first. */
function delimiterOf(text: string): string {
	const head = text.split(/\r\n|\n|\r/, SAMPLE * 2)
	const scores = DELIMITERS.map((delimiter) => {
		const widths = new Map<number, number>()
		for (const line of head) {
			const width = unquoted(line).split(delimiter).length
			if (width > 1) widths.set(width, (widths.get(width) ?? 0) + 1)
		}
		return { delimiter, score: Math.max(0, ...[...widths].map(([width, count]) => count * Math.min(width, 8))) }
	})
	return scores.reduce((best, one) => (one.score > best.score ? one : best)).delimiter
}

/** Delimiters between quotation marks are text. */
function unquoted(line: string): string {
	return line.replaceAll(/"[^"]*"/g, '')
}

/** The line among the first that names most of the known columns; without any, the first that is about as wide as those below it. */
function headerAt(records: readonly TableRecord[], known: ReadonlySet<string>): number {
	const first = records.slice(0, HEADER_WITHIN)
	const named = first.map(({ cells }) => cells.filter((cell) => known.has(headerWord(cell))).length)
	const most = Math.max(...named)
	if (most > 0) return named.indexOf(most)
	const widths = records.slice(0, SAMPLE).map(({ cells }) => filledCells(cells))
	const usual = Math.max(...widths)
	return Math.max(
		0,
		widths.findIndex((width) => width >= Math.max(2, usual * 0.6)),
	)
}

function filledCells(cells: readonly string[]): number {
	return cells.filter((cell) => cell.trim() !== '').length
}

/** Columns behind the header's last name count only where most rows say something there: one row that does has slipped. */
function columnsOf({ cells }: TableRecord, rows: readonly TableRecord[]): readonly string[] {
	const named = lastFilled(cells)
	const wider = rows.map((row) => lastFilled(row.cells)).filter((width) => width > named)
	const width = wider.length * 2 > rows.length ? Math.max(...wider) : named
	const seen = new Map<string, number>()
	return Array.from({ length: Math.min(width, MAX_COLUMNS) }, (_, index) => {
		const name = (cells[index] ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, MAX_NAME) || `Spalte ${index + 1}`
		const count = (seen.get(name) ?? 0) + 1
		seen.set(name, count)
		return count === 1 ? name : `${name} (${count})`
	})
}

function doubledIn({ cells }: TableRecord): readonly string[] {
	const names = cells.map((cell) => cell.replaceAll(/\s+/g, ' ').trim()).filter((name) => name !== '')
	return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}

const MAX_COLUMNS = 200
const MAX_NAME = 250

export function lastFilled(cells: readonly string[]): number {
	return cells.findLastIndex((cell) => cell.trim() !== '') + 1
}

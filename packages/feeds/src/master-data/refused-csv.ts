import type { RowFault } from '@lagebild/model/master-data.ts'

import { harmless } from './formula.ts'
import type { MasterDataRead } from './read.ts'
import { cellsOf } from './table.ts'

export type Language = 'de' | 'en'

/** A refused line as it was, with what was wrong with it. */
export type RefusedLine = { readonly line: number; readonly raw: string; readonly faults: readonly RowFault[] }

const HEADINGS = { de: ['Zeile', 'Grund'], en: ['Line', 'Reason'] } as const

/**
 * The refused lines with the values that they had, the number and the reason behind them: mended, it can be brought in again as it is,
 * because nobody maps the two columns. What a spreadsheet would run as a formula stands behind an apostrophe, which reading takes away.
 * With a byte order mark, or a spreadsheet spoils the umlauts.
 */
export function refusedCsv(
	{ header, delimiter, columns }: Pick<MasterDataRead, 'header' | 'delimiter' | 'columns'>,
	lines: readonly RefusedLine[],
	language: Language,
): string {
	const [line, reason] = HEADINGS[language]
	const written = (raw: string): string[] => padded(cellsOf(raw, delimiter), columns.length).map((value) => cell(value, delimiter))
	const rows = lines.map(({ line: number, raw, faults }) => {
		const why = faults.map((fault) => sentence(fault, language)).join('; ')
		return [...written(raw), String(number), quoted(harmless(why))].join(delimiter)
	})
	return `\uFEFF${[[...written(header), line, reason].join(delimiter), ...rows].join('\r\n')}\r\n`
}

/** `Stärke „1/2/6/10“: Gesamt sagt 10, die Summe ist 9`. */
export function sentence({ column, value, text }: RowFault, language: Language): string {
	const said = value === undefined || value === '' ? '' : language === 'de' ? ` „${value}“` : ` "${value}"`
	const where = [column, said].filter(Boolean).join('')
	return where === '' ? text[language] : `${where.trim()}: ${text[language]}`
}

/** The values as they were, filled up so that the two columns behind them stand under their headings. */
function padded(values: readonly string[], columns: number): readonly string[] {
	return [...values, ...Array<string>(Math.max(0, columns - values.length)).fill('')]
}

function cell(value: string, delimiter: string): string {
	const text = harmless(value)
	return text.includes(delimiter) || /["\r\n]/.test(text) ? quoted(text) : text
}

export function quoted(text: string): string {
	return `"${text.replaceAll('"', '""')}"`
}

import type { RowFault } from '@lagebild/model/master-data.ts'

import type { MasterDataRead } from './read.ts'

export type Language = 'de' | 'en'

/** A refused line as it was, with what was wrong with it. */
export type RefusedLine = { readonly line: number; readonly raw: string; readonly faults: readonly RowFault[] }

const HEADINGS = { de: ['Zeile', 'Grund'], en: ['Line', 'Reason'] } as const

/**
 * The refused lines, each exactly as it was, with its number and the reason behind it: mended, it can be brought in again as it is,
 * because nobody maps the two columns. With a byte order mark, or a spreadsheet spoils the umlauts.
 */
export function refusedCsv(
	{ header, delimiter, columns }: Pick<MasterDataRead, 'header' | 'delimiter' | 'columns'>,
	lines: readonly RefusedLine[],
	language: Language,
): string {
	const [line, reason] = HEADINGS[language]
	const rows = lines.map(({ line: number, raw, faults }) => {
		const why = faults.map((fault) => sentence(fault, language)).join('; ')
		return [padded(raw, columns.length, delimiter), String(number), quoted(why)].join(delimiter)
	})
	return `\uFEFF${[[padded(header, columns.length, delimiter), line, reason].join(delimiter), ...rows].join('\r\n')}\r\n`
}

/** `Stärke „1/2/6/10“: Gesamt sagt 10, die Summe ist 9`. */
export function sentence({ column, value, text }: RowFault, language: Language): string {
	const said = value === undefined || value === '' ? '' : language === 'de' ? ` „${value}“` : ` "${value}"`
	const where = [column, said].filter(Boolean).join('')
	return where === '' ? text[language] : `${where.trim()}: ${text[language]}`
}

/** The line as it was, filled up so that the two columns behind it stand under their headings. */
function padded(raw: string, columns: number, delimiter: string): string {
	const width = raw.replaceAll(/"(?:[^"]|"")*"/g, '').split(delimiter).length
	return `${raw}${delimiter.repeat(Math.max(0, columns - width))}`
}

export function quoted(text: string): string {
	return `"${text.replaceAll('"', '""')}"`
}

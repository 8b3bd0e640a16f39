import type { MasterDataList } from '@lagebild/model/master-data.ts'

import { listOf } from './lists.ts'
import { quoted } from './refused-csv.ts'

/** A file to fill in: the usual names of the columns and one line that shows how values are written. For German spreadsheets. */
export function templateCsv(list: MasterDataList): string {
	const { fields } = listOf(list)
	const shown = fields.filter(({ part, example }) => example !== undefined || part === undefined)
	const header = shown.map(({ names: [name = ''] }) => quoted(name)).join(';')
	const example = shown.map(({ example: value = '' }) => quoted(value)).join(';')
	return `\uFEFF${header}\r\n${example}\r\n`
}

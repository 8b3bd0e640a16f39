import { readFileSync, writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'

import { sentence } from '@lagebild/feeds/master-data/refused-csv.ts'
import { Fault } from '@lagebild/model/fault.ts'
import { OperationId } from '@lagebild/model/ids.ts'
import { MASTER_DATA_LISTS, MasterDataList, MasterDataMapping, MasterDataReport } from '@lagebild/model/master-data.ts'
import type { FieldChange, ReportRow } from '@lagebild/model/master-data.ts'

import type { Paths } from '../paths.ts'
import { Refusal } from '../refusal.ts'
import { withOwnKey } from './own-key.ts'
import { runningHub } from './running.ts'

export type ImportWish = {
	readonly list: string
	readonly operation: string
	readonly file: string
	/** Folder that relative file names mean. */
	readonly folder: string
	readonly mapping?: string | undefined
	/** Absent: one that holds for this call. */
	readonly key: string | undefined
	readonly dryRun: boolean
	readonly endMissing: boolean
	readonly confirmMissing: boolean
	/** File for the lines that were refused. */
	readonly refused?: string | undefined
}

const TIMEOUT_MS = 120_000
/** Lines of each sort that the report names. */
const SHOWN = 50

/** Brings a list in at the running hub and says what became of each line. @returns the exit code: 1 when any was refused. */
export async function importFile(paths: Paths, wish: ImportWish, out: (text: string) => void): Promise<number> {
	const report = await asked(paths, wish)
	for (const line of reportLines(report)) out(line)
	if (wish.refused !== undefined && report.refusedCsv !== undefined) {
		writeFileSync(resolve(wish.folder, wish.refused), report.refusedCsv)
		out(`The refused lines are in ${wish.refused}.`)
	}
	return report.counts.refused > 0 || report.unmapped.length > 0 ? 1 : 0
}

async function asked(paths: Paths, wish: ImportWish): Promise<MasterDataReport> {
	const query = queryOf(wish)
	const bytes = bytesIn(wish)
	const { url } = await runningHub(paths)
	const address = `${url}/api/v1/operations/${wish.operation}/master-data?${query.toString()}`
	if (wish.key !== undefined) return posted(address, wish.key, bytes)
	const wanted = { name: 'konsole', role: 'staff', operations: [wish.operation], ms: 2 * TIMEOUT_MS } as const
	return withOwnKey(paths, wanted, (key) => posted(address, key, bytes))
}

async function posted(address: string, key: string, body: Uint8Array<ArrayBuffer>): Promise<MasterDataReport> {
	const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/csv' }
	const response = await fetch(address, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) })
	const answer: unknown = await response.json()
	if (response.ok) return MasterDataReport.parse(answer)
	const told = Fault.safeParse(answer)
	throw new Refusal(told.success ? [told.data.path, told.data.message].filter(Boolean).join(': ') : `The hub answered ${response.status}.`)
}

function queryOf(wish: ImportWish): URLSearchParams {
	const list = MasterDataList.safeParse(wish.list)
	if (!list.success) throw new Refusal(`There is no list "${wish.list}". There are ${MASTER_DATA_LISTS.join(', ')}.`)
	if (!OperationId.safeParse(wish.operation).success) throw new Refusal(`"${wish.operation}" is no operation.`)
	const query = new URLSearchParams({
		list: list.data,
		file: basename(wish.file).slice(0, 200),
		language: 'en',
		dryRun: String(wish.dryRun),
	})
	query.set('endMissing', String(wish.endMissing))
	query.set('confirmMissing', String(wish.confirmMissing))
	if (wish.mapping !== undefined) query.set('mapping', JSON.stringify(mappingIn(resolve(wish.folder, wish.mapping))))
	return query
}

function mappingIn(file: string): MasterDataMapping {
	const mapping = MasterDataMapping.safeParse(jsonIn(file))
	if (mapping.success) return mapping.data
	const [issue] = mapping.error.issues
	throw new Refusal(`The mapping is not valid: ${[issue?.path.join('.'), issue?.message].filter(Boolean).join(': ')}`)
}

function jsonIn(file: string): unknown {
	try {
		return JSON.parse(readFileSync(file, 'utf8'))
	} catch (error) {
		throw new Refusal(`The mapping cannot be read: ${error instanceof Error ? error.message : 'unknown reason'}`)
	}
}

function bytesIn({ folder, file }: ImportWish): Uint8Array<ArrayBuffer> {
	try {
		return new Uint8Array(readFileSync(resolve(folder, file)))
	} catch (error) {
		throw new Refusal(`${file} cannot be read: ${error instanceof Error ? error.message : 'unknown reason'}`)
	}
}

function* reportLines(report: MasterDataReport): Generator<string> {
	const { counts, rows, missing, fields, unmapped } = report
	yield `${report.columns.length} columns, header on line ${report.headerLine}, ${report.charset}`
	for (const { field, from } of fields)
		if (from !== undefined) yield `  ${field} from ${typeof from === 'string' ? `"${from}"` : `the word "${from.constant}"`}`
	if (unmapped.length > 0) yield `No column gives ${unmapped.join(', ')}: nothing was read. Name it with --mapping.`
	yield* upTo(rows.filter(({ state }) => state === 'refused').map(refusedLine))
	yield* upTo(rows.filter(({ changes }) => changes !== undefined).flatMap(changedLines))
	yield* upTo(missing.map(({ title, entity }) => `missing: ${title} (${entity})`))
	const ended = counts.ended > 0 ? `, ${counts.ended} ended` : ''
	yield `${report.dryRun ? 'Would be' : 'Done'}: ${counts.new} new, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.refused} refused, ${counts.missing} missing${ended}`
}

function* upTo(lines: readonly string[]): Generator<string> {
	yield* lines.slice(0, SHOWN)
	if (lines.length > SHOWN) yield `… and ${lines.length - SHOWN} more`
}

function refusedLine({ line, title, faults = [] }: ReportRow): string {
	return `line ${line} refused${title === undefined ? '' : ` (${title})`}: ${faults.map((fault) => sentence(fault, 'en')).join('; ')}`
}

function changedLines({ line, title = '', changes = [] }: ReportRow): readonly string[] {
	return changes.map((change) => `line ${line} ${title}: ${changeText(change)}`)
}

function changeText({ field, before, after, stands }: FieldChange): string {
	const said = `${field} ${shown(before)} → ${shown(after)}`
	return stands ? `${said}; ${shown(stands.value)} by ${stands.name} goes on showing` : said
}

function shown(value: unknown): string {
	return value === undefined || value === null ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value)
}

import { refusedCsv } from '@lagebild/feeds/master-data/refused-csv.ts'
import type { Language } from '@lagebild/feeds/master-data/refused-csv.ts'
import { endOf } from '@lagebild/feeds/master-data/statement.ts'
import { rowFault } from '@lagebild/feeds/master-data/trouble.ts'
import type { Submission } from '@lagebild/model/event.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { SourceName } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { MASTER_DATA_SOURCE } from '@lagebild/model/master-data.ts'
import type { MasterDataReport, MasterDataRequest, Reporting, RowState } from '@lagebild/model/master-data.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { readerOf } from '../io/http/readable.ts'
import type { RunningOperation } from '../running.ts'
import type { PlannedRow } from './compare.ts'
import { planOf, sha256Of, titleOf } from './plan.ts'
import type { Plan } from './plan.ts'
import { readAside } from './read.ts'
import { recordImport } from './record.ts'
import { reportingIn } from './reporting.ts'

export type ImportRequest = {
	readonly running: RunningOperation
	/** Open operations of this person that show it, where it is a base. */
	readonly showing: readonly RunningOperation[]
	readonly basesOf: (running: RunningOperation) => readonly RunningOperation[]
	/** The person's own. */
	readonly grant: Grant
	readonly now: () => Instant
	readonly bytes: Uint8Array
	readonly request: Pick<MasterDataRequest, 'list' | 'mapping' | 'file' | 'endMissing' | 'confirmMissing'>
	readonly dryRun: boolean
	/** Of the reasons in the file of refused lines. */
	readonly language: Language
}

/** Statements that go to the journal together. */
const CHUNK = 500
const SOURCE = SourceName.parse(MASTER_DATA_SOURCE)

/**
 * Reads a list, compares it with the picture as this person sees it, and, unless it is a dry run, says what is new or changed through the
 * ordinary admission: as the person, for the source of master data, with the weight of an authority. What a crash cut off, a second try
 * completes, because only what is not there yet is said.
 */
export async function importMasterData(asked: ImportRequest): Promise<Result<MasterDataReport>> {
	const { running, grant, now, bytes, request, dryRun } = asked
	const { list, file, mapping } = request
	const read = await readAside({ list, bytes, mapping, area: running.operation.area })
	if (!read.ok) return read
	const sha256 = sha256Of(bytes)
	const view = { picture: running.picture, reader: readerOf({ now }, { grant, running }) }
	const { rows } = read.value
	const reporting =
		list === 'units' ? await reportingIn({ ...asked, reader: view.reader, rows }) : new Map<EntityId, readonly Reporting[]>()
	const plan = await planOf({ view, list, file, sha256, read: read.value, reporting })
	const { header: _header, rows: _rows, ...head } = read.value
	const report = (outcome: Outcome): MasterDataReport => ({
		operation: running.operation.id,
		list,
		dryRun,
		...(file !== undefined && { file }),
		...head,
		...outcomeReport(plan, outcome),
		...refusedPart(read.value, outcome.rows, asked.language),
	})
	if (dryRun) return ok(report({ rows: plan.rows, ended: 0 }))
	const no = refusalOf(request, plan, head.unmapped)
	if (no) return fail(no)
	const outcome = await sayAll(asked, plan, sha256)
	const made = report(outcome)
	const record = await recordImport({ ...asked, sha256, report: made, highest: highestOf(running, outcome.rows) })
	return ok(record === undefined ? made : { ...made, record })
}

type Outcome = { readonly rows: readonly PlannedRow[]; readonly ended: number }

function refusalOf(request: ImportRequest['request'], { missing, most }: Plan, unmapped: readonly string[]): Fault | undefined {
	if (unmapped.length > 0) return fault('bad-message', `no column gives ${unmapped.join(', ')}`, 'mapping.columns')
	if (!request.endMissing || missing.length === 0 || !most || request.confirmMissing) return undefined
	return fault('too-many-missing', undefined, 'confirmMissing')
}

async function sayAll({ running, grant, request }: ImportRequest, plan: Plan, sha256: string): Promise<Outcome> {
	const { list, file, endMissing } = request
	const speaker: Grant = { ...grant, source: SOURCE, rank: 'authority' }
	const faults = await say(
		running,
		speaker,
		plan.rows.flatMap(({ said }) => said ?? []),
	)
	const ends = endMissing
		? plan.missing.map(({ row }) => endOf(list, { entity: row.id, after: row.v, from: { file, sha256, line: 0, key: '' } }))
		: []
	const notEnded = await say(running, speaker, ends)
	return { rows: plan.rows.map((planned) => afterwards(planned, faults)), ended: ends.length - notEnded.size }
}

/** @returns why a statement was not taken, by its id */
async function say(running: RunningOperation, grant: Grant, said: readonly Submission[]): Promise<ReadonlyMap<string, string>> {
	const faults = new Map<string, string>()
	for (let from = 0; from < said.length; from += CHUNK) {
		const chunk = said.slice(from, from + CHUNK)
		const answers = await running.submit(grant, chunk)
		for (const [index, { id }] of chunk.entries()) {
			const answer = answers.ok ? answers.value[index] : answers.fault
			if (!answer || 'fault' in answer) faults.set(id, answer?.message ?? 'no answer')
		}
	}
	return faults
}

function afterwards(planned: PlannedRow, faults: ReadonlyMap<string, string>): PlannedRow {
	const message = planned.said && faults.get(planned.said.id)
	if (message === undefined) return planned
	const { changes: _changes, ...row } = planned.row
	return { ...planned, row: { ...row, state: 'refused', faults: [rowFault({ reason: 'hub', values: { message } })] } }
}

function outcomeReport(
	{ missing, most }: Plan,
	{ rows, ended }: Outcome,
): Pick<MasterDataReport, 'rows' | 'missing' | 'mostMissing' | 'counts'> {
	const reported = rows.map(({ row }) => row)
	const count = (state: RowState): number => reported.filter((row) => row.state === state).length
	return {
		rows: reported,
		missing: missing.map((brought) => ({ entity: brought.row.id, title: titleOf(brought) })),
		mostMissing: most && missing.length > 0,
		counts: {
			new: count('new'),
			changed: count('changed'),
			unchanged: count('unchanged'),
			refused: count('refused'),
			missing: missing.length,
			ended,
			reporting: reported.filter(({ reporting }) => reporting?.some(({ unsure }) => !unsure)).length,
			unsure: reported.filter(({ reporting }) => reporting?.some(({ unsure }) => unsure)).length,
			stands: reported.filter(({ changes }) => changes?.some(({ stands }) => stands !== undefined)).length,
		},
	}
}

type ReadHead = Parameters<typeof refusedCsv>[0]

function refusedPart(head: ReadHead, rows: readonly PlannedRow[], language: Language): Pick<MasterDataReport, 'refusedCsv'> {
	const lines = rows.flatMap(({ raw, row }) => (row.state === 'refused' ? [{ raw, line: row.line, faults: row.faults ?? [] }] : []))
	return lines.length === 0 ? {} : { refusedCsv: refusedCsv(head, lines, language) }
}

/** Version of the newest of the things that the file names. */
function highestOf({ picture }: RunningOperation, rows: readonly PlannedRow[]): number {
	return rows.reduce((highest, { entity }) => Math.max(highest, entity === undefined ? 0 : (picture.byId.get(entity)?.row?.v ?? 0)), 0)
}

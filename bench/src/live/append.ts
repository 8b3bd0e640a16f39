import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { DatabaseSync } from 'node:sqlite'
import type { SQLInputValue } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

import type { Prepared } from '@lagebild/journal/port.ts'

import { cpuNow, median, quantile, spreadOf } from '../measure.ts'
import type { Bench, Finding } from '../measure.ts'
import { appendAll, newJournal, preparedEntries } from './appending.ts'
import type { Rows } from './bare-rows.worker.ts'
import { numberIn, program, recordOf, temporary } from './processes.ts'

const CHILD = fileURLToPath(new URL('append-child.ts', import.meta.url))
const WRITER = new URL('bare-rows.worker.ts', import.meta.url)
/** Entries of one commit where as many wait. */
const AT_ONCE = 200
/** What a disk without protection against power loss takes longer. */
const SYNC_US = 2_000
const PER_SECOND = 2_000
/** Tables to which an entry adds rows under its seq. */
const TABLES = ['entries', 'bodies', 'batches', 'events', 'mentions', 'diary']

/** What the chain costs beside rows, indexes and commit, and what an acknowledgement waits for. */
export const appendBench: Bench = async ({ quick }) => {
	const [count, rounds, seconds] = quick ? [600, 1, 1] : [20_000, 5, 10]
	const prepared = preparedEntries(count)
	const model = temporary('bench-append')
	await appendAll(await newJournal(model), prepared, AT_ONCE)
	const { schema, batches } = readModel(join(model, 'journals'))
	const seen: Seen[] = []
	for (let n = 0; n < rounds; n++) {
		// One after the other on purpose: they are timed.
		// oxlint-disable-next-line no-await-in-loop
		seen.push({ chained: await chained(prepared), bare: await bare(schema, batches) })
	}
	return [chainOf(seen, count), ...(await waits(seconds))]
}

/** CPU, ms: of the thread that writes (with those that collect its garbage), and of the main thread. */
type Spent = { readonly writer: number; readonly main: number }
type Seen = { readonly chained: Spent; readonly bare: Spent }

async function spending(work: () => Promise<void>): Promise<Spent> {
	const [all, own] = [cpuNow(), process.threadCpuUsage()]
	await work()
	const { user, system } = process.threadCpuUsage(own)
	const main = (user + system) / 1_000
	return { writer: cpuNow() - all - main, main }
}

async function chained(prepared: readonly Prepared[]): Promise<Spent> {
	const opened = await newJournal(temporary('bench-append'))
	return spending(() => appendAll(opened, prepared, AT_ONCE))
}

/** The same rows, given to a thread in the same batches. */
async function bare(schema: readonly string[], batches: readonly Rows[]): Promise<Spent> {
	const worker = new Worker(WRITER, { workerData: { file: join(temporary('bench-bare'), 'rows.db'), schema } })
	await once(worker, 'online')
	const spent = await spending(async () => {
		for (const rows of batches) {
			worker.postMessage(rows)
			// oxlint-disable-next-line no-await-in-loop
			await once(worker, 'message')
		}
	})
	worker.postMessage('close')
	await once(worker, 'exit')
	return spent
}

function readModel(folder: string): { readonly schema: readonly string[]; readonly batches: readonly Rows[] } {
	const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => /\.(db|sqlite|journal)$/.test(name))
	const db = new DatabaseSync(join(folder, file ?? ''), { readOnly: true })
	const schema = db
		.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
		.all()
		.map(({ sql }) => String(sql))
	const most = Number(db.prepare('SELECT max(seq) AS seq FROM entries').get()?.['seq'])
	const batches: Rows[] = []
	for (let from = 1; from <= most; from += AT_ONCE) {
		const rows: Record<string, readonly SQLInputValue[][]> = {}
		for (const table of TABLES) {
			const list = db.prepare(`SELECT * FROM ${table} WHERE seq >= ? AND seq < ?`).all(from, from + AT_ONCE)
			rows[table] = list.map((row) => Object.values(row))
		}
		rows['entities'] = newEntities(db, { from, until: from + AT_ONCE })
		batches.push(rows)
	}
	db.close()
	return { schema, batches }
}

/** Those that these entries are the first to mention. */
function newEntities(db: DatabaseSync, { from, until }: { readonly from: number; readonly until: number }): SQLInputValue[][] {
	const found = db.prepare(
		'SELECT * FROM entities WHERE no IN (SELECT entity FROM mentions GROUP BY entity HAVING min(seq) >= ? AND min(seq) < ?)',
	)
	return found.all(from, until).map((row) => Object.values(row))
}

function chainOf(seen: readonly Seen[], count: number): Finding {
	const ratios = seen.map((round) => round.chained.writer / round.bare.writer)
	const each = (side: keyof Seen, thread: keyof Spent): string =>
		((1_000 * median(seen.map((round) => round[side][thread]))) / count).toFixed(1)
	return {
		name: `append with chain against the same rows and indexes without, ${count} entries in commits of ${AT_ONCE}`,
		seen: median(ratios),
		bound: 1.35,
		unit: '×',
		spread: spreadOf(ratios),
		detail: `${each('chained', 'writer')} µs of the writing thread for an entry against ${each('bare', 'writer')} µs; beside it ${each('chained', 'main')} and ${each('bare', 'main')} µs of the main thread`,
	}
}

/** In a process whose every sync is counted and takes 2 ms longer. */
async function waits(seconds: number): Promise<readonly Finding[]> {
	const folder = temporary('bench-waits')
	const counter = join(folder, 'syncs')
	const syncs = (): number => Number(readFileSync(counter).readBigUInt64LE())
	const child = fork(CHILD, [folder, String(PER_SECOND), String(seconds)], {
		env: { ...env, LD_PRELOAD: program('syncs'), BENCH_SYNCS: counter, BENCH_SYNC_US: String(SYNC_US) },
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	})
	await once(child, 'message')
	const before = syncs()
	const told = recordOf(await messageOf(child))
	const [counted, commits] = [syncs() - before, numberIn(told, 'commits')]
	const waited: readonly unknown[] = Array.isArray(told['waited']) ? told['waited'] : []
	const inSyncs = waited.map((us) => Number(us) / SYNC_US)
	return [
		{
			name: 'syncs for each commit',
			seen: counted / commits,
			bound: 1.01,
			unit: '×',
			spread: [counted / commits, counted / commits],
			detail: `${counted} syncs, ${commits} commits`,
		},
		{
			name: `acknowledgement, p99 at ${PER_SECOND} entries a second, on a disk of 2 ms`,
			seen: quantile(inSyncs, 0.99),
			bound: 5,
			unit: 'syncs',
			spread: spreadOf(inSyncs),
			detail: `half of them in ${quantile(inSyncs, 0.5).toFixed(2)} syncs`,
		},
	]
}

function messageOf(child: ReturnType<typeof fork>): Promise<unknown> {
	return new Promise((resolve) => {
		child.once('message', resolve)
	})
}

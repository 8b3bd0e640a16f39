import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { DatabaseSync } from 'node:sqlite'
import type { SQLInputValue } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

import { median, quantile, spreadOf } from '../measure.ts'
import type { Bench, Finding } from '../measure.ts'
import { appendAll, newJournal, preparedEntries, spending } from './appending.ts'
import type { Spent } from './appending.ts'
import type { Rows } from './bare-rows.worker.ts'
import { numberIn, program, recordOf, temporary } from './processes.ts'

const CHILD = fileURLToPath(new URL('append-child.ts', import.meta.url))
const ROUND = fileURLToPath(new URL('append-round.ts', import.meta.url))
const WITHOUT_CHAIN = ['--import', fileURLToPath(new URL('without-chain.ts', import.meta.url))]
const WRITER = new URL('bare-rows.worker.ts', import.meta.url)
/** Entries of one commit where as many wait. */
const AT_ONCE = 200
/** Entries that are written before anything is timed. */
const WARM = 10_000
/** What a disk without protection against power loss takes longer. */
const SYNC_US = 2_000
const PER_SECOND = 2_000
/** Tables to which an entry adds rows under its seq. */
const TABLES = ['entries', 'bodies', 'batches', 'events', 'mentions', 'diary']

/** What the chain costs beside rows, indexes and commit, and what an acknowledgement waits for. */
export const appendBench: Bench = async ({ quick }) => {
	const [count, rounds, seconds] = quick ? [600, 1, 1] : [20_000, 5, 10]
	const model = temporary('bench-append')
	const { store, journal } = await newJournal(model)
	await appendAll(journal, preparedEntries(WARM + count), AT_ONCE)
	await store.close()
	const { schema, batches } = readModel(join(model, 'journals'))
	const seen: Seen[] = []
	for (let n = 0; n < rounds; n++) {
		// One after the other on purpose: they are timed.
		// oxlint-disable-next-line no-await-in-loop
		seen.push({ chained: await journaled(count, []), unchained: await journaled(count, WITHOUT_CHAIN), bare: await bare(schema, batches) })
	}
	return [...chainOf(seen, count), ...(await waits(seconds))]
}

type Seen = { readonly chained: Spent; readonly unchained: Spent; readonly bare: Spent }

/** The journal as it is, or all of its work but for the chain (`without-chain.ts`); a process each. */
async function journaled(count: number, execArgv: readonly string[]): Promise<Spent> {
	const given = [temporary('bench-append'), String(count), String(AT_ONCE), String(WARM)]
	const child = fork(ROUND, given, { execArgv: [...execArgv], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
	const told = recordOf(await messageOf(child))
	await once(child, 'exit')
	return { writer: numberIn(told, 'writer'), main: numberIn(told, 'main') }
}

/** The same rows, given to a thread in the same batches. */
async function bare(schema: readonly string[], batches: readonly Rows[]): Promise<Spent> {
	const worker = new Worker(WRITER, { workerData: { file: join(temporary('bench-bare'), 'rows.db'), schema } })
	await once(worker, 'message')
	const write = async (some: readonly Rows[]): Promise<void> => {
		for (const rows of some) {
			worker.postMessage(rows)
			// oxlint-disable-next-line no-await-in-loop
			await once(worker, 'message')
		}
	}
	const warm = WARM / AT_ONCE
	await write(batches.slice(0, warm))
	const spent = await spending(() => write(batches.slice(warm)))
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

function chainOf(seen: readonly Seen[], count: number): readonly Finding[] {
	return [
		against(seen, { side: 'unchained', count, name: 'append against the same work without chain' }),
		against(seen, { side: 'bare', count, name: 'append against a thread that is handed the same rows ready' }),
	]
}

type Against = { readonly side: 'unchained' | 'bare'; readonly count: number; readonly name: string }

function against(seen: readonly Seen[], { side, count, name }: Against): Finding {
	const ratios = seen.map((round) => round.chained.writer / round[side].writer)
	const each = (of: keyof Seen, thread: keyof Spent): string =>
		((1_000 * median(seen.map((round) => round[of][thread]))) / count).toFixed(1)
	return {
		name: `${name}, ${count} entries in commits of ${AT_ONCE}`,
		seen: median(ratios),
		bound: 1.35,
		unit: '×',
		spread: spreadOf(ratios),
		detail: `${each('chained', 'writer')} µs of the writing thread for an entry against ${each(side, 'writer')} µs; beside it ${each('chained', 'main')} and ${each(side, 'main')} µs of the main thread`,
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

import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { noBus } from '@lagebild/hub/src/bus.ts'
import { steadyClock } from '@lagebild/hub/src/clock.ts'
import { CommitFeed } from '@lagebild/hub/src/commits.ts'
import { Heads } from '@lagebild/hub/src/io/storage/heads.ts'
import { RunningOperation } from '@lagebild/hub/src/running.ts'
import type { Journal, JournalStore, Prepared } from '@lagebild/journal/port.ts'
import { prepareBatch, prepareEvent } from '@lagebild/journal/prepare.ts'
import { openSqliteStore } from '@lagebild/journal/sqlite/store.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { SNAPSHOT_VERSION } from '@lagebild/picture/restore.ts'
import { pino } from 'pino'

import { temporary } from './live/processes.ts'
import { OPERATION, START, World } from './world.ts'
import type { Body } from './world.ts'

const LOG = pino({ level: 'fatal' })
/** Entries appended together, as they come in about ten seconds. */
const AT_ONCE = 100
/** The hub looks this often whether a snapshot is due, simulated ms. */
const SNAPSHOT_CHECK_MS = 30_000

export type OpenedJournal = { readonly store: JournalStore; readonly journal: Journal }

export async function openJournal(folder: string): Promise<OpenedJournal> {
	const store = await openSqliteStore({ folder: join(folder, 'journals'), now: Date.now })
	const journal = await store.open(OPERATION.id)
	if (!journal) throw new Error('the journal of the bench is gone')
	return { store, journal }
}

export function startOperation({ journal }: OpenedJournal): Promise<RunningOperation> {
	return RunningOperation.start({
		operation: OPERATION,
		journal,
		now: steadyClock(),
		log: LOG,
		deliver: () => undefined,
		...alone(journal),
	})
}

/** A hub without others. */
function alone(journal: Journal) {
	return {
		feed: new CommitFeed(journal, noBus()),
		heads: new Heads(temporary('bench-heads')),
		shared: false,
		followAccess: () => Promise.resolve(),
		grantOf: () => undefined,
		onFatal: fail,
		onOutdated: () => fail(new Error('the journal of the bench is another')),
		onOperation: () => undefined,
	}
}

function fail(error: Error): never {
	throw error
}

function prepared(body: Body, n: number): Prepared {
	return body.type === 'event' ? prepareEvent(body.event, n, 'human') : prepareBatch(body.batch)
}

export type Lived = { readonly entries: number; readonly entities: number; readonly snapshots: boolean }

/**
 * The folder of an operation that a hub has lived through in simulated time, snapshots and all. It takes some minutes to make, so it is kept
 * in the folder for temporary files and used again.
 */
export async function livedOperation(lived: Lived): Promise<string> {
	const { entries, entities, snapshots } = lived
	const folder = join(tmpdir(), `lagebild-bench-${SNAPSHOT_VERSION}-${entries}-${entities}${snapshots ? '' : '-bare'}`)
	if (existsSync(folder)) return folder
	const making = `${folder}.${process.pid}`
	mkdirSync(making, { recursive: true })
	try {
		await live(making, lived)
		renameSync(making, folder)
	} finally {
		rmSync(making, { recursive: true, force: true })
	}
	return folder
}

async function live(folder: string, { entries, entities, snapshots }: Lived): Promise<void> {
	let now: Instant = START
	const store = await openSqliteStore({ folder: join(folder, 'journals'), now: () => now, monotonic: () => now })
	const created = await store.create(OPERATION)
	if (!created.ok) throw new Error('the journal of the bench exists')
	const journal = created.value
	const options = {
		operation: OPERATION,
		journal,
		now: () => now,
		log: LOG,
		deliver: () => undefined,
		...alone(journal),
	}
	const running = snapshots ? await RunningOperation.start(options) : undefined
	const world = new World(entities, { first: 2 })
	let checked = now
	let n = 0
	for (const bodies of chunks(bodiesOf(world, entries))) {
		// One after the other on purpose: the order of entries is the point.
		// oxlint-disable-next-line no-await-in-loop
		await Promise.all(bodies.map((body) => journal.append(prepared(body, ++n))))
		if (world.now > now) now = world.now
		if (now - checked < SNAPSHOT_CHECK_MS) continue
		checked = now
		// oxlint-disable-next-line no-await-in-loop
		await running?.snapshot()
	}
	await running?.close()
	await store.close()
}

function* bodiesOf(world: World, entries: number): Generator<Body> {
	let left = entries
	for (const body of world.introductions()) if (left-- > 0) yield body
	yield* world.happenings(Math.max(0, left))
}

function* chunks(bodies: Iterable<Body>): Generator<readonly Body[]> {
	let chunk: Body[] = []
	for (const body of bodies) {
		chunk.push(body)
		if (chunk.length === AT_ONCE) {
			yield chunk
			chunk = []
		}
	}
	if (chunk.length > 0) yield chunk
}

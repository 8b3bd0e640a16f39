import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { freshDatabase } from '@lagebild/testing/servers.ts'

import type { Journal, JournalStore } from '../port.ts'
import { connect } from '../postgres/connection.ts'
import type { Connection, Waits } from '../postgres/connection.ts'
import { openPostgresStore } from '../postgres/store.ts'
import { verifyStored } from '../postgres/verify.ts'
import { createTurns } from '../turns.ts'
import { FLOOD } from './fixtures.ts'
import { APPENDER } from './harness.ts'
import type { JournalHarness, TestClock } from './harness.ts'

export type PostgresHarness = JournalHarness & {
	readonly url: string
	readonly folder: string
	/** Another hub on the same database; closed with the others. */
	readonly hub: (node: string, url?: string, more?: HubOptions) => Promise<JournalStore>
	/** For looking behind the journal's back. */
	readonly sql: Connection['rows']
}

type HubOptions = { readonly clock?: TestClock; readonly waits?: Waits }

/** Databases of harnesses that are done: emptied sooner than a fresh one is made. */
const free: string[] = []

export async function postgresHarness(given?: string): Promise<PostgresHarness> {
	const url = given ?? free.pop() ?? (await freshDatabase())
	const folder = await mkdtemp(join(tmpdir(), 'lagebild-journal-'))
	const stores: JournalStore[] = []
	const behind = oneByOne(await connect({ url, node: 'test' }))
	const closeAll = async (): Promise<void> => {
		for (const store of stores.splice(0)) await store.close()
	}
	const hub = async (node: string, address = url, { clock, waits }: HubOptions = {}): Promise<JournalStore> => {
		const monotonic = clock && (() => clock.monotonic)
		const store = await openPostgresStore({
			url: address,
			node,
			keyFolder: folder,
			...(monotonic && { monotonic }),
			...(waits && { waits }),
		})
		stores.push(store)
		return store
	}
	return {
		url,
		folder,
		hub,
		sql: behind.rows,
		open: async (clock) => {
			const store = await hub('hub-1', url, clock && { clock })
			return clock ? underClock(store, await setterOf(behind, clock)) : store
		},
		verify: (witness) => verifyStored({ url, operation: FLOOD.id, ...(witness && { witness }) }),
		startAppender: ({ first, count, writers }) =>
			spawn(process.execPath, [APPENDER, folder, String(first), String(count), String(writers), url]),
		closeAll,
		dispose: async () => {
			await closeAll()
			if (given === undefined) {
				await behind.rows({ text: 'DROP SCHEMA lagebild CASCADE' })
				free.push(url)
			}
			await behind.end()
			await rm(folder, { recursive: true, force: true })
		},
	}
}

function oneByOne(connection: Connection): Connection {
	const turns = createTurns()
	return { ...connection, rows: (query) => turns(() => connection.rows(query)) }
}

/** In place of the server's clock stands one that a test sets. */
async function setterOf({ rows }: Connection, clock: TestClock): Promise<() => Promise<unknown>> {
	await rows({ text: 'CREATE TABLE IF NOT EXISTS lagebild.test_clock (wall bigint)' })
	await rows({ text: 'TRUNCATE lagebild.test_clock' })
	await rows({ text: 'INSERT INTO lagebild.test_clock VALUES (0)' })
	await rows({
		text: 'CREATE OR REPLACE FUNCTION lagebild.wall_ms() RETURNS bigint LANGUAGE sql VOLATILE AS $$ SELECT wall FROM lagebild.test_clock $$',
	})
	return () => rows({ text: 'UPDATE lagebild.test_clock SET wall = $1', values: [clock.wall] })
}

/** Sets the clock of the server before everything that writes. */
function underClock(store: JournalStore, set: () => Promise<unknown>): JournalStore {
	return {
		kind: store.kind,
		inTurn: (work) => store.inTurn(work),
		neighbours: () => store.neighbours(),
		operations: () => store.operations(),
		create: async (operation) => {
			await set()
			const created = await store.create(operation)
			return created.ok ? { ok: true, value: journalUnder(created.value, set) } : created
		},
		open: async (id) => {
			const journal = await store.open(id)
			return journal && journalUnder(journal, set)
		},
		close: () => store.close(),
	}
}

function journalUnder(journal: Journal, set: () => Promise<unknown>): Journal {
	const first =
		<A extends unknown[], T>(work: (...given: A) => Promise<T>) =>
		async (...given: A): Promise<T> => {
			await set()
			return work(...given)
		}
	return {
		operation: journal.operation,
		head: () => journal.head(),
		append: first((item) => journal.append(item)),
		read: (from, limit) => journal.read(from, limit),
		readEntity: (entity, page) => journal.readEntity(entity, page),
		find: (id) => journal.find(id),
		changeOperation: first((request) => journal.changeOperation(request)),
		regrant: first((request) => journal.regrant(request)),
		onCommit: (listener) => journal.onCommit(listener),
		erase: first((request) => journal.erase(request)),
		retain: first((retention, now) => journal.retain(retention, now)),
		beginEpoch: first((request) => journal.beginEpoch(request)),
		checkpoint: (now) => journal.checkpoint(now),
		saveSnapshot: (snapshot) => journal.saveSnapshot(snapshot),
		latestCheckpoint: () => journal.latestCheckpoint(),
		latestSnapshot: () => journal.latestSnapshot(),
		snapshotBefore: (seq) => journal.snapshotBefore(seq),
		seqAt: (at) => journal.seqAt(at),
		close: () => journal.close(),
	}
}

import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import type { Checkpoint, JournalStore, Verdict } from '../port.ts'
import { openSqliteStore } from '../sqlite/store.ts'
import { verifyJournal } from '../verify.ts'
import { FLOOD } from './fixtures.ts'

/** Both clocks of a store, set by the test. */
export type TestClock = { wall: number; monotonic: number }

/** One empty place for journals, and how an implementation is opened, verified and killed there. */
export type JournalHarness = {
	readonly open: (clock?: TestClock) => Promise<JournalStore>
	readonly verify: (witness?: readonly Checkpoint[]) => Promise<Verdict>
	/** Starts a process that appends events first…first+count−1 with parallel writers and tells each acknowledged number in a line. */
	readonly startAppender: (work: {
		readonly first: number
		readonly count: number
		readonly writers: number
	}) => ChildProcessWithoutNullStreams
	readonly closeAll: () => Promise<void>
	readonly dispose: () => Promise<void>
}

export type SqliteHarness = JournalHarness & { readonly folder: string; readonly file: string; readonly fatal: readonly Error[] }

export async function sqliteHarness(): Promise<SqliteHarness> {
	const root = await mkdtemp(join(tmpdir(), 'lagebild-journal-'))
	const folder = join(root, 'journals')
	const file = join(folder, `${FLOOD.id}.db`)
	const stores: JournalStore[] = []
	const fatal: Error[] = []
	const closeAll = async (): Promise<void> => {
		for (const store of stores.splice(0)) await store.close()
	}
	return {
		folder,
		file,
		fatal,
		open: async (clock) => {
			const clocks = clock && { now: () => clock.wall, monotonic: () => clock.monotonic }
			const store = await openSqliteStore({ folder, now: () => Date.now(), onFatal: (error) => fatal.push(error), ...clocks })
			stores.push(store)
			return store
		},
		verify: (witness) => verifyJournal({ file, ...(witness && { witness }) }),
		startAppender: ({ first, count, writers }) =>
			spawn(process.execPath, [APPENDER, folder, String(first), String(count), String(writers)]),
		closeAll,
		dispose: async () => {
			await closeAll()
			await rm(root, { recursive: true, force: true })
		},
	}
}

export const APPENDER = fileURLToPath(new URL('./appender.ts', import.meta.url))

/** All that a process says until it ends; `onLine` may end it. */
export async function linesOf(
	child: ChildProcessWithoutNullStreams,
	onLine?: (lines: readonly string[]) => void,
): Promise<readonly string[]> {
	const lines: string[] = []
	let errors = ''
	child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
	for await (const line of createInterface({ input: child.stdout })) {
		lines.push(line)
		onLine?.(lines)
	}
	if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
	if (child.exitCode === 1) throw new Error(errors)
	return lines
}

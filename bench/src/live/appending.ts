import { join } from 'node:path'

import type { Journal, JournalStore, Prepared } from '@lagebild/journal/port.ts'
import { prepareBatch, prepareEvent } from '@lagebild/journal/prepare.ts'
import { openSqliteStore } from '@lagebild/journal/sqlite/store.ts'

import { cpuNow } from '../measure.ts'
import { OPERATION, World } from '../world.ts'

export type Opened = { readonly store: JournalStore; readonly journal: Journal }

export async function newJournal(folder: string): Promise<Opened> {
	const store = await openSqliteStore({ folder: join(folder, 'journals'), now: Date.now })
	const created = await store.create(OPERATION)
	if (!created.ok) throw new Error('the journal of the bench exists')
	return { store, journal: created.value }
}

/** Ready for the journal: what comes before it is not its time. */
export function preparedEntries(count: number): readonly Prepared[] {
	const world = new World(Math.ceil(count / 10), { first: 2 })
	const bodies = [...world.introductions(), ...world.happenings(count)].slice(0, count)
	return bodies.map((body, n) => (body.type === 'event' ? prepareEvent(body.event, n, 'human') : prepareBatch(body.batch)))
}

/** As many at once as go into one commit. */
export async function appendAll(journal: Journal, prepared: readonly Prepared[], atOnce: number): Promise<void> {
	for (let from = 0; from < prepared.length; from += atOnce) {
		// oxlint-disable-next-line no-await-in-loop
		const told = await Promise.all(prepared.slice(from, from + atOnce).map((one) => journal.append(one)))
		if (told.some(({ ok }) => !ok)) throw new Error('the journal refused what the bench says')
	}
}

/** CPU, ms: of the threads beside the main one (those that collect garbage are among them), and of the main thread. */
export type Spent = { readonly writer: number; readonly main: number }

export async function spending(work: () => Promise<void>): Promise<Spent> {
	const [all, own] = [cpuNow(), process.threadCpuUsage()]
	await work()
	const { user, system } = process.threadCpuUsage(own)
	const main = (user + system) / 1_000
	return { writer: cpuNow() - all - main, main }
}

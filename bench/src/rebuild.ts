import type { Entry } from '@lagebild/model/entry.ts'
import { seq } from '@lagebild/model/ids.ts'
import { apply, createPicture, headOf } from '@lagebild/picture/picture.ts'

import { livedOperation, openJournal, startOperation } from './hub-journal.ts'
import type { OpenedJournal } from './hub-journal.ts'
import { median, spreadOf, timed } from './measure.ts'
import type { Bench } from './measure.ts'

const PAGE = 1_000

/** ms */
type Times = { readonly read: number; readonly rebuild: number; readonly start: number }

/**
 * A picture made anew from its journal, against reading and parsing the same pages. Beside it what a hub's whole start takes without a snapshot,
 * which also fills its ring and decides what becomes a record.
 */
export const rebuildBench: Bench = async ({ quick, rounds = quick ? 2 : 9 }) => {
	const entries = quick ? 5_000 : 100_000
	const folder = await livedOperation({ entries, entities: quick ? 500 : 10_000, snapshots: false })
	const seen: Times[] = []
	for (let round = -1; round < rounds; round++) {
		// One after the other on purpose: they are timed.
		// oxlint-disable-next-line no-await-in-loop
		const times = await all(folder)
		if (round >= 0) seen.push(times)
	}
	const ratios = seen.map(({ read, rebuild: whole }) => whole / read)
	const [read, whole] = [median(seen.map((times) => times.read)), median(seen.map((times) => times.rebuild))]
	const hub = median(seen.map((times) => times.start / times.read))
	const detail = `${perSecond(entries, whole)} against ${perSecond(entries, read)} entries/s; a hub's start ${hub.toFixed(2)} ×`
	return [{ name: 'rebuild against reading and parsing', seen: median(ratios), bound: 1.6, unit: '×', spread: spreadOf(ratios), detail }]
}

/** The journal is opened for each round: it holds whoever listens to it. */
async function all(folder: string): Promise<Times> {
	const opened = await openJournal(folder)
	const times = {
		read: await timed(() => readAll(opened, () => undefined)),
		rebuild: await timed(() => rebuild(opened)),
		start: await timed(() => start(opened)),
	}
	await opened.store.close()
	return times
}

async function readAll({ journal }: OpenedJournal, take: (entry: Entry) => void): Promise<void> {
	for (let from = 1; ; from += PAGE) {
		// oxlint-disable-next-line no-await-in-loop
		const page = await journal.read(seq(from), PAGE)
		if (page.length === 0) return
		for (const entry of page) take(entry)
	}
}

async function rebuild(opened: OpenedJournal): Promise<void> {
	const picture = createPicture()
	await readAll(opened, (entry) => apply(picture, entry))
	if (headOf(picture) < 1) throw new Error('nothing was folded')
}

async function start(opened: OpenedJournal): Promise<void> {
	const running = await startOperation(opened)
	if (headOf(running.picture) < 1) throw new Error('nothing was folded')
}

function perSecond(entries: number, ms: number): string {
	return ((1_000 * entries) / ms).toFixed(0)
}

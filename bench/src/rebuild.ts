import { seq } from '@lagebild/model/ids.ts'
import { headOf } from '@lagebild/picture/picture.ts'

import { livedOperation, openJournal, startOperation } from './hub-journal.ts'
import type { OpenedJournal } from './hub-journal.ts'
import { median, spreadOf, timed } from './measure.ts'
import type { Bench } from './measure.ts'

const PAGE = 1_000

/** A hub's start without a snapshot, against reading and parsing the same pages of the journal. */
export const rebuildBench: Bench = async ({ quick }) => {
	const entries = quick ? 5_000 : 100_000
	const folder = await livedOperation({ entries, entities: quick ? 500 : 10_000, snapshots: false })
	const seen: { read: number; rebuild: number }[] = []
	for (let round = -1; round < (quick ? 2 : 9); round++) {
		// One after the other on purpose: they are timed.
		// oxlint-disable-next-line no-await-in-loop
		const times = await both(folder)
		if (round >= 0) seen.push(times)
	}
	const ratios = seen.map(({ read, rebuild: whole }) => whole / read)
	const [read, whole] = [median(seen.map((times) => times.read)), median(seen.map((times) => times.rebuild))]
	const detail = `${perSecond(entries, whole)} against ${perSecond(entries, read)} entries/s`
	return [{ name: 'rebuild against reading and parsing', seen: median(ratios), bound: 1.6, unit: '×', spread: spreadOf(ratios), detail }]
}

/** The journal is opened for each round: it holds whoever listens to it. */
async function both(folder: string): Promise<{ read: number; rebuild: number }> {
	const opened = await openJournal(folder)
	const times = { read: await timed(() => readAll(opened)), rebuild: await timed(() => rebuild(opened)) }
	await opened.store.close()
	return times
}

async function readAll({ journal }: OpenedJournal): Promise<void> {
	for (let from = 1; ; from += PAGE) {
		// oxlint-disable-next-line no-await-in-loop
		const page = await journal.read(seq(from), PAGE)
		if (page.length === 0) return
	}
}

async function rebuild(opened: OpenedJournal): Promise<void> {
	const running = await startOperation(opened)
	if (headOf(running.picture) < 1) throw new Error('nothing was folded')
}

function perSecond(entries: number, ms: number): string {
	return ((1_000 * entries) / ms).toFixed(0)
}

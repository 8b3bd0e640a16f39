import { Past } from '@lagebild/hub/src/past.ts'
import type { RunningOperation } from '@lagebild/hub/src/running.ts'
import { Slices } from '@lagebild/hub/src/slices.ts'
import { instant } from '@lagebild/model/time.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { measuredAt, rowAt, size } from '@lagebild/picture/read.ts'

import { livedOperation, openJournal, startOperation } from './hub-journal.ts'
import { median, spreadOf, waited } from './measure.ts'
import type { Bench, Finding } from './measure.ts'
import { randomFrom } from './random.ts'
import { START } from './world.ts'

/** A million entries: a day, ten thousand entities. */
function longOperation(quick: boolean): Promise<string> {
	return livedOperation({ entries: quick ? 5_000 : 1_000_000, entities: quick ? 500 : 10_000, snapshots: true })
}

export const startBench: Bench = async ({ quick }) => [await startFinding(await longOperation(quick), quick ? 2 : 7)]

export const pastBench: Bench = async ({ quick }) => [await pastFinding(await longOperation(quick), quick ? 3 : 40)]

async function startFinding(folder: string, rounds: number): Promise<Finding> {
	const seen: { alone: number; here: number }[] = []
	for (let round = 0; round < rounds; round++) {
		const opened = await openJournal(folder)
		seen.push(await waited(async () => readAll((await startOperation(opened)).picture)))
		await opened.store.close()
	}
	return { name: 'start from a snapshot', bound: 2_000, ...inAll(seen), detail: `every row built; ${byTheClock(seen)}` }
}

async function pastFinding(folder: string, questions: number): Promise<Finding> {
	const opened = await openJournal(folder)
	const running = await startOperation(opened)
	const past = new Past(new Slices())
	const random = randomFrom(7)
	const { recorded } = await opened.journal.head()
	const seen: { alone: number; here: number }[] = []
	for (let n = 0; n < questions; n++) {
		const at = START + Math.floor(random() * (recorded - START))
		seen.push(await waited(() => ask(past, running, at)))
	}
	await opened.store.close()
	const detail = `every row built; the first, right after the start, ${(seen[0]?.alone ?? 0).toFixed(0)} ms; ${byTheClock(seen)}`
	return { name: 'picture at any time', bound: 500, ...inAll(seen), detail }
}

type Waited = { readonly alone: number; readonly here: number }

function inAll(seen: readonly Waited[]): Pick<Finding, 'seen' | 'unit' | 'spread'> {
	const alone = seen.map((one) => one.alone)
	return { seen: median(alone), unit: 'ms', spread: spreadOf(alone) }
}

function byTheClock(seen: readonly Waited[]): string {
	const here = seen.map((one) => one.here)
	return `by the clock of this machine ${median(here).toFixed(0)} ms, at most ${spreadOf(here)[1].toFixed(0)} ms`
}

async function ask(past: Past, running: RunningOperation, at: number): Promise<void> {
	const known = await past.at(running, instant(at), 'bench')
	if (!known) throw new Error('too many questions')
	readAll(known.picture)
}

function readAll(picture: Picture): void {
	for (let index = 0; index < size(picture); index++) {
		rowAt(picture, index)
		measuredAt(picture, index)
	}
}

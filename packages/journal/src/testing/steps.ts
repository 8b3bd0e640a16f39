import type { Entry } from '@lagebild/model/entry.ts'
import { seq } from '@lagebild/model/ids.ts'

import type { Appended, Journal, Prepared } from '../port.ts'
import { FLOOD, incidentId, measuredBatch } from './fixtures.ts'
import type { JournalHarness, TestClock } from './harness.ts'

export const T0 = 1_795_291_200_000
export const SENSOR = measuredBatch(0).entities[0] ?? incidentId('none')

export async function founded(harness: JournalHarness, clock?: TestClock): Promise<Journal> {
	const created = await (await harness.open(clock)).create(FLOOD)
	if (!created.ok) throw new Error(created.fault.message)
	return created.value
}

export async function reopened(harness: JournalHarness, clock?: TestClock): Promise<Journal> {
	const journal = await (await harness.open(clock)).open(FLOOD.id)
	if (!journal) throw new Error('the journal is gone')
	return journal
}

export async function restarted(harness: JournalHarness, clock?: TestClock): Promise<Journal> {
	await harness.closeAll()
	return reopened(harness, clock)
}

export async function appended(journal: Journal, item: Prepared): Promise<Appended> {
	const answer = await journal.append(item)
	if (!answer.ok) throw new Error(`${answer.fault.fault}: ${answer.fault.message}`)
	return answer.value
}

export async function all(journal: Journal): Promise<readonly Entry[]> {
	const entries: Entry[] = []
	for (;;) {
		const page = await journal.read(seq(entries.length + 1), 1_000)
		if (page.length === 0) return entries
		entries.push(...page)
	}
}

export function tick(clock: TestClock, by: TestClock): void {
	clock.wall += by.wall
	clock.monotonic += by.monotonic
}

export function range(length: number): readonly number[] {
	return Array.from({ length }, (_, i) => i)
}

export function hex(text: string): Buffer {
	return Buffer.from(text, 'hex')
}

export function seqs(entries: readonly Entry[]): readonly number[] {
	return entries.map((entry) => entry.seq)
}

import { seq } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import { eventId, FLOOD, incident, incidentId, measuredBatch, report } from './fixtures.ts'
import type { JournalHarness, TestClock } from './harness.ts'
import { all, appended, founded, range, restarted, SENSOR, seqs, T0, tick } from './steps.ts'

/** J16 and what is found how. */
export function readingContract(harness: () => JournalHarness): void {
	test('[J16] the newest snapshot is given, as long as its entry is the one it was made at', async () => {
		const journal = await founded(harness())
		for (const n of range(3)) await appended(journal, report({ n }))
		const entries = await all(journal)
		expect(await journal.latestSnapshot()).toBeUndefined()
		for (const entry of entries) await journal.saveSnapshot({ seq: entry.seq, hash: entry.hash, body: Buffer.from(`at ${entry.seq}`) })
		const later = await restarted(harness())
		const newest = await later.latestSnapshot()
		expect(newest).toMatchObject({ seq: 4, hash: entries[3]?.hash })
		expect(Buffer.from(newest?.body ?? []).toString()).toBe('at 4')
		expect(await later.snapshotBefore(seq(3))).toMatchObject({ seq: 3 })
		expect(await later.snapshotBefore(seq(2))).toMatchObject({ seq: 2 })
		expect(await later.snapshotBefore(seq(0))).toBeUndefined()
	})

	test('[J16] a snapshot of another history is passed over', async () => {
		const journal = await founded(harness())
		const { seq: at, hash } = await journal.head()
		await journal.saveSnapshot({ seq: at, hash, body: Buffer.from('right') })
		await appended(journal, report({ n: 1 }))
		await journal.saveSnapshot({ seq: seq(2), hash: 'f'.repeat(64), body: Buffer.from('wrong') })
		expect(await journal.latestSnapshot()).toMatchObject({ seq: at })
	})

	test('entries are found by page, entity, id and time', async () => {
		const clock: TestClock = { wall: T0, monotonic: 0 }
		const journal = await founded(harness(), clock)
		for (const n of range(5)) {
			tick(clock, { wall: 1_000, monotonic: 1_000 })
			await appended(journal, report({ n, entity: `keller-${n % 2}`, ...(n === 4 && { about: incidentId('keller-1') }) }))
		}
		await appended(journal, measuredBatch(1))
		expect(seqs(await journal.read(seq(3), 2))).toEqual([3, 4])
		expect(seqs(await journal.read(seq(7), 1_000))).toEqual([7])
		expect(await journal.read(seq(8), 1_000)).toEqual([])
		expect(seqs(await journal.readEntity(incidentId('keller-1'), { limit: 9 }))).toEqual([6, 5, 3])
		expect(seqs(await journal.readEntity(incidentId('keller-0'), { limit: 2, before: seq(6) }))).toEqual([4, 2])
		expect(seqs(await journal.readEntity(SENSOR, { limit: 9 }))).toEqual([7])
		expect(seqs(await journal.readEntity(SENSOR, { limit: 9, statements: true }))).toEqual([])
		expect(seqs(await journal.readEntity(incidentId('keller-1'), { limit: 2, statements: true }))).toEqual([6, 5])
		expect((await journal.find(eventId(2)))?.body).toEqual({ type: 'event', event: incident({ n: 2, entity: 'keller-0' }) })
		expect(await journal.find(eventId(77))).toBeUndefined()
		expect(await Promise.all([T0 - 1, T0, T0 + 2_999, T0 + 3_000, T0 + 9e6].map((at) => journal.seqAt(instant(at))))).toEqual([
			0, 1, 3, 4, 7,
		])
	})

	test('operations are founded once and found again', async () => {
		const store = await harness().open()
		expect(await store.open(FLOOD.id)).toBeUndefined()
		const [one, two] = await Promise.all([store.create(FLOOD), store.create(FLOOD)])
		expect([one.ok, two]).toMatchObject([true, { ok: false, fault: { fault: 'operation-exists' } }])
		expect(await store.open(FLOOD.id)).toBe(one.ok ? one.value : undefined)
		expect(await store.operations()).toEqual([FLOOD])
		await store.close()
		const later = await harness().open()
		expect(await later.operations()).toEqual([FLOOD])
		expect(await later.create(FLOOD)).toMatchObject({ ok: false, fault: { fault: 'operation-exists' } })
	})

	test('what is done in turn is done one at a time, in order, whatever fails', async () => {
		const store = await harness().open()
		const told: string[] = []
		const work = (name: string) => async () => {
			told.push(`${name} begins`)
			await store.operations()
			told.push(`${name} ends`)
			if (name === 'b') throw new Error('b failed')
			return name
		}
		const done = await Promise.allSettled(['a', 'b', 'c'].map((name) => store.inTurn(work(name))))
		expect(done.map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual(['a', 'failed', 'c'])
		expect(told).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
	})

	test('closing writes what waits and refuses what comes after', async () => {
		const journal = await founded(harness())
		const waiting = range(500).map((n) => journal.append(report({ n })))
		const closing = journal.close()
		expect(await journal.append(report({ n: 900 }))).toMatchObject({ ok: false, fault: { fault: 'not-ready' } })
		await closing
		expect((await Promise.all(waiting)).every((answer) => answer.ok)).toBe(true)
		expect(await harness().verify()).toMatchObject({ ok: true, entries: 501 })
	})
}

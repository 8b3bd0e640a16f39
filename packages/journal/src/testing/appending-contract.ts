import { hash as digestOf } from 'node:crypto'

import type { Entry } from '@lagebild/model/entry.ts'
import { seq } from '@lagebild/model/ids.ts'
import { iso } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import { eventId, FLOOD, measuredBatch, report } from './fixtures.ts'
import { linesOf } from './harness.ts'
import type { JournalHarness, TestClock } from './harness.ts'
import { all, appended, founded, hex, range, reopened, restarted, T0, tick } from './steps.ts'

/** J3–J9. */
export function appendingContract(harness: () => JournalHarness): void {
	test('[J3] twenty writers at once leave a thousand entries without a gap, after the opening one', async () => {
		const journal = await founded(harness())
		const answers = await Promise.all(range(1_000).map((n) => appended(journal, report({ n, credential: `c${n % 20}` }))))
		expect(new Set(answers.map((answer) => answer.seq)).size).toBe(1_000)
		const entries = await all(journal)
		expect(entries.map((entry) => entry.seq)).toEqual(range(1_001).map((n) => n + 1))
		expect(entries[0]?.body).toMatchObject({ event: { kind: 'system', op: 'opened', details: { operation: { id: FLOOD.id } } } })
		expect(await harness().verify()).toMatchObject({ ok: true, entries: 1_001, erased: 0 })
	})

	test('[J1] [J2] every entry carries the commitment of its canonical body and the hash of the one before it', async () => {
		const journal = await founded(harness())
		const prepared = [report({ n: 1 }), measuredBatch(1), report({ n: 2, title: 'Übergelaufen “Deich” 🌊' })]
		await Promise.all(prepared.map((item) => appended(journal, item)))
		const entries = await all(journal)
		let previous = '0'.repeat(64)
		for (const entry of entries) {
			const number = entry.seq.toString(16).padStart(16, '0')
			const parts = [Buffer.from('lagebild-1'), hex(previous), hex(number), Buffer.from(iso(entry.recorded)), hex(entry.commit)]
			expect(entry).toMatchObject({ prevHash: previous, hash: digestOf('sha256', Buffer.concat(parts)) })
			previous = entry.hash
		}
		for (const item of prepared) {
			expect(entries.find((entry) => entry.commit === item.commit)?.body).toEqual(item.body)
			expect(item.commit).toBe(digestOf('sha256', Buffer.concat([hex(item.salt), Buffer.from(item.canonical)])))
		}
		expect(await journal.head()).toMatchObject({ seq: entries.length, hash: previous })
	})

	test('[J7] what was acknowledged before a SIGKILL is there once, and the chain holds', async () => {
		await (await harness().open()).close()
		const child = harness().startAppender({ first: 0, count: 1_000, writers: 20 })
		const lines = await linesOf(child, (heard) => heard.length === 400 && child.kill('SIGKILL'))
		expect(lines).not.toContain('done')
		const journal = await reopened(harness())
		const ids = (await all(journal)).flatMap((entry) => (entry.body.type === 'event' ? entry.body.event.id : []))
		expect(new Set(ids).size).toBe(ids.length)
		const acknowledged = lines.map((line) => eventId(Number(line)))
		expect(acknowledged.length).toBeGreaterThanOrEqual(400)
		expect(acknowledged.filter((id) => !ids.includes(id))).toEqual([])
		expect(await harness().verify()).toMatchObject({ ok: true, entries: ids.length })
		const again = await appended(journal, report({ n: Number(lines[0]), credential: `writer-${Number(lines[0]) % 20}` }))
		expect(again.known).toBe(true)
	})

	test('[J5] a retry gets the entry that it has, in the same transaction, later, and after a restart', async () => {
		const journal = await founded(harness())
		const [first, twin] = await Promise.all([report({ n: 1 }), report({ n: 1 })].map((item) => appended(journal, item)))
		expect([first, twin]).toMatchObject([{ known: false }, { seq: first?.seq, recorded: first?.recorded, known: true }])
		expect(await appended(journal, report({ n: 1 }))).toEqual({ ...first, known: true })
		const later = await restarted(harness())
		expect(await appended(later, report({ n: 1 }))).toEqual({ ...first, known: true })
		expect(await later.head()).toMatchObject({ seq: 2 })
	})

	test('[J5] the same id with another body is refused; another credential may use it', async () => {
		const journal = await founded(harness())
		await appended(journal, report({ n: 1 }))
		expect(await journal.append(report({ n: 1, title: 'Brand' }))).toMatchObject({ ok: false, fault: { fault: 'id-reused' } })
		expect(await appended(journal, report({ n: 1, credential: 'other' }))).toMatchObject({ seq: 3, known: false })
		expect((await journal.find(eventId(1)))?.seq).toBe(2)
	})

	test('[J6] an order is written before a back-fill that waits', async () => {
		const journal = await founded(harness())
		const backfill = range(2_000).map((n) => appended(journal, report({ n, credential: 'archive', urgency: 'backfill' })))
		const order = await appended(journal, report({ n: 5_000, credential: 'commander', urgency: 'urgent' }))
		expect(order.seq).toBe(2)
		await backfill[0]
		const { seq: head } = await journal.head()
		const second = await appended(journal, report({ n: 5_001, credential: 'commander', urgency: 'urgent' }))
		expect(second.seq).toBeLessThanOrEqual(head + 201)
		await Promise.all(backfill)
	})

	test('[J6] credentials take turns, and back-fill gets a small share while others wait', async () => {
		const journal = await founded(harness())
		const many = range(1_000).map((n) => appended(journal, report({ n, credential: 'loud', urgency: 'feed' })))
		const archive = range(100).map((n) => appended(journal, report({ n: 3_000 + n, credential: 'archive', urgency: 'backfill' })))
		const few = range(10).map((n) => appended(journal, report({ n: 2_000 + n, credential: 'quiet' })))
		expect((await Promise.all(few)).every(({ seq: at }) => at <= 22)).toBe(true)
		await Promise.all(many)
		const early = (await Promise.all(archive)).filter(({ seq: at }) => at <= 201)
		expect(early.length).toBeLessThanOrEqual(20)
	})

	test('[J6] no credential fills more than half a transaction while another waits', async () => {
		const journal = await founded(harness())
		const urgent = range(300).map((n) => appended(journal, report({ n, credential: 'loud', urgency: 'urgent' })))
		const other = await appended(journal, report({ n: 1_000, credential: 'quiet' }))
		expect(other.seq).toBe(102)
		await Promise.all(urgent)
	})

	test('[J6] a feed with too many waiting is refused, people are not', async () => {
		const journal = await founded(harness())
		const feed = range(5_001).map((n) => journal.append(report({ n, credential: 'feed', urgency: 'feed' })))
		const people = range(50).map((n) => journal.append(report({ n: 10_000 + n, credential: 'staff' })))
		expect(await feed.at(-1)).toMatchObject({ ok: false, fault: { fault: 'too-many-requests' } })
		expect((await Promise.all(feed)).filter((answer) => answer.ok)).toHaveLength(5_000)
		expect((await Promise.all(people)).every((answer) => answer.ok)).toBe(true)
	})

	test('[J8] listeners hear each entry once, in order, with the body that was appended', async () => {
		const journal = await founded(harness())
		const heard: Entry[] = []
		const stop = journal.onCommit((entries) => void heard.push(...entries))
		const items = range(450).map((n) => report({ n, credential: `c${n % 3}` }))
		await Promise.all(items.map((item) => appended(journal, item)))
		await journal.erase({ seqs: [seq(2)], by: 'Datenschutz', reason: 'Name' })
		expect(heard.map((entry) => entry.seq)).toEqual(range(451).map((n) => n + 2))
		expect(heard.slice(1)).toEqual((await all(journal)).slice(2))
		expect(items.some((item) => item.body === heard[0]?.body)).toBe(true)
		stop()
		await appended(journal, report({ n: 900 }))
		expect(heard).toHaveLength(451)
	})

	test('[J4] recorded never falls, and a step of the wall clock is an entry', async () => {
		const clock: TestClock = { wall: T0, monotonic: 0 }
		const journal = await founded(harness(), clock)
		tick(clock, { wall: 5_000, monotonic: 5_000 })
		const before = await appended(journal, report({ n: 1 }))
		expect(before.recorded).toBe(T0 + 5_000)
		tick(clock, { wall: -3_600_000, monotonic: 100 })
		const during = await appended(journal, report({ n: 2 }))
		expect(during.recorded).toBeGreaterThan(before.recorded)
		tick(clock, { wall: 1_000, monotonic: 1_000 })
		const after = await appended(journal, report({ n: 3 }))
		expect(after.recorded).toBe(during.recorded + 500)
		tick(clock, { wall: 7_200_000, monotonic: 10 })
		expect((await appended(journal, report({ n: 4 }))).recorded).toBe(clock.wall)
		const steps = (await all(journal)).filter((entry) => entry.body.type === 'event' && entry.body.event.op === 'clock-step')
		expect(steps.map((entry) => entry.seq)).toEqual([3, 6])
		expect(steps[0]?.body).toMatchObject({ event: { details: { expected: T0 + 5_100, wall: T0 + 5_000 - 3_600_000 } } })
	})

	test('[J4] a step is one entry, however many write at that moment', async () => {
		const clock: TestClock = { wall: T0, monotonic: 0 }
		const journal = await founded(harness(), clock)
		await appended(journal, report({ n: 1 }))
		tick(clock, { wall: 60_000, monotonic: 0 })
		const writing = range(3).map((n) => appended(journal, report({ n: 10 + n })))
		await journal.erase({ seqs: [seq(2)], by: 'Datenschutz', reason: 'Name' })
		await Promise.all([...writing, appended(journal, report({ n: 20 }))])
		const ops = (await all(journal)).map(({ body }) => (body.type === 'event' ? body.event.op : body.type))
		expect(ops.filter((op) => op === 'clock-step')).toHaveLength(1)
	})

	test('[J4] a wall clock that was set back while the journal was closed is an entry too', async () => {
		const clock: TestClock = { wall: T0, monotonic: 0 }
		await founded(harness(), clock)
		const late = await restarted(harness(), { wall: T0 - 60_000, monotonic: 0 })
		expect(await appended(late, report({ n: 1 }))).toMatchObject({ seq: 3, recorded: T0 })
		expect((await late.read(seq(2), 1))[0]?.body).toMatchObject({ event: { op: 'clock-step' } })
	})
}

/** J9: of a store that this process alone writes. */
export function singleWriterContract(harness: () => JournalHarness): void {
	test('[J9] a second writer is refused and told who holds the journal', async () => {
		await founded(harness())
		await expect(harness().open()).rejects.toThrow(`process ${process.pid}`)
		const child = harness().startAppender({ first: 0, count: 1, writers: 1 })
		await expect(linesOf(child)).rejects.toThrow(`held by process ${process.pid}`)
	})
}

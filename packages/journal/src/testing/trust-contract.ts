import { seq } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import { signatureHolds } from '../checkpoint.ts'
import { FLOOD, incidentId, measuredBatch, report } from './fixtures.ts'
import type { JournalHarness, TestClock } from './harness.ts'
import { all, appended, founded, range, restarted, SENSOR, T0, tick } from './steps.ts'

/** J10–J14. */
export function trustContract(harness: () => JournalHarness, make: () => Promise<JournalHarness>): void {
	test('[J10] an erased event leaves its place, the reason and nothing else', async () => {
		const journal = await founded(harness())
		const { seq: at } = await appended(journal, report({ n: 1, entity: 'geheim', title: 'Frau Petersen' }))
		await appended(journal, report({ n: 2 }))
		const [, entry] = await all(journal)
		await journal.saveSnapshot({ seq: at, hash: entry?.hash ?? '', body: Buffer.from('Frau Petersen') })
		await journal.erase({ seqs: [at], by: 'Datenschutz', reason: 'Art. 17' })
		await journal.erase({ seqs: [at], by: 'Datenschutz', reason: 'again' })
		const entries = await all(journal)
		expect(entries[1]).toEqual({ ...entry, body: { type: 'erased' } })
		const details = { ranges: [[at, at]], count: 1 }
		expect(entries.slice(3).map(({ body }) => body)).toMatchObject([
			{ event: { op: 'erased', by: 'Datenschutz', reason: 'Art. 17', details } },
		])
		expect(await journal.readEntity(incidentId('geheim'), { limit: 10 })).toEqual([])
		expect(await journal.latestSnapshot()).toBeUndefined()
		expect(await appended(journal, report({ n: 1, title: 'something else' }))).toMatchObject({ seq: at, known: true })
		expect(await harness().verify()).toMatchObject({ ok: true, erased: 1 })
	})

	test('[J10] a picture from before an erasure or an epoch is not kept when it comes late', async () => {
		const journal = await founded(harness())
		const { seq: at } = await appended(journal, report({ n: 1, title: 'Frau Petersen' }))
		const early = { seq: at, hash: (await all(journal))[1]?.hash ?? '', body: Buffer.from('Frau Petersen') }
		await journal.erase({ seqs: [at], by: 'Datenschutz', reason: 'Art. 17' })
		await journal.saveSnapshot(early)
		expect(await journal.latestSnapshot()).toBeUndefined()
		const erased = await journal.head()
		await journal.saveSnapshot({ seq: erased.seq, hash: erased.hash, body: Buffer.from('without') })
		expect(await journal.latestSnapshot()).toMatchObject({ seq: erased.seq })
		await journal.beginEpoch({ by: 'hub', reason: 'tail lost' })
		await journal.saveSnapshot(early)
		expect(await journal.snapshotBefore(at)).toBeUndefined()
	})

	test('[J10] what the journal says about itself cannot be erased', async () => {
		const journal = await founded(harness())
		await appended(journal, report({ n: 1 }))
		await expect(journal.erase({ seqs: [seq(1), seq(2)], by: 'x', reason: 'y' })).rejects.toThrow('cannot be erased')
		expect((await all(journal)).map(({ body }) => body.type)).toEqual(['event', 'event'])
		expect(await appended(journal, report({ n: 2 }))).toMatchObject({ seq: 3 })
	})

	test('[J11] batches beyond their age are erased with one entry, events are kept', async () => {
		const clock: TestClock = { wall: T0, monotonic: 0 }
		const journal = await founded(harness(), clock)
		for (const n of range(6)) {
			await appended(journal, measuredBatch(n))
			if (n === 2) await appended(journal, report({ n }))
			tick(clock, { wall: 1_000, monotonic: 1_000 })
		}
		const retention = { batchAgeMs: 2_000, batchBytes: 1e9 }
		expect(await journal.retain(retention, instant(clock.wall))).toBe(4)
		expect(await journal.retain(retention, instant(clock.wall))).toBe(0)
		const entries = await all(journal)
		const types = entries.map(({ body }) => body.type)
		expect(types).toEqual(['event', 'erased', 'erased', 'erased', 'event', 'erased', 'batch', 'batch', 'event'])
		expect(entries.at(-1)?.body).toMatchObject({
			event: {
				op: 'erased',
				details: {
					count: 4,
					ranges: [
						[2, 4],
						[6, 6],
					],
				},
			},
		})
		expect((await journal.readEntity(SENSOR, { limit: 10 })).map((entry) => entry.seq)).toEqual([8, 7])
		expect(await harness().verify()).toMatchObject({ ok: true, entries: 9, erased: 4 })
	})

	test('[J11] beyond the bytes the oldest batches go first', async () => {
		const journal = await founded(harness())
		for (const n of range(10)) await appended(journal, measuredBatch(n))
		const erased = await journal.retain({ batchAgeMs: 1e9, batchBytes: 2_000 }, instant(Date.now()))
		const left = (await all(journal)).filter(({ body }) => body.type === 'batch').map((entry) => entry.seq)
		expect(left).toEqual(range(10 - erased).map((n) => n + 2 + erased))
		expect(left.length).toBeGreaterThan(0)
		expect(erased).toBeGreaterThan(0)
		expect(await journal.retain({ batchAgeMs: 0, batchBytes: 0 }, instant(Date.now() + 10_000))).toBe(left.length)
		expect(await harness().verify()).toMatchObject({ ok: true, erased: 10 })
	})

	test('[J12] a new epoch goes on in the same chain and says where the old one ended', async () => {
		const journal = await founded(harness())
		await appended(journal, report({ n: 1 }))
		const old = await journal.head()
		const head = await journal.beginEpoch({ by: 'admin', reason: 'restored from backup' })
		expect(head.epoch).not.toBe(old.epoch)
		const details = { epoch: head.epoch, previousEpoch: old.epoch, fromSeq: old.seq, fromHash: old.hash }
		expect((await all(journal)).at(-1)).toMatchObject({ prevHash: old.hash, body: { event: { op: 'restored', by: 'admin', details } } })
		expect(await (await restarted(harness())).head()).toEqual(head)
		expect(await harness().verify()).toMatchObject({ ok: true, epoch: head.epoch })
	})

	test('[J12] an epoch that is to follow another one is begun once, whoever asks', async () => {
		const journal = await founded(harness())
		const { epoch: after } = await journal.head()
		const begun = await journal.beginEpoch({ by: 'hub', reason: 'tail lost', after })
		expect(await journal.beginEpoch({ by: 'hub', reason: 'tail lost', after })).toEqual(begun)
		expect(begun).toMatchObject({ seq: 2 })
		expect(await journal.beginEpoch({ by: 'hub', reason: 'tail lost', after: begun.epoch })).toMatchObject({ seq: 3 })
		expect(await harness().verify()).toMatchObject({ ok: true, entries: 3 })
	})

	test('[J13] a checkpoint is the signed head and is kept', async () => {
		const journal = await founded(harness())
		await appended(journal, report({ n: 1 }))
		const { epoch, seq: at, hash } = await journal.head()
		const checkpoint = await journal.checkpoint(instant(T0))
		expect(checkpoint).toMatchObject({ operation: FLOOD.id, epoch, seq: at, hash, at: T0 })
		expect(signatureHolds(checkpoint)).toBe(true)
		expect(signatureHolds({ ...checkpoint, seq: seq(3) })).toBe(false)
		const later = await restarted(harness())
		expect(await later.latestCheckpoint()).toEqual(checkpoint)
		expect((await later.checkpoint(instant(T0))).publicKey).toBe(checkpoint.publicKey)
		expect(await harness().verify([checkpoint])).toMatchObject({ ok: true, witnessed: at, signed: at })
	})

	test('[J14] a witness finds another history, a missing end and a forged signature', async () => {
		const journal = await founded(harness())
		await appended(journal, report({ n: 1 }))
		const checkpoint = await journal.checkpoint(instant(T0))
		const forged = { ...checkpoint, hash: 'f'.repeat(64) }
		expect(await harness().verify([forged])).toMatchObject({ ok: false, seq: 2 })
		const other = await make()
		const foreign = await founded(other)
		for (const n of range(4)) await appended(foreign, report({ n }))
		const ahead = await foreign.checkpoint(instant(T0))
		await other.dispose()
		expect(await harness().verify([checkpoint, ahead])).toMatchObject({ ok: false, seq: 5 })
	})
}

import { writeFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

import { afterAll, beforeAll, expect, test, vi } from 'vitest'

import { hashOf } from './chain.ts'
import type { Checkpoint } from './port.ts'
import { blob, integer } from './sqlite/columns.ts'
import { run, sampleJournal, tampered } from './testing/damage.ts'
import { linesOf, sqliteHarness } from './testing/harness.ts'
import type { SqliteHarness } from './testing/harness.ts'
import { founded } from './testing/steps.ts'
import { verifyJournal } from './verify.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let harness: SqliteHarness
beforeAll(async () => {
	harness = await sampleJournal()
})
afterAll(() => harness.dispose())

function verdictAfter(change: (db: DatabaseSync) => void) {
	return verifyJournal({ file: tampered(harness.file, change) })
}

test('[J15] an untouched journal is unbroken, with its erasures and its newest checkpoint', async () => {
	const seen: number[] = []
	const verdict = await verifyJournal({ file: harness.file, onProgress: (seq, head) => seen.push(seq, head) })
	expect(verdict).toMatchObject({ ok: true, entries: 8, erased: 1, witnessed: 0, signed: 8 })
	expect(seen.slice(-2)).toEqual([8, 8])
})

test('[J15] a missing entry, a missing end and a body that nobody erased are found', async () => {
	expect(await verdictAfter((db) => run(db, 'DELETE FROM entries WHERE seq = 4'))).toEqual({
		ok: false,
		seq: 4,
		reason: 'the entry is missing',
	})
	const cut = await verdictAfter((db) => run(db, 'DELETE FROM entries WHERE seq > 6'))
	expect(cut).toEqual({ ok: false, seq: 8, reason: 'the entry is missing: a signed checkpoint speaks of it' })
	const bare = await verdictAfter((db) => run(db, 'DELETE FROM bodies WHERE seq = 3'))
	expect(bare).toEqual({ ok: false, seq: 3, reason: 'the body is missing and no entry says that it was erased' })
})

test('[J15] the first of two faults is named, and what was rightly erased before a fault is not one', async () => {
	const later = await verdictAfter((db) => {
		run(db, 'DELETE FROM bodies WHERE seq = 3')
		run(db, 'UPDATE bodies SET salt = zeroblob(16) WHERE seq = 7')
	})
	expect(later).toMatchObject({ ok: false, seq: 3 })
	const after = await verdictAfter((db) => run(db, 'UPDATE bodies SET salt = zeroblob(16) WHERE seq = 7'))
	expect(after).toMatchObject({ ok: false, seq: 7 })
	const between = await verdictAfter((db) => run(db, 'UPDATE entries SET recorded = recorded + 1 WHERE seq = 5'))
	expect(between).toMatchObject({ ok: false, seq: 5 })
})

test('[J4] [J15] time that goes back is found even when the chain was made to fit', async () => {
	const verdict = await verdictAfter((db) => {
		run(db, 'DELETE FROM checkpoints')
		run(db, 'UPDATE entries SET recorded = recorded - 60000 WHERE seq = 6')
		rechain(db)
	})
	expect(verdict).toEqual({ ok: false, seq: 6, reason: 'the time of recording lies before that of the entry before it' })
})

test('[J13] [J14] a history made to fit is found by the checkpoint, and one signed again by the witness', async () => {
	expect(await verdictAfter(forge)).toMatchObject({ ok: false, seq: 8, reason: 'its checkpoint was signed for another entry' })
	const file = tampered(harness.file, (db) => {
		forge(db)
		run(db, 'DELETE FROM checkpoints')
	})
	expect(await verifyJournal({ file })).toMatchObject({ ok: true, signed: 0 })
	const witness = [await checkpointOf()]
	const reason = 'the entry is not the one that the witness saw'
	expect(await verifyJournal({ file, witness })).toEqual({ ok: false, seq: 8, reason })
})

test('[J13] a checkpoint whose signature was changed, or that another key signed, is found', async () => {
	const { signature, publicKey } = await checkpointOf()
	const wrong = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)
	const changed = await verdictAfter((db) => run(db, 'UPDATE checkpoints SET checkpoint = replace(checkpoint, ?, ?)', signature, wrong))
	expect(changed).toEqual({ ok: false, seq: 8, reason: 'the signature of its checkpoint does not hold' })
	expect(await verifyJournal({ file: harness.file, publicKeys: ['other'] })).toMatchObject({ ok: false, seq: 8 })
	expect(await verifyJournal({ file: harness.file, publicKeys: [publicKey] })).toMatchObject({ ok: true, signed: 8 })
})

test('[J15] what is no journal gets a verdict', async () => {
	const file = `${harness.file}.other`
	expect(await verifyJournal({ file: `${file}.absent` })).toMatchObject({ ok: false, seq: 1 })
	writeFileSync(file, '')
	expect(await verifyJournal({ file })).toMatchObject({ ok: false, seq: 1, reason: 'the file holds no journal' })
	writeFileSync(file, 'not a database, but long enough to be looked at by anybody '.repeat(100))
	expect(await verifyJournal({ file })).toMatchObject({ ok: false, seq: 1 })
	const newer = await verdictAfter((db) => db.exec('PRAGMA user_version = 99'))
	expect(newer).toMatchObject({ ok: false, reason: 'the file cannot be read: the journal has format 99, this version reads 3' })
})

test('[J15] a journal is verified while another process writes it', async () => {
	const live = await sqliteHarness()
	await founded(live)
	await live.closeAll()
	const child = live.startAppender({ first: 0, count: 3_000, writers: 20 })
	const writing = linesOf(child)
	const counts = new Set<number>()
	while (child.exitCode === null) {
		const verdict = await live.verify()
		expect(verdict).toMatchObject({ ok: true })
		if (verdict.ok) counts.add(verdict.entries)
	}
	expect((await writing).at(-1)).toBe('done')
	expect(counts.size).toBeGreaterThan(2)
	expect(await live.verify()).toMatchObject({ ok: true, entries: 3_001 })
	await live.dispose()
})

function forge(db: DatabaseSync): void {
	run(db, 'UPDATE entries SET recorded = recorded + 1 WHERE seq = 8')
	rechain(db)
}

async function checkpointOf(): Promise<Checkpoint> {
	const store = await harness.open()
	const journal = await store.open((await store.operations())[0]?.id ?? fail())
	const checkpoint = await journal?.latestCheckpoint()
	await harness.closeAll()
	return checkpoint ?? fail()
}

function fail(): never {
	throw new Error('the sample has no checkpoint')
}

/** Computes all hashes again, as somebody would who wants to hide a change. */
function rechain(db: DatabaseSync): void {
	let prevHash: Uint8Array = new Uint8Array(32)
	for (const row of db.prepare('SELECT seq, recorded, commitment FROM entries ORDER BY seq').all()) {
		prevHash = hashOf({ prevHash, seq: integer(row, 'seq'), recorded: integer(row, 'recorded'), commit: blob(row, 'commitment') })
		run(db, 'UPDATE entries SET hash = ? WHERE seq = ?', prevHash, integer(row, 'seq'))
	}
}

import { readFileSync, writeFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

import { openReader, readPage } from './sqlite/reader.ts'
import { run, sampleJournal, tampered } from './testing/damage.ts'
import type { SqliteHarness } from './testing/harness.ts'
import { verifyJournal } from './verify.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let harness: SqliteHarness
beforeAll(async () => {
	harness = await sampleJournal()
})
afterAll(() => harness.dispose())

const COLUMNS = ['body', 'salt', 'commitment', 'hash', 'recorded'] as const

test('[J15] one changed byte of body, salt, commit, hash or recorded is found at its entry', async () => {
	const place = fc.record({
		column: fc.constantFrom(...COLUMNS),
		seq: fc.integer({ min: 1, max: 8 }),
		at: fc.nat(400),
		bits: fc.integer({ min: 1, max: 255 }),
	})
	await fc.assert(
		fc.asyncProperty(place, async ({ column, seq, at, bits }) => {
			fc.pre(seq !== 5 || (column !== 'body' && column !== 'salt'))
			const file = tampered(harness.file, (db) => flip(db, { column, seq, at, bits }))
			expect(await verifyJournal({ file })).toMatchObject({ ok: false, seq })
		}),
		{ numRuns: 150 },
	)
})

type Flip = { readonly column: (typeof COLUMNS)[number]; readonly seq: number; readonly at: number; readonly bits: number }

function flip(db: DatabaseSync, { column, seq, at, bits }: Flip): void {
	const table = column === 'body' || column === 'salt' ? 'bodies' : 'entries'
	if (column === 'recorded') return run(db, 'UPDATE entries SET recorded = (recorded | ?1) - (recorded & ?1) WHERE seq = ?2', bits, seq)
	const row = db.prepare(`SELECT CAST(${column} AS BLOB) AS bytes, typeof(${column}) AS kind FROM ${table} WHERE seq = ?`).get(seq)
	if (!(row?.['bytes'] instanceof Uint8Array)) throw new Error(`nothing in ${column} of ${seq}`)
	const bytes = Buffer.from(row['bytes'])
	const index = at % bytes.length
	bytes.writeUInt8(bytes.readUInt8(index) ^ bits, index)
	run(db, `UPDATE ${table} SET ${column} = CAST(? AS ${String(row['kind'])}) WHERE seq = ?`, bytes, seq)
}

test('[J15] whatever byte of the file is changed, verifying gives a verdict, and a good one only when every entry still reads the same', async () => {
	const original = readFileSync(harness.file)
	const expected = await entriesIn(harness.file)
	const copy = `${harness.file}.flipped`
	await fc.assert(
		fc.asyncProperty(fc.nat(original.length - 1), fc.integer({ min: 1, max: 255 }), async (index, bits) => {
			const bytes = Buffer.from(original)
			bytes.writeUInt8(bytes.readUInt8(index) ^ bits, index)
			writeFileSync(copy, bytes)
			const verdict = await verifyJournal({ file: copy })
			expect(verdict.ok ? await entriesIn(copy) : expected).toBe(expected)
		}),
		{ numRuns: 300 },
	)
})

async function entriesIn(file: string): Promise<string> {
	const reader = openReader(file)
	try {
		return JSON.stringify(await readPage(reader, 1, 100))
	} finally {
		reader.db.close()
	}
}

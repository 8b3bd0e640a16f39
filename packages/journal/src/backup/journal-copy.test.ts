import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'

import { seq } from '@lagebild/model/ids.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import type { Journal } from '../port.ts'
import { FLOOD } from '../testing/fixtures.ts'
import { sqliteHarness } from '../testing/harness.ts'
import type { SqliteHarness } from '../testing/harness.ts'
import { writeStory } from '../testing/story.ts'
import { verifyJournal } from '../verify.ts'
import { copyJournal } from './copy-journal.ts'
import type { CopiedJournal } from './copy-journal.ts'
import type { BackupSource } from './port.ts'
import { rebuildJournal } from './rebuild-journal.ts'
import { openSqliteSource } from './sqlite-source.ts'
import { sqliteTarget } from './sqlite-target.ts'

let harness: SqliteHarness
let journal: Journal
let folder: string

beforeEach(async () => {
	harness = await sqliteHarness()
	folder = mkdtempSync(join(tmpdir(), 'lagebild-copy-'))
	const store = await harness.open()
	const created = await store.create(FLOOD)
	if (!created.ok) throw new Error(created.fault.message)
	journal = created.value
})

afterEach(async () => {
	await harness.dispose()
	rmSync(folder, { recursive: true })
})

/** The copy in memory, as text. */
async function copied(source: BackupSource): Promise<{ readonly copy: CopiedJournal; readonly text: string; readonly begun: number }> {
	let text = ''
	let begun = 0
	const sink = async (lines: AsyncIterable<string>): Promise<void> => {
		begun += 1
		text = ''
		for await (const line of lines) text += line
	}
	const copy = await copyJournal({ source, operation: FLOOD.id, sink })
	return { copy, text, begun }
}

async function* linesIn(text: string): AsyncGenerator<string> {
	await setImmediate()
	yield* text.split('\n').filter((line) => line !== '')
}

/** All that a file holds but the numbers under which entities stand, which are the store's own. */
function contentOf(file: string): unknown {
	const db = new DatabaseSync(file, { readOnly: true })
	const all = (sql: string): unknown => db.prepare(sql).all()
	const content = {
		meta: all("SELECT key, iif(key = 'operation', '', value) AS value FROM meta ORDER BY key"),
		entries: all('SELECT * FROM entries ORDER BY seq'),
		bodies: all('SELECT seq, salt, body FROM bodies ORDER BY seq'),
		batches: all('SELECT * FROM batches ORDER BY seq'),
		events: all('SELECT * FROM events ORDER BY seq'),
		mentions: all('SELECT n.id, m.seq FROM mentions m JOIN entities n ON n.no = m.entity ORDER BY m.seq, n.id'),
		diary: all('SELECT d.seq, book, number, n.id FROM diary d LEFT JOIN entities n ON n.no = d.entity ORDER BY d.seq'),
		grants: all('SELECT * FROM grants'),
		checkpoints: db
			.prepare('SELECT checkpoint FROM checkpoints')
			.all()
			.map((row): unknown => JSON.parse(String(row['checkpoint']))),
	}
	db.close()
	return content
}

describe('a copy of a journal', () => {
	test('[J30] holds everything that the store holds, and is put together as it was', async () => {
		await writeStory(journal)
		const { text, copy } = await copied(openSqliteSource(harness.folder))
		const file = join(folder, 'sturmflut.db')
		const rebuilt = await rebuildJournal('sturmflut', linesIn(text), { target: sqliteTarget(file) })
		expect(rebuilt).toEqual(copy)
		await harness.closeAll()
		expect(contentOf(file)).toEqual(contentOf(harness.file))
		expect(await verifyJournal({ file })).toMatchObject({ ok: true, entries: copy.seq })
	})

	test('[J30] begins anew when something is erased under it, and keeps nothing of what went', async () => {
		await writeStory(journal)
		const source = openSqliteSource(harness.folder)
		let erased = false
		const { text, begun } = await copied({
			...source,
			page: async (operation, after) => {
				const page = await source.page(operation, after, 3)
				if (after >= 6 && !erased) {
					erased = true
					await journal.erase({ seqs: [seq(2), seq(7)], by: 'Datenschutz', reason: 'Antrag' })
				}
				return page
			},
		})
		expect(begun).toBe(2)
		expect(text).not.toContain('"entity":"incident:lagezentrum:keller-1"')
		await rebuildJournal('sturmflut', linesIn(text), { target: sqliteTarget(join(folder, 'a.db')) })
		expect(await verifyJournal({ file: join(folder, 'a.db') })).toMatchObject({ ok: true })
	})

	test('[J31] names the first entry that is wrong, and leaves no file', async () => {
		await writeStory(journal)
		const { text } = await copied(openSqliteSource(harness.folder))
		const damages: readonly (readonly [RegExp, string, number])[] = [
			[/Wasser im Keller/, 'Feuer im Keller', 2],
			[/^\{"seq":6,.*\n/m, '', 6],
			[/^\{"seq":5,.*\n/m, '{}\n', 5],
			[/"number":1\b/, '"number":2', 7],
		]
		for (const [found, put, at] of damages) {
			const file = join(folder, 'broken.db')
			const damaged = text.replace(found, put)
			expect(damaged).not.toBe(text)
			await expect(rebuildJournal('sturmflut', linesIn(damaged), { target: sqliteTarget(file) })).rejects.toMatchObject({ seq: at })
			expect(await verifyJournal({ file })).toMatchObject({ ok: false })
		}
	})

	test('[J31] of a damaged journal is not made', async () => {
		await writeStory(journal)
		await harness.closeAll()
		const db = new DatabaseSync(harness.file)
		db.exec("UPDATE bodies SET body = replace(body, 'Keller', 'Käller') WHERE seq = 2")
		db.close()
		await expect(copied(openSqliteSource(harness.folder))).rejects.toMatchObject({ operation: 'sturmflut', seq: 2 })
	})
})

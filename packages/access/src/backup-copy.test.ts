import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { CARRIED, copyAccess, LEFT_OUT } from './backup-copy.ts'
import { openDatabase } from './database.ts'

let folder: string

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-access-copy-'))
})

afterEach(() => {
	rmSync(folder, { recursive: true })
})

function textsIn(file: string, sql: string): readonly string[] {
	const database = new DatabaseSync(file, { readOnly: true })
	const rows = database.prepare(sql).all()
	database.close()
	return rows.map((row) => String(row['text']))
}

const NAMES = "select name as text from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name"
const SECRETS = "select name || ' ' || hex(value) as text from secrets order by name"

test('[J34] of every table of access.db it is said whether a backup carries it, and secrets are other ones there', () => {
	openDatabase(folder, Date.now()).close()
	const [from, to] = [path.join(folder, 'access.db'), path.join(folder, 'copy.db')]
	expect(copyAccess(folder, to)).toBe(true)
	expect(textsIn(to, NAMES)).toEqual([...CARRIED, ...LEFT_OUT, 'secrets'].toSorted((a, b) => (a < b ? -1 : 1)))
	const [own, copied] = [textsIn(from, SECRETS), textsIn(to, SECRETS)]
	expect(copied.map((text) => text.slice(0, -64))).toEqual(own.map((text) => text.slice(0, -64)))
	expect(copied.filter((text) => own.includes(text))).toEqual([])
	expect(copyAccess(path.join(folder, 'nothing'), to)).toBe(false)
})

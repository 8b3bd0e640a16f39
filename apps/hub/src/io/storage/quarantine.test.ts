import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { instant } from '@lagebild/model/time.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { openQuarantine } from './quarantine-sqlite.ts'
import { quarantineContract } from './testing/quarantine-contract.ts'

let folder = ''
const clock = instant(1_000_000_000_000)

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-quarantine-'))
})

afterEach(() => {
	rmSync(folder, { recursive: true })
})

test('a write that failed keeps nothing and holds up none after it', async () => {
	const quarantine = openQuarantine(folder, () => clock)
	const other = new DatabaseSync(path.join(folder, 'quarantine.db'))
	const reject = { at: clock, reason: 'r', message: '', raw: 'x' }
	other.exec("create trigger full before insert on rejects when new.reason = 'full' begin select raise(fail, 'full'); end")
	await expect(quarantine.keep('feed', [reject, { ...reject, reason: 'full' }])).rejects.toThrow('full')
	await quarantine.keep('feed', [reject])
	expect(await quarantine.list('feed', { state: 'all', limit: 10 })).toHaveLength(1)
	other.close()
	await quarantine.close()
})

test('the file is readable by its owner alone', async () => {
	const quarantine = openQuarantine(folder, () => clock)
	await quarantine.close()
	expect(statSync(path.join(folder, 'quarantine.db')).mode & 0o777).toBe(0o600)
})

test('what was kept before items had a state is open, and counted from then on', async () => {
	const old = new DatabaseSync(path.join(folder, 'quarantine.db'))
	old.exec(
		'create table rejects (id integer primary key autoincrement, feed text not null, at integer not null, reason text not null, message text not null, path text, raw text not null) strict',
	)
	old.prepare("insert into rejects (feed, at, reason, message, path, raw) values ('feed', ?, 'r', 'm', null, 'x')").run(clock - 1_000)
	old.close()
	const quarantine = openQuarantine(folder, () => clock)
	const at = new Date(clock - 1_000).toISOString()
	expect(await quarantine.list('feed', { state: 'open', limit: 10 })).toMatchObject([
		{ id: 1, at, first: at, times: 1, reason: 'r', raw: 'x' },
	])
	await quarantine.close()
	const again = openQuarantine(folder, () => clock)
	expect(await again.list('feed', { state: 'open', limit: 10 })).toHaveLength(1)
	await again.close()
})

quarantineContract('SQLite', () => Promise.resolve((now) => Promise.resolve(openQuarantine(folder, now))))

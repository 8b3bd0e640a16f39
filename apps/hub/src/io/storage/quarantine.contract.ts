import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { copySharedRejects, restoreSharedRejects } from '@lagebild/journal/rejects/shared-copy.ts'
import { REJECT_FILE } from '@lagebild/journal/rejects/tables.ts'
import { instant } from '@lagebild/model/time.ts'
import { freshDatabase } from '@lagebild/testing/servers.ts'
import { expect, test } from 'vitest'

import { openSharedQuarantine } from './quarantine-postgres.ts'
import { openQuarantine } from './quarantine-sqlite.ts'
import { quarantineContract } from './testing/quarantine-contract.ts'

quarantineContract('PostgreSQL', async () => {
	const url = await freshDatabase()
	return (now) => openSharedQuarantine({ url, node: 'hub-1', now })
})

test('rejects that one hub took are shown by all', async () => {
	const url = await freshDatabase()
	const hubs = await Promise.all(['hub-1', 'hub-2'].map((node) => openSharedQuarantine({ url, node, now: () => instant(2_000) })))
	for (const [index, hub] of hubs.entries()) await hub.keep('feed', [{ at: instant(1_000), reason: `r${index}`, message: '', raw: '' }])
	const lists = await Promise.all(hubs.map((hub) => hub.list('feed', { state: 'all', limit: 10 })))
	expect(lists.map((list) => list.map(({ reason }) => reason))).toEqual([
		['r1', 'r0'],
		['r1', 'r0'],
	])
	await Promise.all(hubs.map((hub) => hub.close()))
})

test('rejects of several hubs are the same in a file, and in a database that it was restored into, whose numbers go on after them', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'lagebild-rejects-'))
	const file = path.join(folder, REJECT_FILE)
	const [from, to] = await Promise.all([freshDatabase(), freshDatabase()])
	const open = (url: string) => openSharedQuarantine({ url, node: 'hub-1', now: () => instant(2_000) })
	const all = { state: 'all', limit: 5_000 } as const
	const before = await open(from)
	const origin = { stage: 'item', url: 'https://a.example/x', mapping: 'abc' } as const
	await before.keep('feed', [{ at: instant(1_000), reason: 'r', message: 'm\u0000', path: 'a.b', raw: 'Ö"\u0000', origin }])
	await before.keep(
		'other',
		Array.from({ length: 250 }, (_, n) => ({ at: instant(1_000 + n), reason: `r${n}`, message: '', raw: '' })),
	)
	await before.change('feed', { which: 'open', state: 'discarded', by: 'jb', result: undefined })
	const kept = [await before.list('feed', all), await before.list('other', all)]
	expect(kept.map((list) => list.length)).toEqual([1, 250])
	await before.close()
	await copySharedRejects(from, file)
	const alone = openQuarantine(folder, () => instant(2_000))
	expect([await alone.list('feed', all), await alone.list('other', all)]).toEqual(kept)
	await alone.close()
	await restoreSharedRejects(to, file, 'before_restore')
	const after = await open(to)
	expect([await after.list('feed', all), await after.list('other', all)]).toEqual(kept)
	await after.keep('feed', [{ at: instant(1_900), reason: 'new', message: '', raw: '' }])
	expect((await after.list('feed', all)).map(({ id }) => id)).toEqual([252, 1])
	await after.close()
	rmSync(folder, { recursive: true })
})

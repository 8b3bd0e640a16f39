import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { JournalStore } from '@lagebild/journal/port.ts'
import { openSqliteStore } from '@lagebild/journal/sqlite/store.ts'
import { NewOperation } from '@lagebild/model/operation.ts'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { noBus } from '../bus.ts'
import { steadyClock } from '../clock.ts'
import { feedRows } from '../feed-rows.ts'
import { Heads } from '../io/storage/heads.ts'
import { Operations } from '../operations.ts'
import { SelfWatch } from './self-watch.ts'

let folder = ''
let store: JournalStore
let operations: Operations
let present: readonly string[] = []

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-watch-'))
	store = await openSqliteStore({ folder: path.join(folder, 'journals'), now: Date.now })
	operations = new Operations({
		store,
		bus: noBus(),
		heads: new Heads(folder),
		now: steadyClock(),
		log: pino({ level: 'silent' }),
		deliver: () => undefined,
		grantOf: () => 'same',
		followAccess: () => Promise.resolve(),
		onFatal: (error) => {
			throw error
		},
		onReach: () => undefined,
		onDirectory: () => undefined,
		onRetired: () => undefined,
	})
	await operations.openAll()
	const made = await operations.create(NewOperation.parse({ id: 'base', name: 'Grundlage', status: 'test', base: true }))
	if (!made.ok) throw new Error(made.fault.message)
})

afterEach(async () => {
	await operations.close()
	await store.close()
	rmSync(folder, { recursive: true })
})

function watchOf(node: string): SelfWatch {
	return new SelfWatch({
		operations,
		node,
		present: () => Promise.resolve(present),
		look: () => Promise.resolve({ disk: { state: 'red', reason: 'voll · full' }, backup: { state: 'green' } }),
		now: steadyClock(),
		log: pino({ level: 'silent' }),
	})
}

function states(): Readonly<Record<string, string | null | undefined>> {
	const rows = operations.all().flatMap(({ picture }) => feedRows(picture))
	return Object.fromEntries(rows.map(({ id, fields }) => [id, fields.state]))
}

test('[O5] each hub speaks for itself, and the first of them for what is common', async () => {
	present = ['hub-a', 'hub-b']
	await watchOf('hub-b').round()
	expect(states()).toEqual({ 'feed:lagebild:hub-b-disk': 'red' })
	await watchOf('hub-a').round()
	expect(states()).toEqual({ 'feed:lagebild:hub-a-disk': 'red', 'feed:lagebild:hub-b-disk': 'red', 'feed:lagebild:backup': 'green' })
})

test('[O5] what a hub said that is gone is off after three rounds, and it speaks again when it comes back', async () => {
	present = ['hub-a', 'hub-b']
	const [first, second] = [watchOf('hub-a'), watchOf('hub-b')]
	await second.round()
	present = ['hub-a']
	await first.round()
	await first.round()
	expect(states()['feed:lagebild:hub-b-disk']).toBe('red')
	await first.round()
	expect(states()['feed:lagebild:hub-b-disk']).toBe('off')
	present = ['hub-a', 'hub-b']
	await second.round()
	await first.round()
	expect(states()['feed:lagebild:hub-b-disk']).toBe('red')
})

test('[O5] one that is missed for a moment only is not gone', async () => {
	present = ['hub-a', 'hub-b']
	const [first, second] = [watchOf('hub-a'), watchOf('hub-b')]
	await second.round()
	for (const nodes of [['hub-a'], ['hub-a'], ['hub-a', 'hub-b'], ['hub-a'], ['hub-a']]) {
		present = nodes
		await first.round()
	}
	expect(states()['feed:lagebild:hub-b-disk']).toBe('red')
})

import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { readManifest } from '@lagebild/backup/manifest.ts'
import { readConfig } from '@lagebild/config/read.ts'
import { instant } from '@lagebild/model/time.ts'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { Backups } from './backups.ts'
import { smallestEvent, TestHub } from './testing/harness.ts'

let hub: TestHub
let root: string

beforeEach(async () => {
	hub = await TestHub.start()
	root = mkdtempSync(path.join(tmpdir(), 'lagebild-schedule-'))
})

afterEach(async () => {
	await hub.close()
	rmSync(root, { recursive: true })
})

function backups(config: object, clock: { now: number }): Backups {
	const file = path.join(root, 'config.json')
	writeFileSync(file, JSON.stringify({ backup: { folder: path.join(root, 'backups'), ...config } }))
	const settings = readConfig({ env: { LAGEBILD_DATA: hub.folder, LAGEBILD_CONFIG: file } })
	if (!settings.ok) throw new Error(JSON.stringify(settings.fault))
	return new Backups({ settings: settings.value, version: '0', now: () => instant(clock.now), log: pino({ level: 'silent' }) })
}

function there(): readonly string[] {
	return readdirSync(path.join(root, 'backups')).filter((name) => name.startsWith('lagebild-'))
}

test('[J32] the hub makes a backup when the last one is old enough, also after a restart, and keeps as many as it should', async () => {
	await hub.post(smallestEvent(1))
	const clock = { now: Date.now() }
	const first = backups({ everyHours: 6, keep: 2 }, clock)
	expect(await first.check()).toMatchObject({ type: 'made', dropped: [] })
	const manifest = readManifest(path.join(root, 'backups', there()[0] ?? ''))
	expect(manifest.journals.map(({ operation }) => operation)).toEqual(['base', 'lage', 'access'])
	clock.now += 5 * 3_600_000
	expect(await backups({ everyHours: 6, keep: 2 }, clock).check()).toBeUndefined()
	clock.now += 2 * 3_600_000
	const second = backups({ everyHours: 6, keep: 2 }, clock)
	expect(await second.check()).toMatchObject({ type: 'made', dropped: [] })
	const third = await second.check()
	expect(third?.type === 'made' && third.dropped).toHaveLength(1)
	expect(there()).toHaveLength(2)
})

test('[J32] that failed is tried again later, and one that is being made when the hub stops is given up', async () => {
	const clock = { now: Date.now() }
	writeFileSync(path.join(root, 'backups'), 'a file in its place')
	const watched = backups({}, clock)
	const failed = await watched.check()
	expect(failed?.type === 'failed' && failed.message).toContain('EEXIST')
	rmSync(path.join(root, 'backups'))
	expect(await watched.check()).toBeUndefined()
	clock.now += 1_300_000
	const checking = watched.check()
	await watched.stop()
	expect(await checking).toMatchObject({ type: 'failed' })
	expect(existsSync(path.join(root, 'backups')) ? there().filter((name) => !name.endsWith('.part')) : []).toEqual([])
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { openAccess } from '@lagebild/access/store.ts'
import { readConfig } from '@lagebild/config/read.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { writeJson } from '../files.ts'
import { pathsOf } from '../paths.ts'
import { connectFeeds } from './feeds.ts'
import { openInternalKeys } from './keys.ts'
import type { Setting } from './setting.ts'
import { welcome } from './welcome.ts'

const FEED = { id: 'tore', name: 'Tore', format: 'geojson', url: 'https://example.org/', operation: 'base', everySeconds: 60 }

let setting: Setting
let close: () => void

beforeEach(() => {
	const data = mkdtempSync(join(tmpdir(), 'lagebild-feeds-'))
	const file = join(data, 'lagebild.config.json')
	writeFileSync(file, JSON.stringify({ feeds: [] }))
	const read = readConfig({ file, env: { LAGEBILD_DATA: data } })
	if (!read.ok) throw new Error(JSON.stringify(read.fault))
	const access = openAccess({ folder: data, now: Date.now })
	const paths = pathsOf(data)
	const keys = openInternalKeys(access, paths)
	setting = { settings: read.value, paths, env: {}, hubEnv: {}, access, keys, now: Date.now, say: () => undefined }
	close = () => {
		access.close()
		rmSync(data, { recursive: true })
	}
})

afterEach(() => close())

function recorder() {
	const calls: string[] = []
	const state = { running: false }
	const call = (name: string, running: boolean) => () => {
		calls.push(name)
		state.running = running
		return Promise.resolve()
	}
	return {
		calls,
		start: () => void call('start', true)(),
		stop: call('stop', false),
		restart: call('restart', true),
		running: () => state.running,
	}
}

test('without a feed no ingest is started, and the person who started it reads so', async () => {
	const ingest = recorder()
	await connectFeeds(setting, ingest)
	expect(ingest.calls).not.toContain('start')
	expect(await welcome(setting, { url: 'http://127.0.0.1:8100', exercise: 'not-configured' })).toMatch(/^ {2}Feeds {5}none configured$/m)
})

test('feeds that an exercise brings later start it, changed ones start it again, and when they are gone it ends', async () => {
	const ingest = recorder()
	for (const feeds of [[], [FEED], [{ ...FEED, name: 'Deichtore' }], []]) {
		writeJson(setting.paths.exerciseFeeds, feeds)
		await connectFeeds(setting, ingest)
	}
	expect(ingest.calls).toEqual(['stop', 'start', 'restart', 'stop'])
})

import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { until } from '@lagebild/testing/until.ts'
import { afterEach, expect, test } from 'vitest'
import * as z from 'zod'

import { KeyedFeed } from './config.ts'
import { runFeed } from './run-feed.ts'
import { contentOf, fakeHub, healthOf } from './testing/fake-hub.ts'
import type { FakeHub } from './testing/fake-hub.ts'
import { silentLog } from './testing/setting.ts'

const EXERCISE = new URL('../../exercise/src/main.ts', import.meta.url)
const Listening = z.object({ type: z.literal('listening'), feeds: z.array(z.looseObject({ id: z.string() })) })
const open: (() => Promise<unknown> | void)[] = []

afterEach(async () => {
	for (const close of open.splice(0).toReversed()) await close()
})

/** The exercise as a process of its own; its devices find no hub, which troubles nobody here. */
async function exercised(): Promise<KeyedFeed> {
	const folder = mkdtempSync(join(tmpdir(), 'lagebild-ships-'))
	const keys = join(folder, 'keys.json')
	writeFileSync(
		keys,
		JSON.stringify(Object.fromEntries(['fahrzeuge', 'sensemate', 'polderpiloten', 'leitstelle'].map((one) => [one, 'lb_none']))),
	)
	const settings = ['--hub', 'http://127.0.0.1:9', '--keys', keys, '--state', join(folder, 'state.json'), '--sources', 'all']
	const child: ChildProcess = fork(EXERCISE, settings, { silent: true })
	open.push(async () => {
		const gone = once(child, 'exit')
		child.kill('SIGINT')
		await gone
		rmSync(folder, { recursive: true })
	})
	const [{ feeds }] = z.tuple([Listening], z.unknown()).parse(await once(child, 'message'))
	return KeyedFeed.parse({ ...feeds.find(({ id }) => id === 'ais-uebung'), key: 'lb_ships' })
}

function follow(feed: KeyedFeed, hub: FakeHub): void {
	const stop = new AbortController()
	const done = runFeed(feed, { hub: hub.url, now: Date.now, random: () => 0, log: silentLog, signal: stop.signal })
	open.push(async () => {
		stop.abort()
		await done
	})
}

function ships(hub: FakeHub): ReadonlySet<string> {
	return new Set(hub.measurements.flatMap(({ positions }) => positions?.entity ?? []))
}

test('ships of the exercise come by TCP: what they are and where, and after a restart nothing of it is doubled or taken back', async () => {
	const [feed, hub] = [await exercised(), await fakeHub()]
	open.push(hub.close)
	follow(feed, hub)
	await until('all ships', () => (ships(hub).size === 6 ? true : undefined))
	const names = contentOf(hub).flatMap((event) => (event.op === 'patch' && event.kind === 'track' ? (event.payload?.['name'] ?? []) : []))
	expect(new Set(names)).toEqual(
		new Set(['ELBMOEWE', 'KOEHLBRAND TANK 2', 'LEICHTER SL 17', 'NORDERWERFT 4', 'SCHULAUER SAND', 'TIDENKIEKER II']),
	)
	expect(contentOf(hub).filter(({ kind }) => kind === 'message')).toHaveLength(1)
	expect(hub.rejects).toEqual([])
	await until('good health', () => healthOf(hub).find(([state]) => state === 'green'))
	const first = contentOf(hub).filter(({ op, kind }) => op === 'upsert' && kind === 'track')
	await open.pop()?.()
	const told = hub.measurements.length
	follow(feed, hub)
	await until('ships again', () => (hub.measurements.length > told ? true : undefined))
	expect(contentOf(hub).filter(({ op, kind }) => op === 'upsert' && kind === 'track')).toEqual(first)
}, 20_000)

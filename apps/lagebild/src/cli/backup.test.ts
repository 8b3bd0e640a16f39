import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { openSqliteStore } from '@lagebild/journal/sqlite/store.ts'
import { FLOOD, report } from '@lagebild/journal/testing/fixtures.ts'
import { accessOperation } from '@lagebild/model/access/access-operation.ts'
import { seq } from '@lagebild/model/ids.ts'
import { COMPILED } from '@lagebild/testing/compiled.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'

import { verdictLine } from './verify.ts'

/** Every call is a process of its own, and the machine that runs the tests may be busy. */
vi.setConfig({ testTimeout: 120_000 })

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

let root: string
let data: string
/** What the first call compiled need not be compiled by all others. */
let compiled: string

beforeAll(() => {
	compiled = mkdtempSync(path.join(tmpdir(), 'lagebild-cli-compiled-'))
})

afterAll(() => {
	rmSync(compiled, { recursive: true })
})

beforeEach(async () => {
	root = mkdtempSync(path.join(tmpdir(), 'lagebild-cli-backup-'))
	data = path.join(root, 'data')
	writeFileSync(path.join(root, 'passphrase'), 'Pegel\n')
	const store = await openSqliteStore({ folder: path.join(data, 'journals'), now: Date.now })
	const created = await store.create(FLOOD)
	if (!created.ok) throw new Error(created.fault.message)
	for (const n of [1, 2, 3]) await created.value.append(report({ n, title: `Keller ${n}` }))
	await store.close()
})

afterEach(() => {
	rmSync(root, { recursive: true })
})

function lagebild(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
	return new Promise((resolve, reject) => {
		const common = { LAGEBILD_DATA: data, INIT_CWD: root, NODE_COMPILE_CACHE: compiled, ...COMPILED }
		const child = spawn(process.execPath, [MAIN, ...args], { cwd: root, env: { ...common, ...env } })
		let [out, err] = ['', '']
		child.stdout.on('data', (bytes) => (out += String(bytes)))
		child.stderr.on('data', (bytes) => (err += String(bytes)))
		child.once('error', reject)
		child.once('close', (code) => resolve({ code, out, err }))
	})
}

/** Nothing else; on a slow machine it is said how far they are. */
const PROGRESS = /^(?:(?:Copying|Restoring) \w+: \d+ % \(\d+ of \d+ entries\)\n)*$/

test('[J33] backup and restore say what they did, and where what was there lies now', async () => {
	const sealed = { LAGEBILD_BACKUP_PASSPHRASE: 'Deich' }
	const backup = await lagebild(['backup', 'platte'], sealed)
	expect(backup.err).toMatch(PROGRESS)
	expect(backup.code).toBe(0)
	expect(backup.out).toMatch(/^sturmflut: unbroken from 1 to 4\n.*platte\/lagebild-\d{8}T\d{6}Z: \d+ kB, sealed with the passphrase\n$/)
	const name = path.join('platte', readdirSync(path.join(root, 'platte')).find((one) => one.startsWith('lagebild-')) ?? '')
	const refused = await lagebild(['restore', name])
	expect(refused).toMatchObject({ code: 1, out: '' })
	expect(refused.err).toContain('LAGEBILD_BACKUP_PASSPHRASE')
	const restored = await lagebild(['restore', name], sealed)
	expect(restored.err).toMatch(PROGRESS)
	expect(restored.code).toBe(0)
	expect(restored.out).toMatch(/Restored as of .*A new epoch has begun/)
	expect(restored.out).toMatch(/What was there before lies in .*before-restore-/)
	expect((await lagebild(['verify', '--witness', path.join(name, 'manifest.json')])).out).toBe(
		'sturmflut: unbroken from 1 to 5, signed up to 5, witnessed up to 4\n',
	)
	expect((await lagebild(['restore', 'nichts'])).err).toContain('is no backup')
	expect(await lagebild(['backup'], { LAGEBILD_DATA: path.join(root, 'leer') })).toMatchObject({ code: 1, out: '' })
})

test('[J14] verify names what was lost before a restore, as a witness saw it', () => {
	const sound = { ok: true, entries: 12, erased: 0, signed: seq(12), witnessed: seq(9), epoch: 'b' } as const
	const lost = [{ epoch: 'a', from: seq(10), to: seq(14) }]
	expect(verdictLine('flut', { ...sound, lost })).toBe(
		'flut: unbroken from 1 to 12, signed up to 12, witnessed up to 9; lost before a restore, as a witness saw: entries 10 to 14',
	)
	expect(verdictLine('flut', { ...sound, lost: [{ epoch: 'a', from: seq(10), to: seq(10) }] })).toMatch(/: entry 10$/)
})

test('export writes the journal as lines and the picture as GeoJSON, as far as somebody asks', async () => {
	const asked = [[], ['--from', '3', '--to', '3'], ['--from', '2199-01-01T00:00:00Z'], ['--format', 'geojson', '--to', '3']]
	const wrong = [
		['--format', 'xml'],
		['--to', 'gestern'],
	]
	const told = await Promise.all([...asked, ...wrong].map((options) => lagebild(['export', 'sturmflut', ...options])))
	const [all = '', third, late, picture = ''] = told.map(({ out }) => out)
	const lines = all
		.trim()
		.split('\n')
		.map((line): unknown => JSON.parse(line))
	expect(lines).toHaveLength(4)
	expect(lines[1]).toMatchObject({ seq: 2, event: { payload: { title: 'Keller 1' } } })
	expect(third).toBe(`${all.split('\n')[2] ?? ''}\n`)
	expect(late).toBe('')
	expect(JSON.parse(picture)).toMatchObject({
		type: 'FeatureCollection',
		operation: 'sturmflut',
		seq: 3,
		features: [
			{ id: 'incident:lagezentrum:keller-1', geometry: { coordinates: [10.02, 53.52] }, properties: { standing: {} } },
			{ id: 'incident:lagezentrum:keller-2' },
		],
	})
	expect(told[4]?.err).toContain('--format is ndjson')
	expect(told[5]?.err).toContain('--to is a number of an entry')
	expect(await lagebild(['export', 'nichts'])).toMatchObject({ code: 1, err: 'There is no operation "nichts". There are sturmflut.\n' })
})

test('paper is written of open operations alone: the journal of access is none', async () => {
	const store = await openSqliteStore({ folder: path.join(data, 'journals'), now: Date.now })
	const created = await store.create(accessOperation(FLOOD.created))
	expect(created.ok).toBe(true)
	await store.close()
	mkdirSync(path.join(root, 'papier'))
	const written = await lagebild(['paper', '--to', 'papier'])
	expect(written).toMatchObject({ code: 0 })
	const files = readdirSync(path.join(root, 'papier'))
	expect(files).toEqual([expect.stringMatching(/^lage-sturmflut-\d{8}T\d{6}Z\.html$/)])
	expect(readFileSync(path.join(root, 'papier', files[0] ?? ''), 'utf8')).toContain('Keller 3')
	const access = await lagebild(['paper', 'access', '--to', 'papier'])
	expect(access).toMatchObject({ code: 1, out: '' })
	expect(access.err).toContain('There is no operation "access". There are sturmflut.')
})

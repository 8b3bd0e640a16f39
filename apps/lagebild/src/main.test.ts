import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { openAccess } from '@lagebild/access/store.ts'
import { takeLock } from '@lagebild/journal/lock.ts'
import { openSqliteStore } from '@lagebild/journal/sqlite/store.ts'
import { Operation } from '@lagebild/model/operation.ts'
import { instant } from '@lagebild/model/time.ts'
import { COMPILED } from '@lagebild/testing/compiled.ts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

/** Every call is a process of its own, and the machine that runs the tests may be busy. */
vi.setConfig({ testTimeout: 120_000 })

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))

type Ended = { readonly code: number | null; readonly out: string; readonly err: string }
type Call = { readonly input?: string; readonly env?: Readonly<Record<string, string>> }

function lagebild(args: readonly string[], { input = '', env = {} }: Call = {}): Promise<Ended> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [MAIN, ...args], { cwd: data, env: { ...common(), ...env } })
		let [out, err] = ['', '']
		child.stdout.on('data', (bytes) => (out += String(bytes)))
		child.stderr.on('data', (bytes) => (err += String(bytes)))
		child.once('error', reject)
		child.once('close', (code) => resolve({ code, out, err }))
		child.stdin.end(input)
	})
}

let data = ''
/** What the first call compiled need not be compiled by all others. */
let compiled = ''

function common(): Readonly<Record<string, string>> {
	return { LAGEBILD_DATA: data, INIT_CWD: data, NODE_COMPILE_CACHE: compiled, ...COMPILED }
}

beforeAll(() => {
	data = mkdtempSync(join(tmpdir(), 'lagebild-cli-'))
	compiled = mkdtempSync(join(tmpdir(), 'lagebild-cli-compiled-'))
})

afterAll(() => {
	for (const folder of [data, compiled]) rmSync(folder, { recursive: true })
})

const FEATURE = {
	type: 'Feature',
	id: 'a',
	geometry: { type: 'Point', coordinates: [10, 53.5] },
	properties: { name: 'Tor 1' },
}
const lines = (text: string): readonly unknown[] =>
	text
		.trim()
		.split('\n')
		.map((line): unknown => JSON.parse(line))

test('parse reads standard input: a line per event, then a summary', async () => {
	const { code, out } = await lagebild(['parse', 'geojson', '--feed', 'tore'], { input: JSON.stringify(FEATURE) })
	expect(code).toBe(0)
	expect(lines(out)).toMatchObject([
		{ entity: 'area:tore:a', op: 'upsert' },
		{ events: 1, rejects: 0 },
	])
})

test('parse finds a file relative to where the person typed it', async () => {
	writeFileSync(join(data, 'tore.geojson'), JSON.stringify({ type: 'FeatureCollection', features: [FEATURE, { type: 'Feature' }] }))
	const { code, out } = await lagebild(['parse', 'geojson', 'tore.geojson'])
	expect(code).toBe(0)
	expect(lines(out).at(-1)).toEqual({ events: 2, rejects: 0 })
})

test('parse ends with 1 when nothing can be read, and says why', async () => {
	const { code, out } = await lagebild(['parse', 'geojson'], { input: 'no document' })
	expect(code).toBe(1)
	expect(lines(out)).toMatchObject([{ reject: { raw: 'no document' } }, { events: 0, rejects: 1 }])
	const missing = await lagebild(['parse', 'geojson', 'nowhere.geojson'])
	expect([missing.code, missing.out]).toEqual([1, ''])
	expect(missing.err).toContain('nowhere.geojson cannot be read')
	expect((await lagebild(['parse', 'telex'])).err).toContain('There is no format "telex"')
})

test('a wrong call ends with 2 and without a stack', async () => {
	const ended = await Promise.all([lagebild(['wish']), lagebild(['verify', '--loud']), lagebild(['key', 'create']), lagebild([])])
	expect(ended.map(({ code }) => code)).toEqual([2, 2, 2, 2])
	for (const { err } of ended) expect(err).not.toMatch(/^\s+at /m)
	expect((await lagebild(['--help'])).code).toBe(0)
})

test('start refuses a name that cannot be one in the network, and says why', async () => {
	const ended = await Promise.all(['localhost', '10.0.0.5', 'de'].map((name) => lagebild(['start', '--lan', name])))
	expect(ended.map(({ code, out }) => [code, out])).toEqual(ended.map(() => [2, '']))
	expect(ended.map(({ err }) => /every machine itself|an address|others have their names/.exec(err)?.[0])).toEqual([
		'every machine itself',
		'an address',
		'others have their names',
	])
})

test('key create prints the key alone; list shows it without its secret; revoke ends it', async () => {
	const created = await lagebild([
		'key',
		'create',
		'--name',
		'funk',
		'--role',
		'integrator',
		'--rank',
		'authority',
		'--operations',
		'hamburg',
	])
	const key = created.out.trim()
	expect(key).toMatch(/^lb_[\w-]{8}_[\w-]{43}$/)
	const access = openAccess({ folder: data, now: Date.now })
	expect(access.grantOfKey(key)).toMatchObject({ source: 'funk', rank: 'authority', operations: ['hamburg'] })
	const listed = await lagebild(['key', 'list'])
	expect(listed.out).toContain('funk')
	expect(listed.out).not.toContain(key.slice(-43))
	expect((await lagebild(['key', 'revoke', 'funk'])).out).toBe('1 revoked\n')
	expect(access.grantOfKey(key)).toBeUndefined()
	access.close()
	const bad = await lagebild(['key', 'create', '--name', 'Größe 1', '--role', 'field'])
	expect([bad.code, bad.out]).toEqual([1, ''])
	expect(bad.err).not.toMatch(/^\s+at /m)
})

test('key says which option is wrong, and makes no data folder of a mistyped name', async () => {
	const create = ['key', 'create', '--role', 'integrator', '--name']
	const calls = [
		[...create, 'Größe 1'],
		[...create, 'lagebild-supervisor'],
		[...create, 'a', '--operations', 'hamburg,'],
		['key', 'revoke', 'lagebild-supervisor'],
	]
	const ended = await Promise.all(calls.map((args) => lagebild(args)))
	expect(ended.map(({ code, out }) => [code, out])).toEqual(calls.map(() => [1, '']))
	const words = ['--name: is 1 to 64', '--name: is the name of this program', '--operations: is "all"', 'cannot be revoked']
	for (const [index, word] of words.entries()) expect(ended[index]?.err).toContain(word)
	const nowhere = join(data, 'nowhere')
	const listed = await lagebild(['key', 'list'], { env: { LAGEBILD_DATA: nowhere } })
	expect([listed.code, listed.err]).toMatchObject([1, expect.stringContaining(nowhere)])
	expect(existsSync(nowhere)).toBe(false)
})

test('a key for an operation that is not there is made with a word about it', async () => {
	const folder = join(data, 'typo')
	mkdirSync(join(folder, 'journals'), { recursive: true })
	const args = ['key', 'create', '--name', 'a', '--role', 'integrator', '--operations', 'hamburk']
	const { code, out, err } = await lagebild(args, { env: { LAGEBILD_DATA: folder } })
	expect([code, err]).toEqual([0, 'There is no operation "hamburk" yet.\n'])
	expect(out).toMatch(/^lb_\S+\n$/)
})

test('start, link and exercise say what is in the way', async () => {
	const settings = await lagebild(['start'], { env: { PORT: 'many', LAGEBILD_DATTA: 'x' } })
	expect(settings.code).toBe(1)
	expect(settings.err).toContain('LAGEBILD_DATTA')
	expect(settings.err).toContain('PORT')
	const calls = [['link'], ['exercise', 'sturmflut'], ['exercise', 'erdbeben'], ['exercise', 'sturmflut', '--speed', '0']]
	const ended = await Promise.all(calls.map((args) => lagebild(args)))
	expect(ended.map(({ code }) => code)).toEqual([1, 1, 1, 1])
	const words = ['Nothing runs on the data folder', 'npm start', 'There is no exercise "erdbeben"', '0.1 to 600']
	for (const [index, text] of words.entries()) expect(ended[index]?.err).toContain(text)
})

test('a data folder that cannot be used is named', async () => {
	writeFileSync(join(data, 'a-file'), '')
	const { code, err } = await lagebild(['start'], { env: { LAGEBILD_DATA: join(data, 'a-file', 'below'), PORT: '0' } })
	expect(code).toBe(1)
	expect(err).toContain('a-file/below cannot be used')
	expect(err).not.toMatch(/^\s+at /m)
})

test('a second start on the same data folder refuses and says who holds it', async () => {
	const lock = takeLock(join(data, 'supervisor.lock'), { pid: 4_711, since: '2026-11-21T20:00:00.000Z', command: 'lagebild start' })
	const { code, err } = await lagebild(['start'], { env: { PORT: '0' } })
	if (lock.ok) lock.value.release()
	expect(code).toBe(1)
	expect(err).toContain('process 4711 (lagebild start)')
})

test('verify says how far each journal is unbroken, and names the first bad number', async () => {
	const folder = join(data, 'journals')
	const store = await openSqliteStore({ folder, now: Date.now })
	const made = await store.create(
		Operation.parse({
			id: 'probe',
			name: 'Probe',
			status: 'test',
			base: false,
			bases: [],
			state: 'open',
			timeZone: 'Europe/Berlin',
			area: [9, 53, 10, 54],
			created: instant(Date.now()),
		}),
	)
	expect(made.ok).toBe(true)
	await store.close()
	const sound = await lagebild(['verify'])
	expect([sound.code, sound.out]).toEqual([0, expect.stringMatching(/^probe: unbroken from 1 to 1\b/)])
	expect((await lagebild(['verify', '--operation', 'other'])).err).toContain('There is no operation "other"')
	const file = join(folder, 'probe.db')
	const bytes = readFileSync(file)
	const at = bytes.lastIndexOf('opened')
	bytes.write('0pened', at)
	writeFileSync(file, bytes)
	const broken = await lagebild(['verify', '--operation', 'probe'])
	expect([broken.code, broken.out]).toEqual([1, expect.stringMatching(/^probe: broken at seq 1: /)])
})

test.each([
	[['import', 'x.csv', '--list', 'zebras', '--operation', 'base'], /There is no list "zebras"\. There are units, sections/],
	[['import', 'nirgends.csv', '--list', 'units', '--operation', 'base'], /nirgends\.csv cannot be read/],
	[['import', MAIN, '--list', 'units', '--operation', 'base'], /Nothing runs on the data folder/],
] as const)('import refuses %j with a reason', async (args, reason) => {
	const { code, err } = await lagebild(args)
	expect([code, err]).toEqual([1, expect.stringMatching(reason)])
})

const MANY = JSON.stringify({
	type: 'FeatureCollection',
	features: Array.from({ length: 2_000 }, (_, n) => ({ ...FEATURE, id: String(n) })),
})

test.each([
	['parse', ['parse', 'geojson', '--feed', 'tore'], MANY],
	['help', ['--help'], ''],
] as const)('%s ends quietly when nobody reads what it says', async (_, args, input) => {
	const child = spawn(process.execPath, [MAIN, ...args], { cwd: data, env: common() })
	let err = ''
	child.stderr.on('data', (bytes) => (err += String(bytes)))
	child.stdout.destroy()
	child.stdin.end(input)
	const code = await new Promise((resolve) => {
		child.once('close', resolve)
	})
	expect([code, err]).toEqual([141, ''])
})

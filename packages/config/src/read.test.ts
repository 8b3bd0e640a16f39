import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { configJsonSchema } from './json-schema.ts'
import { readConfig } from './read.ts'
import type { Environment } from './read.ts'
import { Config } from './schema.ts'

let folder = ''
let file = ''

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-config-'))
	file = path.join(folder, 'lagebild.config.json')
})

afterEach(() => {
	rmSync(folder, { recursive: true })
})

function read(config: unknown, env: Environment = {}) {
	writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config))
	return readConfig({ file, env })
}

function keysOf(config: unknown, env: Environment = {}): readonly string[] {
	const result = read(config, env)
	return result.ok ? [] : result.fault.map(({ key }) => key)
}

const feed = { id: 'a', name: 'A', format: 'cap', url: 'https://example.org/cap', operation: 'base' }

test('an empty file gives every default', () => {
	const result = read({})
	expect(result).toMatchObject({ ok: true, value: { port: 8080, host: '127.0.0.1', timeZone: 'Europe/Berlin' } })
	if (!result.ok) return
	expect(result.value.feeds.map(({ id, format, operation }) => [id, format, operation])).toEqual([
		['pegelonline', 'pegelonline', 'base'],
		['meteoalarm', 'cap', 'base'],
	])
	expect(result.value.basemaps[0]?.url).toContain('_grau/default/GLOBAL_WEBMERCATOR/{z2}/{y}/{x}.png')
	expect(result.value.dataFolder).toBe(path.resolve('data'))
})

test('the environment wins over the file', () => {
	const env = { PORT: '0', LAGEBILD_HOST: '0.0.0.0', LAGEBILD_DATA: folder, LAGEBILD_WEB: '/srv/web', HOME: '/root' }
	expect(read({ port: 9000 }, env)).toMatchObject({
		ok: true,
		value: { port: 0, host: '0.0.0.0', dataFolder: folder, webFolder: '/srv/web' },
	})
})

test('LAGEBILD_CONFIG names the file, and a named file must exist', () => {
	writeFileSync(file, JSON.stringify({ port: 9000 }))
	expect(readConfig({ env: { LAGEBILD_CONFIG: file } })).toMatchObject({ ok: true, value: { port: 9000 } })
	expect(readConfig({ env: { LAGEBILD_CONFIG: `${file}.missing` } })).toEqual({
		ok: false,
		fault: [{ key: `${file}.missing`, message: 'cannot be read (ENOENT)' }],
	})
})

test('a fault names the key, all faults at once', () => {
	expect(keysOf({ feeds: [{ ...feed, everySeconds: 0 }], basemap: [], exercise: { fast: true }, port: '8080' })).toEqual([
		'port',
		'feeds.0.everySeconds',
		'exercise.fast',
		'basemap',
	])
	expect(keysOf('{')).toEqual([file])
	expect(keysOf([])).toEqual(['configuration'])
	expect(keysOf({}, { PORT: 'http', LAGEBILD_PROT: '1' })).toEqual(['LAGEBILD_PROT', 'PORT'])
})

test('a name twice, a name of our own and an address of another scheme', () => {
	expect(keysOf('{"port":1,"feeds":[],"port":2}')).toEqual(['port'])
	expect(keysOf('{"feeds":[{"id":"a","id":"b"}]}')).toEqual(['feeds.0.id'])
	expect(keysOf({ feeds: [{ ...feed, id: 'lagebild-supervisor' }] })).toEqual(['feeds.0.id'])
	const message = 'must begin with http(s)://, mqtt(s)://, ws(s)://, tcp:// or udp://, be file:///PATH, or webhook: where the source posts'
	expect(read({ feeds: [{ ...feed, url: 'ftp://example.org/' }] })).toMatchObject({ fault: [{ key: 'feeds.0.url', message }] })
})

test('the message about an unknown variable names PORT too, and no variable between our programs', () => {
	const told = JSON.stringify(read({}, { LAGEBILD_PROT: '1' }))
	expect(told).toContain('PORT, LAGEBILD_CONFIG')
	expect(told).not.toContain('LAGEBILD_HUB')
})

test('what no schema says is checked too', () => {
	expect(keysOf({ feeds: [feed, feed], timeZone: 'Europe/Hamburg' })).toEqual(['feeds.1.id', 'timeZone'])
	const map = { id: 'a', name: 'A', url: 'https://example.org/{z}/{y}/{x}.png', attribution: 'x' }
	expect(keysOf({ basemaps: [{ ...map, minZoom: 12, maxZoom: 8 }] })).toEqual(['basemaps.0.minZoom'])
})

test('what 7, 8, 9 and 0 mean is set by organisation and Land', () => {
	const own = { '7': { de: 'Patient aufgenommen', en: 'patient aboard', class: 'bound' }, '0': { de: 'Notruf', en: 'emergency call' } }
	expect(read({ fms: { hilfsorganisation: own, 'hilfsorganisation/SH': own } })).toMatchObject({
		ok: true,
		value: { fms: { hilfsorganisation: own } },
	})
	expect(keysOf({ fms: { drk: own } })).toEqual(['fms.drk'])
	expect(keysOf({ fms: { 'thw/Hamburg': own } })).toEqual(['fms.thw/Hamburg'])
	expect(keysOf({ fms: { thw: { '3': own['7'] } } })).toEqual(['fms.thw.3'])
	expect(keysOf({ fms: { thw: { '7': { ...own['7'], class: 'busy' } } } })).toEqual(['fms.thw.7.class'])
	expect(keysOf({ fms: { thw: { '0': own['7'] } } })).toEqual(['fms.thw.0.class'])
})

test('gauges: St. Pauli by default, or what the file says', () => {
	const id = 'sensor:pegelonline:d488c5cc-4de9-4631-8ce1-0db0e700b546.W'
	const known = read({})
	expect(known).toMatchObject({ ok: true, value: { gauges: { [id]: { reference: true, mhw: 2.15 } } } })
	expect(known.ok && known.value.gauges[id]?.stages.map(({ stage, from }) => [stage, from])).toEqual([
		[0, 3.65],
		[1, 5],
		[2, 5.5],
		[3, 6.5],
	])
	expect(read({ gauges: {} })).toMatchObject({ ok: true, value: { gauges: {} } })
	const lines = (...from: readonly number[]) => ({ stages: from.map((level, stage) => ({ stage, from: level })) })
	expect(keysOf({ gauges: { 'st-pauli': lines(3) } })).toEqual(['gauges.st-pauli'])
	expect(keysOf({ gauges: { [id]: lines(3, 5, 4) } })).toEqual([`gauges.${id}.stages.2`])
	expect(keysOf({ gauges: { [id]: { classes: [{ above: 1.5, name: { de: 'a', en: 'b' } }] } } })).toEqual([`gauges.${id}.mhw`])
	expect(keysOf({ gauges: { [id]: { stages: [{ stage: 0, from: '3.65' }] } } })).toEqual([`gauges.${id}.stages.0.from`])
})

test('standing: what is not set stays as it is, and a fault names its key', () => {
	const read5 = read({ standing: { silenceMinutes: { unit: 5 }, noEndHours: { warning: 12, closure: 48 }, staysMinutes: { ended: 0 } } })
	expect(read5).toMatchObject({
		ok: true,
		value: {
			standing: {
				silenceMinutes: { sensor: 15, unit: 5, track: 10, gate: 60 },
				noEndHours: { warning: 12, closure: 48 },
				staysMinutes: { expired: 10, ended: 0, cancelled: 30, retracted: 10, superseded: 0 },
			},
		},
	})
	expect(keysOf({ standing: { silenceMinutes: { unit: 0, sensor: '5' } } })).toEqual([
		'standing.silenceMinutes.sensor',
		'standing.silenceMinutes.unit',
	])
	expect(keysOf({ standing: { noEndHours: { storm: 1 }, staysMinutes: { ended: -1 } } })).toEqual([
		'standing.noEndHours.storm',
		'standing.staysMinutes.ended',
	])
	expect(keysOf({ standing: { silence: 5 } })).toEqual(['standing.silence'])
})

test('the JSON Schema asks for nothing and knows every key', () => {
	const schema = configJsonSchema()
	expect(schema['required']).toBeUndefined()
	expect(schema['additionalProperties']).toBe(false)
	for (const key of ['$schema', 'port', 'feeds', 'basemaps', 'retention', 'fms', 'gauges', 'standing'])
		expect(schema['properties']).toHaveProperty([key])
})

test('every key of the file stands in docs/configuration.md', () => {
	const page = readFileSync(path.join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8')
	const missing = Object.keys(Config.shape).filter(
		(key) => key !== '$schema' && !page.includes(`\`${key}\``) && !page.includes(`\`${key}.`),
	)
	expect(missing).toEqual([])
})

test('files that a feed names are meant from the folder of the configuration', () => {
	const mapped = { ...feed, format: 'mapping', url: 'webhook:', options: { file: 'maps/a.json' } }
	const signature = { header: 'X-Sign', secretFile: '/etc/secret' }
	const result = read({ feeds: [{ ...mapped, signature }] })
	expect(result.ok && result.value.feeds[0]).toMatchObject({
		options: { file: path.join(folder, 'maps', 'a.json') },
		signature: { secretFile: '/etc/secret' },
	})
})

test('a feed that is heard says how, and its files are meant from the folder of the configuration', () => {
	const heard = {
		...feed,
		url: 'mqtts://broker.example',
		stream: { topics: ['a/#'], passwordFile: 'broker.password', secretFiles: { KEY: 'key' } },
	}
	expect(keysOf({ feeds: [{ ...heard, stream: { topics: ['a/#/b'] } }] })).toEqual(['feeds.0.stream.topics.0'])
	expect(read({ feeds: [heard] })).toMatchObject({
		ok: true,
		value: {
			feeds: [{ stream: { passwordFile: path.join(folder, 'broker.password'), secretFiles: { KEY: path.join(folder, 'key') }, qos: 1 } }],
		},
	})
})

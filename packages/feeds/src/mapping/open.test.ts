import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { instant } from '@lagebild/model/time.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { openFormat } from '../registry.ts'

let folder = ''
const GATES = { kind: 'facility', id: 'id', mode: 'delta', fields: { name: 'n', type: { value: 'gate' } } }
const DOCUMENT = new TextEncoder().encode('[{"id":1,"n":"Tor","m":"Sperrwerk"}]')
const RECEPTION = { feed: 'fremd', received: instant(Date.UTC(2026, 10, 21, 20)) }

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'mapping-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

let saved = 1_700_000_000

/** Each time of writing is another, however fast the test is. */
function write(content: unknown): string {
	const file = join(folder, 'tore.json')
	writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
	saved += 10
	utimesSync(file, saved, saved)
	return file
}

function faultsOf(options: unknown): readonly string[] {
	const opened = openFormat('mapping', options)
	return opened.ok ? [] : opened.fault.map(({ key, message }) => `${key}: ${message}`)
}

describe('what cannot be meant is refused at the start, with its place', () => {
	test.each([
		[{ ...GATES, id: 'a.(' }, 'options.mapping: id: is no JSONata'],
		[{ ...GATES, id: '$eval(a)' }, 'options.mapping: id: $eval would run'],
		[{ ...GATES, id: '$now()' }, 'options.mapping: id: $now differs'],
		[{ ...GATES, id: 'a ~> $nope' }, 'options.mapping: id: there is no $nope'],
		[{ ...GATES, colour: 'red' }, 'options.mapping: colour: is not a known key'],
		[{ ...GATES, fields: { name: 'n' } }, 'options.mapping: fields.type: a facility needs it'],
		[{ ...GATES, fields: { ...GATES.fields, roof: 'x' } }, 'options.mapping: fields.roof: a facility has no field "roof"'],
		[{ ...GATES, fields: { ...GATES.fields, type: { value: 'tor' } } }, 'options.mapping: fields.type.value: does not fit'],
		[
			{ ...GATES, fields: { ...GATES.fields, gate: { from: 'z', words: { zu: 'shut' } } } },
			'options.mapping: fields.gate.words.zu: does not fit',
		],
		[
			{ ...GATES, fields: { ...GATES.fields, flow: { from: 'f', unit: 'cm', as: '°C' } } },
			'options.mapping: fields.flow.unit: cm is a length',
		],
		[{ ...GATES, values: [{ property: 'W', from: 'w', unit: 'inch', as: 'cm' }] }, 'options.mapping: values.0.as: "inch" is not one of'],
		[{ ...GATES, timeZone: 'Hamburg' }, 'options.mapping: timeZone: "Hamburg" is not an IANA time zone'],
		[{ ...GATES, within: [10, 53, 9, 54] }, 'options.mapping: within: must be west'],
		[{ ...GATES, course: 'c' }, 'options.mapping: course: is for units and tracks'],
		[{ ...GATES, end: { afterMinutes: 5 } }, 'options.mapping: end.afterMinutes: needs a time'],
		[{ ...GATES, kind: 'sensor', fields: {} }, 'options.mapping: values: a sensor measures something'],
		[{ ...GATES, place: { lat: '(', lng: 'b' } }, 'options.mapping: place.lat: is no JSONata'],
	])('%j', (mapping, message) => {
		expect(faultsOf({ mapping }).map((text) => text.slice(0, message.length))).toEqual([message])
	})
	test('one source of the mapping is named, and it exists', () => {
		expect(faultsOf({})[0]).toContain('needs one of "file"')
		expect(faultsOf({ shipped: 'divera', file: 'x' })[0]).toContain('needs one of "file"')
		expect(faultsOf({ shipped: 'nina' })[0]).toContain('options.shipped')
		expect(faultsOf({ file: join(folder, 'no.json') })[0]).toMatch(/^options\.file \(.*no\.json\): cannot be read/)
		expect(faultsOf({ file: write('{"kind": ') })[0]).toMatch(/is not JSON/)
		expect(faultsOf({ file: write('{"kind": "facility", "kind": "unit"}') })[0]).toMatch(/kind/)
	})
})

describe('a file that changes', () => {
	test('is read again without anything being started, and its document is asked for anew', () => {
		const opened = openFormat('mapping', { file: write(GATES) })
		if (!opened.ok) throw new Error(JSON.stringify(opened.fault))
		const adapter = opened.value
		const asked = adapter.documents('https://a.example/')
		expect(adapter.documents('https://a.example/')).toEqual(asked)
		const version = adapter.definition?.().version
		expect(adapter.parse(DOCUMENT, RECEPTION).events).toMatchObject([{ payload: { name: 'Tor' } }])
		write({ ...GATES, fields: { ...GATES.fields, name: 'm' } })
		expect(adapter.documents('https://a.example/')).not.toEqual(asked)
		expect(adapter.parse(DOCUMENT, RECEPTION).events).toMatchObject([{ payload: { name: 'Sperrwerk' } }])
		expect(adapter.definition?.().version).not.toBe(version)
	})
	test('into something that cannot be used goes on as it was, and says so', () => {
		const opened = openFormat('mapping', { file: write(GATES) })
		if (!opened.ok) throw new Error(JSON.stringify(opened.fault))
		write({ ...GATES, fields: { name: 'n' } })
		const asked = opened.value.documents('https://a.example/')
		const parsed = opened.value.parse(DOCUMENT, RECEPTION)
		expect(parsed).toMatchObject({ events: [{ payload: { name: 'Tor' } }], rejects: [{ reason: 'bad-mapping' }] })
		expect(parsed.rejects[0]?.message).toContain('fields.type: a facility needs it')
		write(GATES)
		expect(opened.value.documents('https://a.example/')).not.toEqual(asked)
		expect(opened.value.parse(DOCUMENT, RECEPTION).rejects).toEqual([])
	})
})

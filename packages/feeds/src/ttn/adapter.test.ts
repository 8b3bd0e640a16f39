import { readFileSync } from 'node:fs'

import type { Submission } from '@lagebild/model/event.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { runAdapterContract } from '../adapter.contract-suite.ts'
import type { Parsed } from '../adapter.ts'
import { bindAdapter } from '../bind.ts'
import { pictureOf, saidOf } from '../testing/folded.ts'
import { ttn } from './adapter.ts'
import { TtnOptions } from './options.ts'

const sample = (name: string): URL => new URL(`samples/${name}`, import.meta.url)
const RECEIVED = instant(Date.UTC(2026, 10, 21, 21))
const EUI = '70B3D57ED0051AF3'
const TOR = {
	gate: { field: 'closed', values: { true: 'closed', false: 'open' } },
	values: [
		{ field: 'battery', property: 'battery', unit: 'V' },
		{ field: 'distance', property: 'W', unit: 'm', as: 'cm', mountedAt: 6.5, zero: { metres: 0 } },
	],
	everySeconds: 900,
}
const GATES = { profiles: { tor: TOR }, defaultProfile: 'tor' }

runAdapterContract(ttn, [
	{ file: sample('uplink.json'), options: GATES },
	{ file: sample('uplink.json') },
	{ file: sample('uplink-false-omitted.json'), options: GATES },
	{ file: sample('odd.json'), options: { ...GATES, simulated: 'test' } },
	{ file: sample('console-event.json'), options: GATES },
	{ file: sample('storage.jsonl'), options: GATES },
])

function parseText(text: string, options: unknown = GATES): Parsed {
	return ttn.parse(new TextEncoder().encode(text), { feed: 'lora', received: RECEIVED }, TtnOptions.parse(options))
}

function parse(name: string, options: unknown = GATES): Parsed {
	return parseText(readFileSync(sample(name), 'utf8'), options)
}

/** An uplink of the sample's device. */
function uplink(inner: Record<string, unknown>, outer: Record<string, unknown> = {}): string {
	return JSON.stringify({
		end_device_ids: { device_id: 'tor-1', dev_eui: EUI, application_ids: { application_id: 'tore' } },
		received_at: '2026-11-21T20:00:00.5Z',
		uplink_message: { f_port: 2, frm_payload: 'AQ==', received_at: '2026-11-21T20:00:00Z', decoded_payload: { closed: true }, ...inner },
		...outer,
	})
}

function about({ events }: Parsed, id: string): Submission | undefined {
	return events.find(({ entity }) => entity === id)
}

function values({ measurements }: Parsed): readonly (number | null)[] {
	return measurements.flatMap(({ observations: rows }) => rows?.value ?? [])
}

function gates(parsed: Parsed): readonly unknown[] {
	return parsed.events.flatMap((event) => (event.op === 'upsert' || event.op === 'patch' ? (event.payload?.['gate'] ?? []) : []))
}

function reasons({ rejects }: Parsed): readonly string[] {
	return rejects.map(({ reason }) => reason)
}

describe('an uplink', () => {
	const parsed = parse('uplink.json')
	test('is the state of a gate when the network heard it, to the nanosecond, where the registry has the device', () => {
		expect(about(parsed, `facility:lora:${EUI}`)).toMatchObject({
			op: 'upsert',
			times: { observed: '2026-11-21T19:41:02.512345678Z', sent: '2026-11-21T19:41:02.718281828Z' },
			provenance: { externalId: `${EUI}/AYxYz1234567890abcdefg==/4711` },
			geometry: { type: 'Point', coordinates: [9.9935, 53.5215] },
			geometrySource: 'given',
			payload: { name: 'tor-kluetjenfeld-3', type: 'gate', gate: 'closed', everyMs: 900_000 },
		})
	})
	test('is a series for each declared value, about the gate; a distance from above is a level', () => {
		expect(about(parsed, `sensor:lora:${EUI}/W`)).toMatchObject({
			links: [{ rel: 'about', to: `facility:lora:${EUI}` }],
			payload: { property: 'W', unit: 'cm', zeros: { '1900-01-01': { metres: 0, datum: 'NHN' } } },
		})
		expect(values(parsed)).toEqual([3.6, 499])
		expect(parsed.measurements.map(({ sent }) => sent)).toEqual(['2026-11-21T19:41:02.718281828Z'])
		expect(parsed.events).toHaveLength(3)
	})
	test('by webhook, by MQTT, from the console and from the store is one and the same', () => {
		expect(parse('console-event.json').events).toEqual(parsed.events)
		expect(parseText(`[${readFileSync(sample('uplink.json'), 'utf8')},${readFileSync(sample('uplink.json'), 'utf8')}]`)).toEqual(parsed)
		expect(gates(parse('storage.jsonl'))).toEqual(['closed', 'open'])
	})
	test('of a device that is named is of the gate that people know', () => {
		const devices = { 'tor-kluetjenfeld-3': { profile: 'tor', facility: 'facility:flutschutztore:kluetjenfeld-3', name: 'Tor 3' } }
		const known = parse('uplink.json', { profiles: { tor: TOR }, devices })
		expect(known.events[0]).toMatchObject({ entity: 'facility:flutschutztore:kluetjenfeld-3', op: 'patch', payload: { gate: 'closed' } })
		expect(known.events[0]).not.toHaveProperty('geometry')
		expect(known.events[1]).toMatchObject({ payload: { name: 'Tor 3 battery' } })
		const byEui = parse('uplink.json', {
			profiles: { tor: TOR },
			devices: { [EUI.toLowerCase()]: { profile: 'tor', place: { lat: 53.5, lng: 10 } } },
		})
		expect(byEui.events[0]).toMatchObject({ geometry: { coordinates: [10, 53.5] } })
		expect(parse('uplink.json', { profiles: { tor: { ...TOR, models: ['milesight-iot/ws301'] } } }).events).toEqual(parsed.events)
	})
	test('without any profile shows each number that the device sends', () => {
		const plain = parse('uplink.json', {})
		expect(plain.events.map(({ entity }) => entity.split('/')[1])).toEqual(['closed', 'battery', 'distance', 'tamper'])
		expect(values(plain)).toEqual([1, 3.6, 1.51, 0])
	})
	test('of a device that no profile is for is refused by its name', () => {
		const { rejects, events } = parse('uplink.json', { profiles: { tor: TOR } })
		expect(events).toEqual([])
		expect(rejects.map(({ reason }) => reason)).toEqual(['unknown-device'])
		expect(rejects[0]?.message).toContain('tor-kluetjenfeld-3')
	})
})

describe('what the stack leaves out', () => {
	test('closed is false, so the gate is open; counter and port are 0; a value is a gap', () => {
		const parsed = parse('uplink-false-omitted.json')
		expect(about(parsed, `facility:lora:${EUI}`)).toMatchObject({
			payload: { gate: 'open' },
			provenance: { externalId: `${EUI}/AYxZneuAnmeldung0000000w==/0` },
		})
		expect(values(parsed)).toEqual([3.59, null])
	})
	test.each([
		['a gate says so otherwise', { gate: { ...TOR.gate, omitted: null } }, ['unknown'], []],
		['a gate is closed by nothing', { gate: { ...TOR.gate, omitted: true } }, ['closed'], []],
		['a zero', { values: [{ field: 'level', property: 'W', unit: 'cm', omitted: 0 }] }, [], [0]],
	])('%s', (_, profile, states, numbers) => {
		const parsed = parseText(uplink({ decoded_payload: {} }), { profiles: { a: profile }, defaultProfile: 'a' })
		expect(gates(parsed)).toEqual(states)
		expect(values(parsed)).toEqual(numbers)
		expect(parsed.rejects).toEqual([])
	})
	test('a stated null is no false: nothing is known', () => {
		expect(gates(parseText(uplink({ decoded_payload: { closed: null } })))).toEqual(['unknown'])
	})
	test('an opened gate does not stay closed, in whatever order the uplinks come', () => {
		const said = [...saidOf(parse('uplink.json'), RECEIVED), ...saidOf(parse('uplink-false-omitted.json'), RECEIVED + 1)]
		const picture = pictureOf(said)
		expect(picture).toEqual(pictureOf(said.toReversed()))
		expect(picture).toHaveProperty([`facility:lora:${EUI}`, 'row', 'fields', 'gate'], 'open')
	})
})

describe('what is not taken', () => {
	test('each has its reason, joins and solved places none', () => {
		expect(reasons(parse('odd.json'))).toEqual([
			'simulated',
			'not-decoded',
			'decoder-warning',
			'bad-position',
			'unknown-word',
			'not-a-number',
			'no-device',
			'bad-time',
			'ttn-v2',
			'not-ttn',
			'not-ttn',
		])
		expect({}).not.toHaveProperty('polluted')
	})
	test('keeps its frame', () => {
		const { rejects } = parse('odd.json')
		expect([rejects[1]?.message, rejects[1]?.raw].join(' ')).toMatch(/3q2\+7w== on port 2.*3q2\+7w==/)
		expect([rejects[2]?.message, rejects[2]?.raw].join(' ')).toMatch(/Unsupported fPort.*AAI=/)
	})
	test('a simulated uplink is refused, or is a test of a device of its own, which no actual operation takes', () => {
		const simulated = uplink({}, { simulated: true })
		expect(parseText(simulated)).toMatchObject({ events: [], measurements: [], rejects: [{ reason: 'simulated' }] })
		const told = parseText(simulated, { ...GATES, simulated: 'test' })
		expect(told.events.length).toBeGreaterThan(1)
		for (const event of told.events) expect([event.status, event.entity].join(' ')).toMatch(/^test \w+:lora:simulated\//)
		for (const { observations: rows } of told.measurements) for (const entity of rows?.entity ?? []) expect(entity).toContain(':simulated/')
		expect(reasons(parseText(uplink({}, { simulated: 'true' })))).toEqual(['simulated'])
	})
	test('the place of a gateway is never that of the device', () => {
		expect(parse('uplink-false-omitted.json').events[0]).not.toHaveProperty('geometry')
	})
	test('0/0 is no place, one that the device sent is, one that was computed is estimated', () => {
		expect(about(parse('odd.json'), 'facility:lora:flutschutztore.null-null')).toMatchObject({
			geometry: { coordinates: [10.01, 53.5] },
			geometrySource: 'given',
		})
		const locations = { 'lora-cloud': { latitude: 53.5, longitude: 10 } }
		expect(parseText(uplink({ locations })).events[0]).toMatchObject({ geometrySource: 'estimated' })
	})
	test('frames of other ports and of the network itself', () => {
		const ports = { profiles: { tor: { ...TOR, ports: [3] } }, defaultProfile: 'tor' }
		expect(parseText(uplink({}), ports)).toMatchObject({ events: [], rejects: [] })
		expect(parseText(uplink({ f_port: 3 }), ports).events).toHaveLength(3)
	})
	test('a warning may be taken where it means nothing', () => {
		const lenient = { profiles: { tor: { ...TOR, warnings: 'take' } }, defaultProfile: 'tor' }
		expect(gates(parseText(uplink({ decoded_payload_warnings: ['cold'] }), lenient))).toEqual(['closed'])
	})
	test('an empty store is an empty list', () => {
		const reception = { feed: 'lora', received: RECEIVED, contentType: 'text/event-stream' }
		expect(ttn.parse(new Uint8Array(), reception, TtnOptions.parse({}))).toMatchObject({ events: [], rejects: [] })
		expect(reasons(parseText(''))).toEqual(['not-json'])
	})
	test('no JSON at all', () => {
		expect(reasons(parseText('<html>Wartung</html>'))).toEqual(['not-json'])
		expect(reasons(parseText(`${uplink({})}\nkaputt`))).toEqual(['not-ttn'])
	})
})

test.each([
	[{ defaultProfile: 'tor' }, 'options.defaultProfile'],
	[{ devices: { a: { profile: 'toString' } } }, 'options.devices.a.profile'],
	[{ devices: { a: { facility: 'sensor:a:b' } } }, 'options.devices.a.facility'],
	[{ profiles: { a: { gate: { field: 'x', values: { 1: 'zu' } } } } }, 'options.profiles.a.gate.values.1'],
	[{ profiles: { a: { values: [{ field: 'x', property: 'y', unit: 'cm', as: 'V' }] } } }, 'options.profiles.a.values.0.as'],
	[{ profiles: { a: { valus: [] } } }, 'options.profiles.a.valus'],
])('options %j are refused by their key', (options, key) => {
	expect(bindAdapter(ttn, options)).toMatchObject({ ok: false, fault: [{ key }] })
})

test('a counter that begins again after a join is no older uplink', () => {
	const before = parseText(uplink({ session_key_id: 'a', f_cnt: 900 }))
	const after = parseText(uplink({ session_key_id: 'b', decoded_payload: {}, received_at: '2026-11-21T20:10:00Z' }))
	const said = [...saidOf(after, RECEIVED), ...saidOf(before, RECEIVED + 1)]
	expect(pictureOf(said)).toHaveProperty([`facility:lora:${EUI}`, 'row', 'fields', 'gate'], 'open')
})

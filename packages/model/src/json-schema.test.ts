import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Geometry } from './geo.ts'
import { jsonSchemas } from './json-schema.ts'
import { readIso } from './time.ts'

const SCHEMAS = jsonSchemas()
const FORMATS = { email: true, date: true, uri: true } as const

function strict(): Ajv2020 {
	return new Ajv2020({ strict: true, allErrors: false, keywords: ['x-policy'], formats: FORMATS })
}

function checker(name: string) {
	const schema = SCHEMAS.get(name)
	if (!schema) throw new Error(`there is no schema ${name}`)
	return strict().compile(schema)
}

test('a strict validator takes every published schema, and each takes its own examples', () => {
	const ajv = strict()
	for (const [name, schema] of SCHEMAS) {
		const check = ajv.compile(schema)
		const examples = Array.isArray(schema['examples']) ? schema['examples'] : []
		for (const example of examples) expect([name, check(example), check.errors]).toEqual([name, true, null])
	}
})

describe('what a published event says beside types', () => {
	const check = checker('event-incident')
	const event = (rest: object) => ({
		id: '0199f0a2-6c1e-7c3b-9d52-0f6b1c2d3e4f',
		kind: 'incident',
		op: 'upsert',
		entity: 'incident:lagezentrum:1',
		payload: { title: 'Wasser im Keller', category: 'flooding' },
		...rest,
	})

	test('a time has the form that the hub reads', () => {
		for (const observed of ['2026-11-21T20:41:00+01:00', '2026-11-21 20:41Z', ' 2026-11-21t20:41:00,5 +0100 '])
			expect([observed, check(event({ times: { observed } }))]).toEqual([observed, true])
		for (const observed of ['2026-11-21T20:41:00', 'gestern', '21.11.2026 20:41', '2026-11-21T20:41:00+1'])
			expect([observed, check(event({ times: { observed } }))]).toEqual([observed, false])
	})

	test('a position of exactly 0/0 is none, nor is one outside of the world', () => {
		const verdict = (coordinates: readonly number[]) => check(event({ geometry: { type: 'Point', coordinates } }))
		const places = [[0, 0], [0, 0, 12], [181, 0], [10, -91], [10], [0, 1e-9], [10, 0], [10, 53.5, 3]]
		expect(places.map(verdict)).toEqual([false, false, false, false, false, true, true, true])
		expect(places.map((coordinates) => Geometry.safeParse({ type: 'Point', coordinates }).success)).toEqual(places.map(verdict))
	})

	test('a ring of fewer than four positions is refused, and the schema says what it cannot check', () => {
		const polygon = (...ring: readonly (readonly number[])[]) => check(event({ geometry: { type: 'Polygon', coordinates: [ring] } }))
		expect(polygon([10, 53], [11, 53], [10, 53])).toBe(false)
		expect(polygon([10, 53], [11, 53], [11, 54], [10, 53])).toBe(true)
		expect(JSON.stringify(SCHEMAS.get('event-incident'))).toContain('A ring ends where it begins')
	})
})

test('every time that the hub reads has the published form', () => {
	const rows = checker('measurements')
	const observations = { entity: ['sensor:lagezentrum:pegel-1'], observed: ['2026-11-21T21:04:00+01:00'], value: [891] }
	const digits = (most: number) => fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, '0'))
	const parts = fc.tuple(digits(13), digits(32), fc.constantFrom('T', 't', ' '), digits(25), fc.constantFrom('', ':59', ':07.25', ':61'))
	const zones = fc.constantFrom('Z', 'z', '+01:00', '-0330', '+01', ' +01:00', '', '+1')
	fc.assert(
		fc.property(parts, zones, ([month, day, mark, hour, second], zone) => {
			const sent = `2026-${month}-${day}${mark}${hour}:41${second}${zone}`
			fc.pre(readIso(sent) !== undefined)
			expect([sent, rows({ sent, observations })]).toEqual([sent, true])
		}),
	)
})

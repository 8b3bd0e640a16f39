import { readFileSync } from 'node:fs'

import { instant } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import { parseDocument } from './parse-stream.ts'
import type { ReadDocument } from './parse-stream.ts'

const RECEIVED = instant(Date.UTC(2026, 10, 21, 20))

function read(format: string, file: string, options?: unknown): ReadDocument {
	return parseDocument(format, readFileSync(new URL(file, import.meta.url)), { received: RECEIVED, options })
}

test.each([
	['pegelonline', 'pegelonline/samples/stations.json', 5],
	['cap', 'cap/samples/dwd-eight-languages.xml', 1],
	['geojson', 'geojson/samples/feature.json', 1],
	['bsh', 'bsh/samples/hamburg_st-pauli.json', 2],
])('%s reads with its default options: one line per event, then the summary', (format, file, events) => {
	const { lines, ...counts } = read(format, file)
	expect(counts).toEqual({ events, rejects: 0, readable: true })
	expect(lines).toHaveLength(events + 1)
	expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ events, rejects: 0 })
})

test('rejects come after the events, with their reason and their bytes', () => {
	const { lines, events, rejects } = read('geojson', 'geojson/samples/areas-odd.json')
	expect(lines).toHaveLength(events + rejects + 1)
	expect(lines[events]).toMatch(/^\{"reject":\{"reason":"projected-coordinates".*565000\.5/)
})

test('an index names the documents that a feed fetches next', () => {
	const { lines, events, readable } = read('cap', 'cap/samples/rss.xml')
	expect(readable).toBe(true)
	const followUps = lines.filter((text) => text.startsWith('{"followUp":'))
	expect(followUps.length).toBeGreaterThan(0)
	expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ events, followUps: followUps.length })
})

test('a document that cannot be read, an unknown format and a bad option are rejects', () => {
	expect(read('cap', 'cap/samples/doctype.xml')).toMatchObject({ events: 0, rejects: 1, readable: false })
	expect(read('fax', 'cap/samples/doctype.xml').lines[0]).toContain('"fax\\" is not one of')
	expect(read('geojson', 'geojson/samples/feature.json', { kind: 'x' }).lines[0]).toContain('options.kind')
})

import { readFileSync } from 'node:fs'

import { instant } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import { mapping as format } from './adapter.ts'
import { previewOf } from './preview.ts'
import { mappingIn } from './read.ts'

const RECEIVED = instant(Date.UTC(2026, 10, 21, 20))
const sample = (name: string): Buffer => readFileSync(new URL(`samples/${name}`, import.meta.url))

const ASKED = { feed: 'canal', received: RECEIVED, sample: 'document' } as const

test.each([
	['buoy.mapping.json', 'buoy.json'],
	['trucks.mapping.json', 'trucks.csv'],
	['incidents.mapping.json', 'incidents.xml'],
])('%s says in a page what it says in the ingest, under the same ids', async (name, document) => {
	const text = sample(name).toString('utf8')
	const read = mappingIn(text)
	if (!read.ok) throw new Error(JSON.stringify(read.fault))
	const preview = await previewOf({ ...ASKED, mapping: text, bytes: sample(document) })
	const parsed = format.parse(sample(document), ASKED, { mapping: read.value })
	if (preview.type !== 'items') throw new Error(JSON.stringify(preview))
	expect(preview.items.length).toBeGreaterThan(0)
	const over = new Set(
		preview.items.filter((item) => item.over && preview.mode === 'full').flatMap(({ events }) => events.map(({ id }) => id)),
	)
	expect(preview.items.flatMap(({ events }) => events).filter(({ id }) => !over.has(id))).toEqual(parsed.events)
	expect(preview.items.flatMap(({ notes }) => notes.map(({ message }) => message))).toEqual(
		parsed.rejects.filter(({ reason }) => reason !== 'duplicate-id').map(({ message }) => message),
	)
})

test('a mapping that cannot mean anything is refused with every place', async () => {
	const text = JSON.stringify({
		kind: 'sensor',
		id: 'id',
		mode: 'full',
		values: [{ property: 'W', from: 'a', unit: 'm', as: '°C' }],
		more: 1,
	})
	const preview = await previewOf({ ...ASKED, mapping: text, bytes: new Uint8Array() })
	const unknown = { path: ['more'], message: 'is not a known key' }
	expect(preview).toMatchObject({ type: 'bad-mapping', problems: [unknown, { path: ['values', '0', 'as'] }] })
	expect(await previewOf({ ...ASKED, mapping: '{', bytes: new Uint8Array() })).toMatchObject({
		type: 'bad-mapping',
		problems: [{ path: [] }],
	})
})

test('an error page under 200 is told as the document that it is', async () => {
	const preview = await previewOf({
		...ASKED,
		mapping: sample('buoy.mapping.json').toString('utf8'),
		bytes: Buffer.from('<html>502</html>'),
	})
	expect(preview).toMatchObject({ type: 'refused', note: { reason: 'not-json' } })
})

test('an item out of the quarantine is read alone, whatever its document was', async () => {
	const rows = sample('trucks.csv').toString('utf8')
	const text = sample('trucks.mapping.json').toString('utf8')
	const whole = await previewOf({ ...ASKED, mapping: text, bytes: Buffer.from(rows) })
	const item = whole.type === 'items' ? whole.items.find(({ outcome }) => outcome === 'mapped') : undefined
	if (!item) throw new Error(JSON.stringify(whole))
	const alone = await previewOf({ ...ASKED, sample: 'item', mapping: text, bytes: Buffer.from(item.raw) })
	expect(alone).toMatchObject({ type: 'items', counts: { mapped: 1 }, items: [{ events: item.events, raw: item.raw }] })
})

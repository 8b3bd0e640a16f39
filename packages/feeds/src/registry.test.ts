import { readdirSync } from 'node:fs'

import { expect, test } from 'vitest'

import { FORMAT_NAMES, openFormat } from './registry.ts'

test('every folder with an adapter is a format, with a page of documentation and samples', () => {
	const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true }).filter((entry) => entry.isDirectory())
	const files = new Map(folders.map(({ name }) => [name, readdirSync(new URL(`${name}/`, import.meta.url))]))
	const adapters = [...files].filter(([, inside]) => inside.includes('adapter.ts'))
	expect(adapters.map(([name]) => name).toSorted()).toEqual([...FORMAT_NAMES].toSorted())
	for (const [, inside] of adapters) expect(inside).toEqual(expect.arrayContaining(['README.md', 'samples', 'adapter.test.ts']))
})

test('a format that does not exist and an option that it does not take are named', () => {
	expect(openFormat('kml', {})).toMatchObject({ ok: false, fault: [{ key: 'format' }] })
	expect(openFormat('geojson', { kind: 'feed' })).toMatchObject({ ok: false, fault: [{ key: 'options.kind' }] })
	expect(openFormat('cap', undefined)).toMatchObject({ ok: true })
})

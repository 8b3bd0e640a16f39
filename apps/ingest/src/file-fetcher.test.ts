import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { createFileFetcher } from './file-fetcher.ts'

let folder = ''
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'file-feed-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a file is read when it changed, and nothing that it names', async () => {
	const file = join(folder, 'stand.json')
	const url = pathToFileURL(file).href
	const { get } = createFileFetcher(url)
	expect(await get(url)).toMatchObject({ type: 'failed' })
	writeFileSync(file, 'eins')
	const first = await get(url)
	if (first.type !== 'document') throw new Error(first.type)
	expect(new TextDecoder().decode(first.bytes)).toBe('eins')
	expect(await get(url, first.validators)).toEqual({ type: 'unchanged' })
	utimesSync(file, 1, 1)
	expect(await get(url, first.validators)).toMatchObject({ type: 'document' })
	expect(await get('file:///etc/hostname')).toMatchObject({ type: 'failed' })
})

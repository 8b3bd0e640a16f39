import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { smallestEvent, TestHub } from './testing/harness.ts'

let hub: TestHub
beforeEach(async () => {
	hub = await TestHub.start()
})
afterEach(async () => {
	await hub.close()
})

test('[O6] every open operation is written with all that is in it, restricted things and its base included', async () => {
	await hub.post([
		smallestEvent(1),
		{ ...smallestEvent(2), payload: { title: 'Geheim', category: 'fire' }, label: { level: 'restricted' } },
	])
	const [paper, ...rest] = await hub.papers()
	expect(rest).toEqual([])
	if (paper?.type !== 'written') throw new Error(JSON.stringify(paper))
	const html = readFileSync(paper.file, 'utf8')
	expect(path.dirname(paper.file)).toBe(path.join(hub.folder, 'paper'))
	expect(html).toContain('Wasser im Keller')
	expect(html).toContain('Geheim')
	expect(html).toContain('<span class="status">TEST</span>')
})

test('[O6] what cannot be written is tried again, said once, and keeps the hub from nothing', async () => {
	const folder = path.join(hub.folder, 'paper')
	writeFileSync(folder, 'a file in its place')
	expect(await hub.papers()).toMatchObject([{ type: 'failed', code: 'EEXIST' }])
	expect(await hub.papers()).toMatchObject([{ type: 'failed', code: 'EEXIST' }])
	expect((await hub.post(smallestEvent(1))).status).toBe(201)
	rmSync(folder)
	expect(await hub.papers()).toMatchObject([{ type: 'written' }])
	expect(readdirSync(folder)).toHaveLength(1)
	expect(hub.logged.filter((line) => line.includes('no paper could be written'))).toHaveLength(1)
})

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

import { openAccess } from '@lagebild/access/store.ts'
import { COMPILED } from '@lagebild/testing/compiled.ts'
import { startHubProcess } from '@lagebild/testing/hub-process.ts'
import type { HubProcess } from '@lagebild/testing/hub-process.ts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

import { writeJson } from '../files.ts'
import { pathsOf } from '../paths.ts'
import { erase } from './erase.ts'
import type { EraseWish } from './erase.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const WHO = 'contact:admin:mueller'
const SECRET = 'Familie Mueller'

let data: string
let hub: HubProcess
let key: string

beforeAll(async () => {
	data = mkdtempSync(join(tmpdir(), 'lagebild-erase-'))
	const access = openAccess({ folder: data, now: Date.now })
	key = access.createKey({ name: 'admin', role: 'admin', operations: 'all', clearance: 'restricted' }).key
	access.close()
	hub = await startHubProcess({ name: 'erasing', data })
	writeJson(pathsOf(data).running, { pid: hub.pid(), url: hub.url, since: new Date().toISOString() })
	await ask('/api/v1/operations', { id: 'lage', name: 'Lage', status: 'test' })
	await ask('/api/v1/operations/lage/events', [
		said(1, WHO, { name: SECRET, phones: { mobile: '0171 1' } }),
		said(2, WHO, { function: 'Deichwacht' }, { op: 'patch' }),
		said(3, 'incident:admin:keller', { title: 'Keller', category: 'flooding' }, { links: [{ rel: 'about', to: WHO }] }),
	])
})

afterAll(async () => {
	await hub.stop()
	rmSync(data, { recursive: true })
})

function said(n: number, entity: string, payload: object, more: object = {}): object {
	return { id: `00000000-0000-7000-8000-00000000000${n}`, kind: entity.split(':')[0], entity, op: 'upsert', payload, ...more }
}

async function ask(path: string, json?: unknown): Promise<string> {
	const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
	const response = await fetch(`${hub.url}${path}`, { headers, ...(json !== undefined && { method: 'POST', body: JSON.stringify(json) }) })
	const text = await response.text()
	expect([path, response.ok ? '' : text]).toEqual([path, ''])
	return text
}

async function called(
	wish: Partial<EraseWish>,
	typed: readonly string[] = [],
): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
	const lines: string[] = []
	const input = Readable.from(typed.map((line) => `${line}\n`))
	const whole = { operation: 'lage', mentions: false, key: undefined, ...wish }
	return { code: await erase(pathsOf(data), whole, { out: (text) => lines.push(text), input }), lines }
}

test('names what would go, and leaves it when nobody confirms', async () => {
	for (const typed of [['Art. 17 DSGVO'], ['Art. 17 DSGVO', 'ja'], ['Art. 17 DSGVO', '3']]) {
		const { code, lines } = await called({ entity: WHO }, typed)
		expect(code).toBe(1)
		expect(lines.join('\n')).toMatch(
			/Why\?[^]*Of lage would go for ever: 2 entries, \d[^]*contact:admin:mueller: 2 statements[^]*Named by 1 statement about something else, which stay[^]*Type 2 to erase[^]*Nothing was erased\./,
		)
	}
	expect((await called({ entity: WHO, reason: 'Art. 17 DSGVO', confirm: 3 })).code).toBe(1)
	expect(await ask('/api/v1/operations/lage/picture')).toContain(SECRET)
})

test('refuses what makes no sense, with a reason', async () => {
	await expect(called({})).rejects.toThrow('either --entity or --seqs')
	await expect(called({ entity: WHO, seqs: [1] })).rejects.toThrow('either --entity or --seqs')
	await expect(called({ entity: WHO }, ['x'])).rejects.toThrow(/^reason: /)
	await expect(called({ entity: WHO })).rejects.toThrow(/^reason: /)
	await expect(called({ entity: 'Müller', reason: 'Art. 17' })).rejects.toThrow(/^entity: /)
	await expect(called({ entity: 'contact:admin:nobody', reason: 'Art. 17' })).rejects.toThrow(/^entity: /)
	await expect(called({ entity: WHO, operation: 'Nirgends!' })).rejects.toThrow('is no operation')
	await expect(called({ entity: WHO, reason: 'Art. 17', key: 'wrong' })).rejects.toThrow(/credential|key/i)
})

test('erases what was confirmed, says who and why in the journal, and keeps no key', async () => {
	const { code, lines } = await called({ entity: WHO }, ['Art. 17 DSGVO', '2'])
	expect([code, lines.at(-1)]).toEqual([0, expect.stringContaining('Erased: 2 entries')])
	expect(await ask('/api/v1/operations/lage/picture')).not.toContain(SECRET)
	const journal = await ask('/api/v1/operations/lage/journal')
	expect(journal).not.toContain(SECRET)
	expect(journal).toMatch(/konsole-erase[^\n]*Art\. 17 DSGVO|Art\. 17 DSGVO[^\n]*konsole-erase/)
	const access = openAccess({ folder: data, now: Date.now })
	expect(access.listKeys().filter(({ grant, revoked }) => grant.name === 'konsole-erase' && revoked === undefined)).toEqual([])
	access.close()
	const again = await called({ entity: WHO, mentions: true, reason: 'noch der Verweis', confirm: 1 })
	expect([again.code, again.lines.join('\n')]).toEqual([
		0,
		expect.stringMatching(/incident:admin:keller: 1 statement\n[^]*Erased: 1 entry\./),
	])
})

test('is a command', async () => {
	const child = spawn(process.execPath, [MAIN, 'erase', 'lage', '--seqs', '1,x'], { env: { LAGEBILD_DATA: data, ...COMPILED } })
	let err = ''
	child.stderr.on('data', (bytes) => (err += String(bytes)))
	const code = await new Promise((resolve) => child.once('close', resolve))
	expect([code, err]).toEqual([2, expect.stringContaining('It must be a number.')])
})

import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { openAccess } from '@lagebild/access/store.ts'
import { verifyJournal } from '@lagebild/journal/verify.ts'
import { COMPILED } from '@lagebild/testing/compiled.ts'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'

import { smallestEvent } from './testing/harness.ts'

/** Nine processes of this file run the same code: each but the first starts in half the time. */
const compiled = mkdtempSync(path.join(tmpdir(), 'lagebild-compiled-'))
let folder = ''
let key = ''
const processes: ChildProcess[] = []

vi.setConfig({ testTimeout: 90_000 })

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-main-'))
	const access = openAccess({ folder, now: Date.now })
	key = access.createKey({ name: 'admin', role: 'admin', operations: 'all' }).key
	access.close()
})

afterEach(() => {
	for (const child of processes.splice(0)) child.kill('SIGKILL')
	rmSync(folder, { recursive: true, force: true })
})

afterAll(() => {
	rmSync(compiled, { recursive: true, force: true })
})

const Message = z.discriminatedUnion('type', [
	z.object({ type: z.literal('listening'), port: z.int(), url: z.string() }),
	z.object({ type: z.literal('failed'), message: z.string() }),
])

function refusalOf(told: z.infer<typeof Message>): string | undefined {
	return told.type === 'failed' ? told.message : undefined
}

function urlOf(told: z.infer<typeof Message>): string {
	if (told.type === 'failed') throw new Error(told.message)
	return told.url
}

/** The real process, as the supervisor starts it. */
async function start(env: Readonly<Record<string, string>> = {}) {
	const child = fork(path.join(import.meta.dirname, 'main.ts'), {
		env: { PATH: '/usr/bin:/bin', PORT: '0', LAGEBILD_DATA: folder, NODE_COMPILE_CACHE: compiled, ...COMPILED, ...env },
		stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
	})
	processes.push(child)
	let log = ''
	child.stderr?.setEncoding('utf8').on('data', (text: string) => (log += text))
	const [told] = z.tuple([Message], z.unknown()).parse(await once(child, 'message'))
	return { child, told, log: () => log }
}

async function ended(child: ChildProcess): Promise<unknown> {
	return child.exitCode ?? child.signalCode ?? (await once(child, 'exit'))[0]
}

async function post(url: string, address: string, json: unknown): Promise<unknown> {
	const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
	const response = await fetch(`${url}/api/v1/${address}`, { method: 'POST', headers, body: JSON.stringify(json) })
	return response.json()
}

async function ready(url: string): Promise<void> {
	while ((await fetch(`${url}/readyz`)).status !== 200);
}

/** Posts one event after the other until the hub is gone. @returns the ids that were acknowledged. */
async function postUntilGone(url: string, client: number): Promise<readonly string[]> {
	const acknowledged: string[] = []
	for (let n = 0; n < 50; n++) {
		const answer = await post(url, 'operations/lage/events', smallestEvent(client * 1_000 + n)).catch(() => undefined)
		const read = z.object({ id: z.string(), seq: z.int() }).safeParse(answer)
		if (!read.success) break
		acknowledged.push(read.data.id)
	}
	return acknowledged
}

test('what 20 clients were acknowledged before kill -9 stands in the journal once; a signal ends the process in order', async () => {
	const first = await start()
	const before = urlOf(first.told)
	await ready(before)
	await post(before, 'operations', { id: 'lage', name: 'Lage', status: 'test' })
	const clients = Array.from({ length: 20 }, (_, client) => postUntilGone(before, client + 1))
	await post(
		before,
		'operations/lage/events',
		Array.from({ length: 100 }, (_, n) => smallestEvent(n)),
	)
	first.child.kill('SIGKILL')
	await ended(first.child)
	const acknowledged = (await Promise.all(clients)).flat()
	const second = await start()
	const after = urlOf(second.told)
	await ready(after)
	const journal = await fetch(`${after}/api/v1/operations/lage/journal`, { headers: { authorization: `Bearer ${key}` } })
	const stored = (await journal.text()).match(/(?<="id":")[0-9a-f-]{36}(?=","kind":"incident")/g) ?? []
	expect(acknowledged.length).toBeGreaterThan(0)
	expect(new Set(stored).size).toBe(stored.length)
	expect(new Set(acknowledged).difference(new Set(stored))).toEqual(new Set())
	expect(await verifyJournal({ file: path.join(folder, 'journals', 'lage.db') })).toMatchObject({ ok: true })
	second.child.kill('SIGTERM')
	expect(await ended(second.child)).toBe(0)
	expect(second.log()).not.toContain('"err"')
})

test('the end of the supervisor ends the hub', async () => {
	const { child } = await start()
	child.disconnect()
	expect(await ended(child)).toBe(0)
})

test('a configuration error stops the start and names the key', async () => {
	const file = path.join(folder, 'c.json')
	writeFileSync(file, JSON.stringify({ feeds: [{ id: 'a', name: 'A', format: 'cap', url: 'ftp://x', operation: 'base' }] }))
	const { child, told } = await start({ LAGEBILD_CONFIG: file, LAGEBILD_PROT: '1' })
	expect(refusalOf(told)).toMatch(/feeds\.0\.url: .*LAGEBILD_PROT: /)
	expect(await ended(child)).toBe(1)
})

test('a second process on the same folder, or the same port, says so and ends', async () => {
	const first = await start()
	const second = await start()
	expect(refusalOf(second.told)).toContain(`process ${first.child.pid}`)
	expect(await ended(second.child)).toBe(1)
	const third = await start({ LAGEBILD_DATA: path.join(folder, 'other'), PORT: new URL(urlOf(first.told)).port })
	expect(refusalOf(third.told)).toContain('EADDRINUSE')
	expect(await ended(third.child)).toBe(1)
})

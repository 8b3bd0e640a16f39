import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { takeLock } from './lock.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const ME = { pid: process.pid, since: '2026-11-21T20:04:10.000Z', command: 'lagebild start' }

let folder: string
let file: string
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'lagebild-lock-'))
	file = join(folder, 'data', 'lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('[J9] one holds the lock, the next is told who, and gets it after its release', () => {
	const first = takeLock(file, ME)
	expect(takeLock(file, { ...ME, pid: 1 })).toEqual({ ok: false, fault: { holder: ME } })
	if (first.ok) first.value.release()
	const second = takeLock(file, { ...ME, pid: 1 })
	expect(second.ok).toBe(true)
	if (second.ok) second.value.release()
	if (first.ok) first.value.release()
})

test('[J9] a holder that wrote no readable name is unknown', () => {
	const first = takeLock(file, ME)
	writeFileSync(`${file}.json`, '{"pid":')
	expect(takeLock(file, ME)).toEqual({ ok: false, fault: { holder: undefined } })
	if (first.ok) first.value.release()
})

test('[J9] the lock ends with its process, even by SIGKILL', async () => {
	const child = spawn(process.execPath, [fileURLToPath(new URL('testing/lock-holder.ts', import.meta.url)), file])
	const said: readonly unknown[] = await once(child.stdout, 'data')
	expect(String(said[0])).toBe('true\n')
	expect(takeLock(file, ME)).toEqual({ ok: false, fault: { holder: { pid: child.pid, since: 'then', command: 'holder' } } })
	child.kill('SIGKILL')
	await once(child, 'exit')
	const taken = takeLock(file, ME)
	expect(taken.ok).toBe(true)
	if (taken.ok) taken.value.release()
})

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { guardedFetch } from '@lagebild/outbound/guarded-fetch.ts'
import { until } from '@lagebild/testing/until.ts'
import { afterEach, expect, test } from 'vitest'

import { attempt } from './attempt.ts'
import { newSecret } from './sign.ts'

const GUIDE = path.resolve(import.meta.dirname, '../../../../docs/guide-integrator.md')
const outbound = guardedFetch({ allowPrivateHosts: ['127.0.0.1'], timeoutMs: 5_000 })
let child: ChildProcess | undefined
let folder = ''

afterEach(async () => {
	child?.kill()
	await outbound.close()
	rmSync(folder, { recursive: true })
})

test('[X10] the receiver of the guide takes what is signed, once, and nothing else', async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-guide-'))
	const [, code = ''] = /```js\n([\s\S]*?createHmac[\s\S]*?)```/.exec(readFileSync(GUIDE, 'utf8')) ?? []
	const file = path.join(folder, 'receiver.mjs')
	writeFileSync(file, code)
	const secret = newSecret()
	child = spawn(process.execPath, [file], { env: { SECRET: secret, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] })
	let said = ''
	child.stdout?.on('data', (chunk) => (said += String(chunk)))
	const port = await until('the receiver', () => /listening (\d+)/.exec(said)?.[1])
	const target = { url: `http://127.0.0.1:${port}/`, secret, fetch: outbound.fetch, now: Date.now() }
	const message = { id: 'wh-1.e.1', type: 'application/cloudevents+json', body: '{"type":"lagebild.test","data":{"ä":1}}' }
	expect(await attempt(message, target)).toEqual({ type: 'taken', status: 204 })
	expect(await attempt(message, target)).toEqual({ type: 'taken', status: 204 })
	expect(await attempt(message, { ...target, secret: newSecret() })).toMatchObject({ type: 'failed', status: 401 })
	expect(await attempt(message, { ...target, now: Date.now() - 600_000 })).toMatchObject({ type: 'failed', status: 401 })
	expect(said.match(/lagebild\.test/g)).toHaveLength(1)
})

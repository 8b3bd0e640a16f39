import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { openWebhookStore } from './store-sqlite.ts'
import { webhookStoreContract } from './testing/store-contract.ts'

let folder = ''

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-webhooks-'))
})

afterEach(() => {
	rmSync(folder, { recursive: true })
})

webhookStoreContract('SQLite', () => Promise.resolve(() => Promise.resolve(openWebhookStore(folder, Date.now))))

test('[X12] the file is readable by its owner alone', async () => {
	await openWebhookStore(folder, Date.now).close()
	const file = path.join(folder, 'webhooks.db')
	expect([statSync(file).mode & 0o777, readFileSync(file).length > 0]).toEqual([0o600, true])
})

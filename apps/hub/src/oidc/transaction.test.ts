import { expect, test } from 'vitest'

import { createSeal } from './seal.ts'
import { createTransactions, ownPath, TRANSACTION_MS } from './transaction.ts'

const checks = { state: 's', nonce: 'n', verifier: 'v', redirectUri: 'https://lage.example/sign-in/oidc/haus/callback' }
const begun = { provider: 'haus', returnTo: '/', checks }

const KEY = new Uint8Array(32).fill(1)
const sealing = (key = KEY) => createSeal(() => key)

test('a transaction opens for its provider, in time, and under this key', () => {
	let now = 1_000
	const transactions = createTransactions(sealing(), () => now)
	const sealed = transactions.give(begun)
	expect(sealed).not.toContain('haus')
	expect(transactions.open(sealed, 'nachbar')).toBeUndefined()
	expect(transactions.open(sealed, 'haus')).toMatchObject({ ...begun, until: 1_000 + TRANSACTION_MS })
	expect(createTransactions(sealing(), () => now).open(sealed, 'haus')?.id).toBe(transactions.open(sealed, 'haus')?.id)
	expect(createTransactions(sealing(new Uint8Array(32)), () => now).open(sealed, 'haus')).toBeUndefined()
	now += TRANSACTION_MS + 1
	expect(transactions.open(sealed, 'haus')).toBeUndefined()
})

test('one changed bit opens to nothing, wherever it is', () => {
	const seal = sealing()
	const sealed = Buffer.from(seal.close('{"a":1}'), 'base64url')
	expect(seal.open(sealed.toString('base64url'))).toBe('{"a":1}')
	for (let at = 0; at < sealed.length; at += 1) {
		const changed = Buffer.from(sealed)
		changed[at] = (changed[at] ?? 0) ^ 1
		expect(seal.open(changed.toString('base64url'))).toBeUndefined()
	}
	for (const text of ['', 'AAAA', '\u0000', sealed.subarray(0, 20).toString('base64url')]) expect(seal.open(text)).toBeUndefined()
})

test.each([
	'//evil.example',
	'https://evil.example',
	'/\\evil.example',
	'/a\\..\\..//evil.example',
	'/\t//evil.example',
	'javascript:alert(1)',
	'/a\r\nset-cookie:x=1',
	'\\\\evil',
	'',
	undefined,
	['/a', '/b'],
	`/${'a'.repeat(1_001)}`,
])('%j is no place of ours', (wish) => {
	expect(ownPath(wish)).toBe('/')
})

test('what could climb stays on this hub', () => {
	expect(ownPath('/../../field/?a=b#c')).toBe('/field/?a=b#c')
	expect(ownPath('/.//evil.example')).toBe('/')
	expect(ownPath('/x/..//evil.example')).toBe('/')
})

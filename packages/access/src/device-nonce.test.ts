import { expect, test } from 'vitest'

import { DeviceNonces } from './device-nonce.ts'

const TTL = 60_000

test('a challenge holds for its own device, for its time, until it was answered', () => {
	const nonces = new DeviceNonces(TTL)
	const { nonce, expires } = nonces.make('a', 1_000)
	expect(expires).toBe(61_000)
	expect([nonces.holds('a', nonce, 60_999), nonces.holds('a', nonce, 61_000), nonces.holds('b', nonce, 1_000)]).toEqual([
		true,
		false,
		false,
	])
	nonces.use(nonce, 2_000)
	expect(nonces.holds('a', nonce, 2_001)).toBe(false)
})

test('no single changed character of a challenge holds, and none of another process', () => {
	const nonces = new DeviceNonces(TTL)
	const { nonce } = nonces.make('a', 0)
	const changed = Array.from(nonce, (letter, at) => nonce.slice(0, at) + (letter === 'A' ? 'B' : 'A') + nonce.slice(at + 1))
	expect(changed.filter((one) => nonces.holds('a', one, 1))).toEqual([])
	expect(['', 'x', `${nonce}A`, `${nonce}=`, nonce.slice(1)].filter((one) => nonces.holds('a', one, 1))).toEqual([])
	expect(new DeviceNonces(TTL).holds('a', nonce, 1)).toBe(false)
})

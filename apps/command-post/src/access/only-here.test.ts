import { expect, test } from 'vitest'

import { isOnlyHere, namedAddress } from './only-here.ts'

test('an address of digits on this machine has a name, with the same port and page', () => {
	expect(namedAddress('http://127.0.0.1:8100/#/anmelden')).toBe('http://localhost:8100/#/anmelden')
	expect(namedAddress('http://[::1]:8100/')).toBe('http://localhost:8100/')
	for (const other of ['http://localhost:8100/', 'https://lage.example/', 'http://10.1.2.3:8100/'])
		expect(namedAddress(other)).toBe(undefined)
})

test('what leads back to this machine is reached by no other', () => {
	for (const host of ['localhost', 'a.localhost', '[::1]', '127.0.0.1']) expect(isOnlyHere(host)).toBe(true)
	for (const host of ['10.1.2.3', 'lage.example', 'localhost.example']) expect(isOnlyHere(host)).toBe(false)
})

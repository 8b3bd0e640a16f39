import { expect, test } from 'vitest'

import { codeIn } from './enrol.ts'

test('a QR code brings the code behind the address, where no server sees it', () => {
	expect(codeIn('#anmelden/VRJ99J42ZH')).toBe('VRJ99J42ZH')
	expect(codeIn('#vrj99-j42zh')).toBe('vrj99-j42zh')
	for (const other of ['', '#', '#anmelden/', '#geraet', '#anmelden/ä', '#anmelden/a b c d e f']) expect(codeIn(other)).toBeUndefined()
})

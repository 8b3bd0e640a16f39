import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'

import { newSecret, readSecret, signatureOf } from './sign.ts'

test('[X10] the library of the specification verifies what is signed, and nothing that was changed', () => {
	const secret = newSecret()
	const signed = { id: 'wh-1.e.7', body: '{"data":"Ö"}', seconds: Math.floor(Date.now() / 1_000) }
	const headers = {
		'webhook-id': signed.id,
		'webhook-timestamp': String(signed.seconds),
		'webhook-signature': signatureOf(secret, signed),
	}
	const library = new Webhook(secret)
	expect(library.verify(signed.body, headers)).toEqual({ data: 'Ö' })
	expect(library.sign(signed.id, new Date(signed.seconds * 1_000), signed.body)).toBe(headers['webhook-signature'])
	expect(() => library.verify(`${signed.body} `, headers)).toThrow('signature')
	expect(() => library.verify(signed.body, { ...headers, 'webhook-id': 'wh-1.e.8' })).toThrow('signature')
})

test('[X10] a secret is 24 to 64 bytes as base64, with its prefix or without', () => {
	const bytes = (n: number) => Buffer.alloc(n, 7).toString('base64')
	expect(readSecret(bytes(24))).toBe(`whsec_${bytes(24)}`)
	expect(readSecret(`whsec_${bytes(64)}`)).toBe(`whsec_${bytes(64)}`)
	for (const bad of [bytes(23), bytes(65), 'geheim', '', 'whsec_', `whsec_${'ä'.repeat(40)}`]) expect(readSecret(bad)).toBeUndefined()
})

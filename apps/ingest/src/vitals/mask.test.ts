import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { excerptOf, masked, maskedAddress, secretsOf } from './mask.ts'

describe('an address', () => {
	test('is shown without user, password and the values of keys', () => {
		const shown = [
			['https://kim:geheim@a.example/x?waters=ELBE&accesskey=abc#top', 'https://a.example/x?waters=ELBE&accesskey=…'],
			['mqtts://user:pw@broker.example:8883', 'mqtts://broker.example:8883'],
			['https://a.example/?Token=1&API_KEY=2&sig=3&q=4', 'https://a.example/?Token=…&API_KEY=…&sig=…&q=4'],
			['webhook:', 'webhook:'],
			['file:///srv/in.json', 'file:///srv/in.json'],
		]
		expect(shown.map(([address = '']) => maskedAddress(address))).toEqual(shown.map(([, text]) => text))
	})

	test('in the words of others is masked as well, and so is the key itself', () => {
		const secrets = secretsOf({ url: 'https://a.example/?token=s3cr3t', key: 'lb_own_key' })
		const said = 'wrong token "s3cr3t" for lb_own_key at https://u:p@a.example/y?apikey=zz then ask again'
		expect(masked(said, secrets)).toBe('wrong token "…" for … at https://a.example/y?apikey=… then ask again')
	})

	test('is secret in each form, and so is that of the back-fill', () => {
		const stream = { backfill: { url: 'https://b.example/?apikey=nachher' } }
		const secrets = secretsOf({ url: 'https://kim:ge%20heim@a.example/', key: 'lb_own_key', stream })
		const said = `ge heim, ge%20heim, ${Buffer.from('kim:ge heim').toString('base64')} and nachher`
		expect(masked(said, secrets)).toBe('…, …, … and …')
	})

	test('never shows a secret, whatever it is', () => {
		const secret = fc.stringMatching(/^[A-Za-z0-9%+/]{6,20}$/)
		const name = fc.constantFrom('accesskey', 'token', 'apikey', 'key', 'access_token', 'client_secret', 'password', 'sig')
		fc.assert(
			fc.property(secret, name, (value, parameter) => {
				const address = `https://a.example/x?b=1&${parameter}=XX${encodeURIComponent(value)}XX&c=2`
				expect(maskedAddress(address)).toBe(`https://a.example/x?b=1&${parameter}=…&c=2`)
			}),
		)
	})
})

test('what an upstream answered is told in one line without markup, at most 300 characters', () => {
	const page =
		'<html><head><style>a{b:c}</style><script>alert(1)</script></head><body><h1>Wartung</h1>\n<p>bis 12&nbsp;Uhr</p></body></html>'
	expect(excerptOf(page)).toBe('Wartung bis 12 Uhr')
	expect(excerptOf('x'.repeat(1_000))).toHaveLength(300)
	const begun = performance.now()
	excerptOf('<'.repeat(20_000))
	excerptOf('<script '.repeat(2_500))
	expect(performance.now() - begun).toBeLessThan(1_000)
})

import { BasemapConfig } from '@lagebild/config/schema.ts'
import { expect, test } from 'vitest'

import { tileHosts } from './policy.ts'

test('the page may load tiles from each configured host, and a configured address cannot smuggle in another directive', () => {
	const maps = [
		'https://{s}.tile.example:8443/{z}/{x}/{y}.png',
		'http://127.0.0.1:9000/{z}/{x}/{y}.png',
		'http://127.0.0.1:9000/other/{z}/{x}/{y}.png',
		"https://a.example; script-src 'unsafe-inline'/{z}",
	]
	const basemaps = maps.map((url, n) => BasemapConfig.parse({ id: `m${n}`, name: 'x', url, attribution: 'x' }))
	expect(tileHosts(basemaps)).toEqual(['https://*.tile.example:8443', 'http://127.0.0.1:9000', 'https://a.example'])
})

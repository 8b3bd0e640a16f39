import { createServer } from 'node:http'

import { BasemapConfig } from '@lagebild/config/schema.ts'
import { expect, test } from 'vitest'

import { createBasemapProbe, tileAddress } from './basemap-probe.ts'

test('a base map is reachable when it answers with an image from outside or by a name that is allowed, and asked again only after a minute', async () => {
	const requests: string[] = []
	const server = createServer((request, response) => {
		requests.push(request.url ?? '')
		const image = request.url?.startsWith('/good') === true
		response.setHeader('content-type', image ? 'image/png' : 'text/html').end('x')
	})
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve)
	})
	const address = server.address()
	const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
	const house = { allowPrivateHosts: ['127.0.0.1'] }
	const basemap = (id: string) => BasemapConfig.parse({ id, name: id, url: `${origin}/${id}/{z2}/{y}/{x}.png`, attribution: 'x', ...house })
	const inside = BasemapConfig.parse({ id: 'inside', name: 'inside', url: `${origin}/good/{z}/{y}/{x}.png`, attribution: 'x' })
	const gone = BasemapConfig.parse({ id: 'gone', name: 'gone', url: 'http://127.0.0.1:9/{z}/{x}/{y}', attribution: 'x', ...house })
	let clock = 0
	const probe = createBasemapProbe([basemap('good'), basemap('page'), gone, inside], () => clock)
	const wanted = new Map(Object.entries({ good: true, page: false, gone: false, inside: false }))
	expect(await probe.reachable()).toEqual(wanted)
	expect(await probe.reachable()).toEqual(wanted)
	expect(requests.toSorted()).toEqual(['/good/10/330/540.png', '/page/10/330/540.png'])
	clock = 61_000
	await probe.reachable()
	expect(requests).toHaveLength(4)
	server.close()
})

test('a tile address fills in every part of a template', () => {
	expect(tileAddress('https://{s}.tile.example/{z}/{x}/{y}{r}.png')).toBe('https://a.tile.example/10/540/330.png')
})

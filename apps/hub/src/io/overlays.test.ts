import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { OverlayConfig, withOverlayFile } from '@lagebild/config/overlays.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { tileHosts } from './http/policy.ts'
import { createOverlays } from './overlays.ts'

const ANSWERS: Readonly<Record<string, { readonly status: number; readonly type: string; readonly body: string }>> = {
	'/gone': { status: 404, type: 'text/plain', body: 'gone' },
	'/broken': { status: 500, type: 'text/plain', body: 'broken' },
	'/login': { status: 200, type: 'text/html', body: '<html>sign in</html>' },
	'/tile': { status: 200, type: 'image/png', body: 'png' },
	'/lines': { status: 200, type: 'application/json', body: '{"type":"FeatureCollection","features":[]}' },
}

const asked: string[] = []
const server = createServer((request, response) => {
	asked.push(request.url ?? '')
	const { status, type, body } = ANSWERS[(request.url ?? '').split('?')[0] ?? ''] ?? { status: 404, type: 'text/plain', body: '' }
	response.writeHead(status, { 'content-type': type }).end(body)
})
let url = ''

beforeAll(async () => {
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterAll(() => void server.close())

const common = { name: 'x', attribution: 'x', allowPrivateHosts: ['127.0.0.1'] }

function tiles(id: string, at: string): OverlayConfig {
	return OverlayConfig.parse({ ...common, id, type: 'wmts', url: `${url}${at}` })
}

test('of each overlay is said what is wrong with it', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'lagebild-overlays-'))
	writeFileSync(path.join(folder, 'polder.geojson'), '{"type":"FeatureCollection","features":[]}')
	writeFileSync(path.join(folder, 'words.geojson'), 'no lines')
	const file = (id: string, name: string) =>
		withOverlayFile(OverlayConfig.parse({ ...common, id, type: 'geojson', url: `file:${name}` }), folder)
	const wms = OverlayConfig.parse({ ...common, id: 'wms', type: 'wms', url: `${url}/tile?map=a`, layers: 'one,two' })
	const overlays = createOverlays(
		[
			tiles('gone', '/gone'),
			tiles('broken', '/broken'),
			tiles('login', '/login'),
			tiles('tile', '/tile'),
			wms,
			OverlayConfig.parse({ ...common, id: 'lines', type: 'geojson', url: `${url}/lines` }),
			OverlayConfig.parse({ ...common, id: 'page', type: 'geojson', url: `${url}/login` }),
			file('polder', 'polder.geojson'),
			file('words', 'words.geojson'),
			file('missing', 'missing.geojson'),
			OverlayConfig.parse({ ...common, allowPrivateHosts: [], id: 'inside', type: 'wmts', url: `${url}/tile` }),
		],
		() => 0,
	)
	const states = Object.fromEntries((await overlays.states()).map(({ id, fault }) => [id, fault && [fault.code, fault.detail]]))
	expect(states).toMatchObject({
		gone: ['status', '404'],
		broken: ['status', '500'],
		login: ['not-image', 'text/html'],
		tile: undefined,
		wms: undefined,
		lines: undefined,
		page: ['not-geojson', 'text/html'],
		polder: undefined,
		words: ['not-geojson', ''],
		missing: ['no-file', expect.stringContaining('ENOENT')],
		inside: ['unreachable', expect.any(String)],
	})
	expect(asked.find((one) => one.includes('SERVICE=WMS'))).toContain('map=a&SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=one%2Ctwo')
})

test('GeoJSON is handed on from wherever it is, and an overlay of tiles has none', async () => {
	const lines = OverlayConfig.parse({ ...common, id: 'lines', type: 'geojson', url: `${url}/lines` })
	const overlays = createOverlays([lines, tiles('tile', '/tile')], () => 0)
	expect(await overlays.content('lines')).toEqual({ ok: true, value: ANSWERS['/lines']?.body })
	expect(overlays.content('tile')).toBeUndefined()
	expect(overlays.content('unknown')).toBeUndefined()
})

test('a page may ask the hosts of tiles and of WMS', () => {
	expect(tileHosts([tiles('tile', '/tile')])).toEqual([url])
})

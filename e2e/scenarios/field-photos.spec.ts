import { createHash } from 'node:crypto'
import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'

import { entitiesOf, isRecord, recordsIn, uuid7 } from '../api.ts'
import { seriousFindings } from '../axe.ts'
import { complaintsOf, signIn, test } from '../fixtures.ts'
import { systemIn } from '../people.ts'
import { enrol, ground } from '../tablets.ts'
import type { Ground } from '../tablets.ts'

const SHOTS = 'test-results/shots/field-photos'
const OPERATION = 'tablet-foto'
const BASE = 'foto-grundlage'
const GATE = 'facility:fotosensor:tor-9'

test.use({
	viewport: { width: 390, height: 844 },
	geolocation: { latitude: 53.5125, longitude: 9.985, accuracy: 8 },
	permissions: ['geolocation'],
})

/** As a camera makes it: large, and with a place in it. */
async function cameraPhoto(page: Page): Promise<Buffer> {
	const base64 = await page.evaluate(async () => {
		const canvas = new OffscreenCanvas(2_400, 1_800)
		const pen = canvas.getContext('2d')
		if (!pen) throw new Error('nothing to draw with')
		for (let n = 0; n < 4_000; n++) {
			pen.fillStyle = `hsl(${(n * 37) % 360} 60% ${(n * 13) % 90}%)`
			pen.fillRect((n * 97) % 2_400, (n * 61) % 1_800, 90, 70)
		}
		const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })).arrayBuffer())
		return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''))
	})
	const plain = Buffer.from(base64, 'base64')
	const exif = Buffer.from('Exif\0\0MM\0*\0\0\0\x08GPSLatitude 53.5125', 'latin1')
	const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2])
	return Buffer.concat([plain.subarray(0, 2), head, exif, plain.subarray(2)])
}

/** What the base has: a gate that its sensor calls closed. */
async function raise(stack: Parameters<typeof systemIn>[0]): Promise<void> {
	const chief = await systemIn(stack, { name: 'fotochef', role: 'admin', clearance: 'restricted' })
	await chief.post('/api/v1/operations', { id: BASE, name: 'Grundlage', status: 'exercise', base: true })
	const sensor = await systemIn(stack, { name: 'fotosensor', role: 'integrator' })
	const payload = { name: 'Kattwyk 9', type: 'gate', gate: 'closed' }
	const geometry = { type: 'Point', coordinates: [9.986, 53.513] }
	await sensor.post(`/api/v1/operations/${BASE}/events`, { id: uuid7(), kind: 'facility', entity: GATE, op: 'upsert', payload, geometry })
}

async function incidentsOf({ api }: Ground): Promise<readonly Record<string, unknown>[]> {
	return (await entitiesOf(api, OPERATION)).filter(({ kind }) => kind === 'incident')
}

async function photosIn({ api }: Ground, entity: unknown): Promise<readonly Record<string, unknown>[]> {
	const body = await api.get(`/api/v1/operations/${OPERATION}/entities/${encodeURIComponent(String(entity))}/photos`)
	return isRecord(body) ? recordsIn(body['photos']) : []
}

test('a crew reports a gate of a base, and with a photo what it sees without a network; the commander sees the report, then the photo, once', async ({
	page: first,
	context,
	quiet,
	browser,
}) => {
	await raise(quiet)
	const where = await ground(quiet, OPERATION)
	const desk = await browser.newContext({ viewport: { width: 1600, height: 900 }, locale: 'de-DE' })
	const post = await desk.newPage()
	await signIn(post, quiet)
	await post.goto(`${quiet.url}/#/${OPERATION}/lage?selected=${GATE}`)
	const proxy = await startTcpProxy(quiet.port)
	const origin = `http://127.0.0.1:${proxy.port}`
	try {
		const complaints = complaintsOf(first)
		await enrol(first, where, origin, 'Tablet Foto')
		await first.waitForFunction(() => navigator.serviceWorker.controller?.scriptURL.endsWith('/field/service-worker.js') === true)
		await first.getByRole('button', { name: /^Melden/ }).click()
		await first.getByRole('button', { name: 'Tor', exact: true }).click()
		await first.getByRole('button', { name: /Kattwyk 9/ }).click()
		await first.getByRole('button', { name: 'offen', exact: true }).click()
		await first.getByRole('button', { name: /^Melden: Kattwyk 9, offen/ }).click()
		await expect(first.getByText(/Widerspruch mit fotosensor/)).toBeVisible()
		await expect(post.getByText(/widersprechen sich/).first()).toBeVisible()
		await post.screenshot({ path: `${SHOTS}-gate.png` })

		const photo = await cameraPhoto(first)
		proxy.cut()
		await first.getByRole('button', { name: /^Melden/ }).click()
		await first.getByRole('button', { name: 'Wasser', exact: true }).click()
		const camera = first.locator('input[type=file]')
		await camera.setInputFiles({ name: 'brief.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Sehr geehrte Damen und Herren') })
		await expect(first.getByText('Das ist kein Foto, oder es ist beschädigt.')).toBeVisible()
		const film = join(mkdtempSync(join(tmpdir(), 'lagebild-film-')), 'film.jpg')
		writeFileSync(film, '')
		truncateSync(film, 50_000_000)
		await camera.setInputFiles(film)
		await expect(first.getByText(/Die Datei ist zu groß/)).toBeVisible()
		await camera.setInputFiles({ name: 'IMG_4711.jpg', mimeType: 'image/jpeg', buffer: photo })
		await expect(first.getByRole('img', { name: 'Foto 1' })).toBeVisible()
		await first.getByRole('button', { name: 'Mein Standort' }).click()
		await first.getByRole('button', { name: 'Schwer', exact: true }).click()
		await first.getByRole('img', { name: 'Foto 1' }).scrollIntoViewIfNeeded()
		await first.screenshot({ path: `${SHOTS}-report.png` })
		expect(await seriousFindings(first)).toEqual([])
		await first.getByRole('button', { name: /^Melden: Wasser/ }).click()
		await expect(first.getByText('folgt, sobald die Meldung angekommen ist')).toBeVisible()
		await first.close()

		const page = await context.newPage()
		await page.goto(`${origin}/field/`)
		await page
			.getByRole('button', { name: /2 ausstehend/ })
			.first()
			.click()
		await expect(page.getByText('folgt, sobald die Meldung angekommen ist')).toBeVisible()
		await page.screenshot({ path: `${SHOTS}-outbox.png` })
		expect(await incidentsOf(where)).toEqual([])
		proxy.heal()
		await page.evaluate(() => globalThis.dispatchEvent(new Event('online')))
		await expect.poll(async () => (await incidentsOf(where)).length).toBe(1)
		const [incident] = await incidentsOf(where)
		await post.goto(`${quiet.url}/#/${OPERATION}/lage?selected=${String(incident?.['id'])}`)
		await expect(post.getByRole('region', { name: 'Fotos' })).toBeVisible()
		await expect(page.getByText(/angekommen, \d+ kB/)).toBeVisible()
		const thumbnail = post.getByRole('button', { name: /Foto 1: .*vergrößern/ })
		await thumbnail.press('Enter')
		const large = post.getByRole('dialog').getByRole('img', { name: /Foto 1/ })
		await expect(large).toBeVisible()
		await expect.poll(() => large.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth)).toBe(1_600)
		await post.screenshot({ path: `${SHOTS}-large.png` })
		expect(await seriousFindings(post)).toEqual([])
		await post.keyboard.press('Escape')
		expect((await photosIn(where, incident?.['id'])).map(({ there }) => there)).toEqual([true])
		expect(await where.api.text('/metrics')).toContain(`lagebild_photos{operation="${OPERATION}"} 1`)
		await seesOneThatIsLate(post, where)
		expect(complaints.filter((text) => !/ERR_|net::|Failed to load/.test(text))).toEqual([])
	} finally {
		await proxy.close()
		await desk.close()
	}
})

/** A report whose photo has yet to come says so, and shows it when it is there. */
async function seesOneThatIsLate(post: Page, { api }: Ground): Promise<void> {
	const shown = await post.evaluate(async () => {
		const canvas = new OffscreenCanvas(320, 240)
		canvas.getContext('2d')?.fillRect(0, 0, 320, 240)
		return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())]
	})
	const bytes = Buffer.from(shown)
	const sha256 = createHash('sha256').update(bytes).digest('hex')
	const entity = `incident:${OPERATION}:spaet`
	const attachments = { a: { name: 'Deichfuß', mediaType: 'image/png', sha256 } }
	const payload = { title: 'Sickerstelle', category: 'dike-damage', attachments }
	await api.post(`/api/v1/operations/${OPERATION}/events`, { id: uuid7(), kind: 'incident', entity, op: 'upsert', payload })
	await post.evaluate((id) => {
		location.hash = location.hash.replace(/selected=[^&]*/, `selected=${id}`)
	}, entity)
	await expect(post.getByText('Foto fehlt noch')).toBeVisible()
	expect((await api.send(`/api/v1/operations/${OPERATION}/photos?id=${uuid7()}&sha256=${sha256}`, bytes)).status).toBe(201)
	await expect(post.getByRole('button', { name: /Deichfuß: Sickerstelle.*vergrößern/ })).toBeVisible()
}

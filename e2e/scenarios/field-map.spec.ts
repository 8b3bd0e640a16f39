import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { expect } from '@playwright/test'

import { entitiesOf, isRecord, uuid7 } from '../api.ts'
import { seriousFindings } from '../axe.ts'
import { complaintsOf, test } from '../fixtures.ts'
import { enrol, ground } from '../tablets.ts'

const SHOTS = 'test-results/shots/field-map'
const OPERATION = 'tablet-karte'
const GATE = `facility:${OPERATION}:tor-7`

test.use({
	viewport: { width: 390, height: 844 },
	geolocation: { latitude: 53.5125, longitude: 9.985, accuracy: 30 },
	permissions: ['geolocation'],
})

test('a crew finds its way on the map without a network, reports from it, and hands the tablet to the next crew', async ({
	page: first,
	context,
	quiet,
}) => {
	const where = await ground(quiet, OPERATION)
	await where.api.post(`/api/v1/operations/${OPERATION}/events`, [
		{
			id: uuid7(),
			kind: 'facility',
			entity: GATE,
			op: 'upsert',
			payload: { name: 'Klütjenfeld 7', type: 'gate', gate: 'closed' },
			geometry: { type: 'Point', coordinates: [9.986, 53.513] },
		},
		{
			id: uuid7(),
			kind: 'task',
			entity: `task:${OPERATION}:a121`,
			op: 'patch',
			payload: { target: 'Klütjenfeld' },
			geometry: { type: 'Point', coordinates: [9.998, 53.52] },
		},
		{ id: uuid7(), kind: 'unit', entity: where.unit, op: 'patch', payload: { leader: 'Schulz' } },
	])
	const proxy = await startTcpProxy(quiet.port)
	const origin = `http://127.0.0.1:${proxy.port}`
	const sent: string[] = []
	first.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))))
	try {
		const complaints = complaintsOf(first)
		await enrol(first, where, origin, 'Tablet Karte')
		await expect(first.getByRole('img', { name: 'THW' })).toBeVisible()
		await first.waitForFunction(() => navigator.serviceWorker.controller?.scriptURL.endsWith('/field/service-worker.js') === true)
		await first.getByRole('button', { name: 'Karte', exact: true }).click()
		await expect(first.getByText('Notkarte, schematisch, ± 300 m')).toBeVisible()
		await first.getByRole('button', { name: 'Auf mich' }).click()
		await expect(first.getByText(/km Luftlinie|m Luftlinie|1,\d km|\d+ m/).first()).toBeVisible()
		await expect(first.getByRole('link', { name: 'Navigation öffnen' })).toHaveAttribute('href', /^geo:53\.520000,9\.998000/)
		const [sharp, wide] = await first.evaluate(() => {
			const canvas = document.querySelector('canvas')
			return [canvas?.width ?? 0, canvas?.clientWidth ?? 1]
		})
		expect(sharp / wide, 'no more pixels than a tablet needs').toBeLessThanOrEqual(1.5)
		expect(await seriousFindings(first)).toEqual([])
		await first.screenshot({ path: `${SHOTS}-online.png` })

		await first.getByRole('button', { name: 'Gerät', exact: true }).click()
		await first.getByLabel('sparsam').check()
		await expect.poll(() => sent.some((frame) => frame.includes('"scope"') && frame.includes('"everyMs":60000'))).toBe(true)
		await first.getByLabel('normal', { exact: true }).check()

		proxy.cut()
		await first.close()
		const page = await context.newPage()
		await page.goto(`${origin}/field/`)
		await page.getByRole('button', { name: 'Karte', exact: true }).click()
		await expect(page.getByRole('main').getByText(/^Lage von \d\d:\d\d/)).toBeVisible()
		await page.getByRole('button', { name: 'Liste der Umgebung' }).click()
		await page.getByRole('button', { name: /Klütjenfeld 7, .*zu/ }).click()
		await expect(page.getByRole('article', { name: 'Klütjenfeld 7' })).toContainText('Stand')
		await page.screenshot({ path: `${SHOTS}-offline.png` })
		await page.getByRole('button', { name: 'Meldung dazu' }).click()
		await page.getByRole('button', { name: 'offen', exact: true }).click()
		await page.getByRole('button', { name: /^Melden: Klütjenfeld 7, offen/ }).click()
		await expect(page.getByText('Klütjenfeld 7: offen')).toBeVisible()

		await page.getByRole('button', { name: 'Einheit', exact: true }).click()
		await page.getByRole('button', { name: 'An andere Besatzung übergeben' }).click()
		await expect(page.getByText(/Eine Aussage ist noch nicht angekommen/)).toBeVisible()
		await page.getByLabel('Wer führt jetzt').fill('Yilmaz')
		await page.getByRole('button', { name: 'Übernehmen' }).click()
		await expect(page.getByRole('region', { name: 'Gerät übergeben' })).toContainText(/Yilmaz, übernommen \d\d:\d\d/)
		expect(await seriousFindings(page)).toEqual([])
		await page.screenshot({ path: `${SHOTS}-crew.png` })
		await page
			.getByRole('button', { name: /ausstehend/ })
			.first()
			.click()
		await expect(page.getByText(/^Besatzung Schulz, bis/)).toHaveCount(1)
		proxy.heal()
		await page.evaluate(() => globalThis.dispatchEvent(new Event('online')))
		await expect(page.getByText(/bestätigt, Eintrag|Eintrag \d+/)).toHaveCount(3, { timeout: 20_000 })
		const entities = await entitiesOf(where.api, OPERATION)
		const unit = entities.find(({ id }) => id === where.unit)
		expect(isRecord(unit?.['fields']) && unit['fields']['leader']).toBe('Yilmaz')
		const message = entities.find(({ kind }) => kind === 'message')
		expect(JSON.stringify(message)).toContain('Gerät übernommen von Yilmaz (bisher Schulz), Stärke 1/3/17/21.')
		expect(complaints.filter((text) => !/ERR_|net::|Failed to load/.test(text))).toEqual([])
	} finally {
		await proxy.close()
	}
})

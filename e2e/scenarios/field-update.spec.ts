import { expect } from '@playwright/test'

import { heardFromTablets, reportWater, sayStatus, sendNow, workerIsHere } from '../field/crew.ts'
import { startPageServer } from '../field/newer-page.ts'
import { test } from '../fixtures.ts'
import { enrol, ground } from '../tablets.ts'

test.use({
	viewport: { width: 390, height: 844 },
	geolocation: { latitude: 53.5125, longitude: 9.985, accuracy: 8 },
	permissions: ['geolocation'],
})

test('a newer page comes while reports wait: it asks, waits for the crew, and nothing of it is lost', async ({ page, quiet }) => {
	const where = await ground(quiet, 'tablet-neuer')
	const server = await startPageServer(quiet.port)
	try {
		await enrol(page, where, `http://127.0.0.1:${server.port}`, 'Tablet neuer')
		await workerIsHere(page)
		server.cut()
		await sayStatus(page, 6)
		await reportWater(page, 'Vor der neuen Fassung')
		await page.getByRole('button', { name: /^Melden/ }).click()
		await page.getByRole('button', { name: 'Sperrung', exact: true }).click()
		await page.evaluate(() => {
			document.title = 'dieselbe Seite'
		})
		server.release()
		await page.evaluate(async () => {
			await (await navigator.serviceWorker.ready).update()
		})
		await expect(page.getByText('Eine neue Fassung dieser Seite liegt bereit.')).toBeVisible()
		expect(await page.title(), 'nothing is reloaded by itself').toBe('dieselbe Seite')
		await page.getByRole('button', { name: 'Neue Fassung öffnen' }).click()
		await expect.poll(() => page.title()).toBe('Lagebild Tablet')
		await expect(page.getByRole('button', { name: /2 ausstehend/ }).first()).toBeVisible()
		await page.getByRole('button', { name: /^Melden/ }).click()
		await expect(page.getByText('gesperrt', { exact: true }), 'the begun report is still there').toBeVisible()
		server.heal()
		await sendNow(page)
		await expect.poll(async () => (await heardFromTablets(where)).map(({ what }) => what)).toEqual(['6', 'Vor der neuen Fassung'])
	} finally {
		await server.close()
	}
})

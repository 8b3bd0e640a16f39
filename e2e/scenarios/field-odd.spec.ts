import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'

import { entitiesOf, uuid7 } from '../api.ts'
import { heardFromTablets, photoOf, photosOf, reportWater, sayStatus, sendNow } from '../field/crew.ts'
import { reportOf, sayElsewhere } from '../field/queue.ts'
import { test } from '../fixtures.ts'
import { enrol, ground } from '../tablets.ts'

const HERE = { latitude: 53.5125, longitude: 9.985, accuracy: 8 }

test.use({ viewport: { width: 390, height: 844 }, geolocation: HERE, permissions: ['geolocation'] })

async function gpsOf(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Gerät', exact: true }).click()
	await page.getByRole('radio', { name: /^teilen/ }).check({ force: true })
}

test('a tablet is retired while twenty reports wait, one of them with a photo: it hands all over, in their order', async ({
	page,
	quiet,
}) => {
	const where = await ground(quiet, 'tablet-zwanzig')
	const proxy = await startTcpProxy(quiet.port)
	try {
		const device = await enrol(page, where, `http://127.0.0.1:${proxy.port}`, 'Tablet zwanzig')
		const photo = await photoOf(page, 480)
		proxy.cut()
		const words = Array.from({ length: 20 }, (_, n) => `Meldung ${n + 1}`)
		const said = words.map((text, n) => reportOf(device, text, n === 3 ? { photo } : {}))
		await sayElsewhere(page, where.operation, said)
		await expect(page.getByRole('button', { name: /21 ausstehend/ }).first()).toBeVisible()
		await where.api.post(`/api/v1/devices/${device}/revoke`, { how: 'retired' })
		proxy.heal()
		await sendNow(page)
		await expect(page.getByText('20 Meldungen übergeben, sie stehen ungeprüft im Einsatz.')).toBeVisible()
		expect((await heardFromTablets(where)).map(({ what }) => what)).toEqual(words)
		const reports = (await entitiesOf(where.api, where.operation)).filter(({ kind }) => kind === 'incident')
		expect(new Set(reports.map(({ confidence }) => confidence))).toEqual(new Set(['unverified']))
	} finally {
		await proxy.close()
	}
})

test('an order is taken back while its crew is on the way without a network: the crew sees the conflict, and says that it knows', async ({
	page,
	quiet,
}) => {
	const where = await ground(quiet, 'tablet-zurueck')
	const proxy = await startTcpProxy(quiet.port)
	const task = `task:${where.operation}:a121`
	try {
		await enrol(page, where, `http://127.0.0.1:${proxy.port}`, 'Tablet zurück')
		await page.getByRole('button', { name: 'Annehmen und losfahren (3)' }).click()
		await expect.poll(async () => (await heardFromTablets(where)).length).toBe(3)
		proxy.cut()
		await page.getByRole('button', { name: 'Angekommen (4)' }).click()
		await expect(page.getByRole('button', { name: /2 ausstehend/ }).first()).toBeVisible()
		const command = { version: 1, state: 'withdrawn' }
		const taken = { id: uuid7(), kind: 'task', entity: task, op: 'patch', payload: { command } }
		expect((await where.api.post(`/api/v1/operations/${where.operation}/events`, taken)).status).toBe(201)
		proxy.heal()
		await sendNow(page)
		await expect(page.getByText('Zurückgenommen, während er ausgeführt wurde')).toBeVisible()
		await page.getByRole('button', { name: 'Rücknahme verstanden' }).click()
		await expect(page.getByText('Zurückgenommen, während er ausgeführt wurde')).toBeHidden()
		await expect.poll(async () => (await heardFromTablets(where)).length).toBe(6)
	} finally {
		await proxy.close()
	}
})

test('the clock of a tablet is hours ahead, and is set back in the middle of the shift: what is said stands at its true time', async ({
	page,
	quiet,
}) => {
	const where = await ground(quiet, 'tablet-uhr')
	const proxy = await startTcpProxy(quiet.port)
	await page.addInitScript(() => {
		const [now, Real] = [Date.now, Date]
		Object.assign(globalThis, { clockError: 3 * 3_600_000 })
		const read = (): number => now() + Number(Reflect.get(globalThis, 'clockError'))
		globalThis.Date = new Proxy(Real, {
			construct: (target, [value]: readonly (number | string | undefined)[]) => new target(value ?? read()),
			get: (target, key): unknown => (key === 'now' ? read : Reflect.get(target, key)),
		})
	})
	try {
		await enrol(page, where, `http://127.0.0.1:${proxy.port}`, 'Tablet Uhr')
		await expect(page.getByRole('button', { name: /^Live/ })).toBeVisible()
		const moments = [Date.now()]
		await sayStatus(page, 6)
		await expect.poll(async () => (await heardFromTablets(where)).length).toBe(1)
		proxy.cut()
		await page.evaluate(() => Object.assign(globalThis, { clockError: -2 * 3_600_000 }))
		moments.push(Date.now())
		await sayStatus(page, 2)
		await expect(page.getByRole('button', { name: /1 ausstehend/ }).first()).toBeVisible()
		await page.reload()
		await expect(page.getByRole('button', { name: /1 ausstehend/ }).first()).toBeVisible()
		proxy.heal()
		await sendNow(page)
		await expect.poll(async () => (await heardFromTablets(where)).map(({ what }) => what)).toEqual(['6', '2'])
		for (const [index, { effective }] of (await heardFromTablets(where)).entries())
			expect(Math.abs(effective - (moments[index] ?? 0)), 'the true time').toBeLessThan(3_000)
	} finally {
		await proxy.close()
	}
})

test('no place is made up: a receiver that is locked, without a fix or jumping says so, and a report goes by its grid', async ({
	page,
	context,
	quiet,
}) => {
	const where = await ground(quiet, 'tablet-ort')
	await context.setGeolocation({ latitude: 0, longitude: 0, accuracy: 5 })
	await enrol(page, where, quiet.url, 'Tablet Ort')
	await gpsOf(page)
	await expect(page.getByText('Kein GPS-Empfang').first()).toBeVisible()
	await context.setGeolocation(HERE)
	await expect(page.getByText(/GPS ± 8 m/).first()).toBeVisible()
	const told = async () => JSON.stringify((await entitiesOf(where.api, where.operation)).find(({ id }) => id === where.unit))
	await expect.poll(told).toContain('53.51')
	await context.setGeolocation({ latitude: 48.137, longitude: 11.575, accuracy: 5 })
	await expect(page.getByText('GPS springt').first()).toBeVisible()
	expect(await told()).not.toContain('48.13')

	await context.clearPermissions()
	await page.reload()
	await expect(page.getByText('Standort gesperrt').first()).toBeVisible()
	await page.getByRole('button', { name: /^Melden/ }).click()
	await page.getByRole('button', { name: 'Wasser', exact: true }).click()
	await page.getByRole('button', { name: 'Koordinate' }).click()
	await page.getByRole('textbox', { name: 'Koordinate' }).fill('32U NE 657 339')
	await page.getByRole('button', { name: 'Ort übernehmen' }).click()
	await page.getByRole('button', { name: 'Schwer', exact: true }).click()
	await page.getByRole('button', { name: /^Melden: Wasser/ }).click()
	await expect.poll(async () => (await entitiesOf(where.api, where.operation)).filter(({ kind }) => kind === 'incident').length).toBe(1)
})

test('a tablet without room keeps what it says until it is sent, says that it would be lost with the page, and reports without the photo', async ({
	page,
	quiet,
}) => {
	const where = await ground(quiet, 'tablet-voll')
	await enrol(page, where, quiet.url, 'Tablet voll')
	await expect(page.getByRole('button', { name: /^Live/ })).toBeVisible()
	const photo = await photoOf(page, 640)
	/** As a browser does whose disk is full. */
	await page.evaluate(() => {
		const full = (): never => {
			throw new DOMException('', 'QuotaExceededError')
		}
		Object.assign(IDBObjectStore.prototype, { add: full, put: full })
	})
	await page.getByRole('button', { name: /^Melden/ }).click()
	await page.getByRole('button', { name: 'Wasser', exact: true }).click()
	await page.locator('input[type=file]').setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: photo })
	await expect(page.getByText(/kein Platz für das Foto/)).toBeVisible()
	await page.getByRole('button', { name: /^Aufträge/ }).click()
	await reportWater(page, 'Ohne Foto')
	await expect.poll(async () => (await heardFromTablets(where)).map(({ what }) => what)).toEqual(['Ohne Foto'])
	expect(await photosOf(where)).toEqual([])
})

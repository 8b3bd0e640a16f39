import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'

import { entitiesOf, recordsIn, uuid7 } from '../api.ts'
import { complaintsOf, signIn, test } from '../fixtures.ts'
import { enrol, ground, invite, say } from '../tablets.ts'

const SHOTS = 'test-results/shots/field'

/** Names of the databases and caches of the tablet's page. */
async function keptBy(page: Page): Promise<readonly string[]> {
	return page.evaluate(async () => {
		const databases = (await indexedDB.databases()).map(({ name }) => name ?? '')
		return [...databases, ...(await caches.keys())].filter((name) => name.startsWith('lagebild-field'))
	})
}

test.use({ viewport: { width: 1280, height: 800 } })

test('a tablet is enrolled by a typed code, follows its unit, opens without the hub, and loses everything when it is lost', async ({
	page,
	quiet,
}) => {
	const where = await ground(quiet, 'tablet-eins')
	const proxy = await startTcpProxy(quiet.port)
	const origin = `http://127.0.0.1:${proxy.port}`
	try {
		const complaints = complaintsOf(page)
		await page.goto(`${origin}/field`)
		expect(page.url()).toBe(`${origin}/field/`)
		const code = await invite(where)
		await page.getByLabel('Code').fill(`${code.slice(0, 5).toLowerCase()}-${code.slice(5)}`)
		await page.getByLabel('Name des Geräts').fill('Tablet eins')
		await page.getByRole('button', { name: 'Gerät anmelden' }).click()
		await expect(page.getByRole('heading', { name: 'Heros Eimsbüttel 32/10' })).toBeVisible()
		await expect(page.getByText('EA 2 Hafen Mitte').first()).toBeVisible()
		await expect(page.getByText('Tor Klütjenfeld 7 von Hand schließen')).toBeVisible()
		await expect(page.getByRole('button', { name: /^Live/ })).toBeVisible()
		await say(where, { fms: 3 })
		await expect(page.getByText('Anfahrt').first()).toBeVisible()

		await page.getByRole('button', { name: 'Gerät', exact: true }).click()
		await expect(page.getByText('Tablet eins')).toBeVisible()
		await expect(page.getByText('Sturmflut Elbe')).toBeVisible()
		await expect(page.getByText(/\d\d:\d\d von tablet-eins/)).toBeVisible()
		await page.getByRole('button', { name: /Aufträge/ }).click()
		for (const [name, width, height] of [
			['tablet', 1280, 800],
			['phone', 390, 844],
			['small', 320, 640],
		] as const) {
			await page.setViewportSize({ width, height })
			await page.screenshot({ path: `${SHOTS}-${name}.png` })
			expect(await page.evaluate(() => document.documentElement.scrollWidth), `nothing scrolls sideways at ${width}`).toBeLessThanOrEqual(
				width,
			)
		}
		expect(complaints, 'no console error and no violation of the content policy').toEqual([])

		await page.waitForFunction(() => navigator.serviceWorker.controller?.scriptURL.endsWith('/field/service-worker.js') === true)
		/** The command post's worker clears what it takes for its own old caches: not this one. */
		const post = await page.context().newPage()
		await signIn(post, quiet, origin)
		await post.evaluate(async () => {
			await navigator.serviceWorker.ready
		})
		await post.close()
		proxy.cut()
		await page.reload()
		await expect(page.getByRole('heading', { name: 'Heros Eimsbüttel 32/10' })).toBeVisible()
		await expect(page.getByText('Anfahrt').first()).toBeVisible()
		await expect(page.getByText(/Offline seit \d\d:\d\d|Stand \d\d:\d\d:\d\d/).first()).toBeVisible()
		await expect(page.getByRole('button', { name: /^Live/ })).toBeHidden()
		proxy.heal()
		await expect(page.getByRole('button', { name: /^Live/ })).toBeVisible({ timeout: 30_000 })

		const device = recordsIn(await where.api.get('/api/v1/devices')).find((one) => one['name'] === 'Tablet eins')
		const begun = performance.now()
		await where.api.post(`/api/v1/devices/${String(device?.['id'])}/revoke`, { how: 'lost' })
		await expect(page.getByRole('heading', { name: 'Als verloren gemeldet, alles gelöscht' })).toBeVisible()
		await expect.poll(() => keptBy(page), { intervals: [50] }).toEqual([])
		expect(performance.now() - begun, 'from the click to the empty disk').toBeLessThan(1_000)
		await expect(page.getByText('Klütjenfeld')).toBeHidden()
		await page.screenshot({ path: `${SHOTS}-lost.png` })
		await page.reload()
		await expect(page.getByRole('heading', { name: 'Als verloren gemeldet, alles gelöscht' })).toBeVisible()
	} finally {
		await proxy.close()
	}
})

test('a retired tablet hands over what it had not sent, and its neighbour goes on', async ({ page, quiet, context }) => {
	const where = await ground(quiet, 'tablet-zwei')
	const device = await enrol(page, where, quiet.url, 'Tablet zwei')
	const neighbour = await context.browser()?.newContext({ locale: 'en-GB', colorScheme: 'light' })
	const other = await neighbour?.newPage()
	if (!other) throw new Error('no second browser')
	await other.goto(`${quiet.url}/field/#anmelden/${await invite(where)}`)
	await other.getByLabel('Name of the device').fill('Tablet three')
	await other.getByRole('button', { name: 'Enrol device' }).click()
	await expect(other.getByText('Tor Klütjenfeld 7 von Hand schließen')).toBeVisible()

	const report = {
		id: uuid7(),
		kind: 'incident',
		entity: `incident:tablet-${device}:deich`,
		op: 'upsert',
		payload: { title: 'Deich sickert', category: 'flooding' },
	}
	/** What a hub has accepted is not handed over a second time. */
	const arrived = { ...report, id: uuid7(), entity: `incident:tablet-${device}:angekommen` }
	/** As the outbox of this page holds it. */
	await page.evaluate(
		(items) =>
			new Promise<void>((resolve) => {
				const opening = indexedDB.open('lagebild-field')
				opening.addEventListener('success', () => {
					const transaction = opening.result.transaction('outbox', 'readwrite')
					for (const item of items)
						transaction.objectStore('outbox').add({ operation: 'tablet-zwei', at: Date.now(), tried: true, ...item })
					transaction.addEventListener('complete', () => {
						opening.result.close()
						resolve()
					})
				})
			}),
		[
			{ state: 'waiting', event: report },
			{
				state: 'waiting',
				event: { ...report, id: uuid7(), entity: 'incident:somebody:else', payload: { ...report.payload, title: 'Fremde Meldung' } },
			},
			{ state: 'confirmed', event: arrived },
		],
	)
	await where.api.post(`/api/v1/devices/${device}/revoke`, { how: 'retired' })
	await expect(page.getByRole('heading', { name: 'Gerät außer Dienst' })).toBeVisible()
	await expect(page.getByText('Eine Meldung übergeben, sie steht ungeprüft im Einsatz.')).toBeVisible()
	await expect(page.getByText(/Fremde Meldung/)).toBeVisible()
	expect(await keptBy(page)).toEqual(['lagebild-field', expect.stringContaining('lagebild-field-shell')])
	const entities = await entitiesOf(where.api, where.operation)
	expect(entities.find(({ id }) => id === report.entity)).toMatchObject({ confidence: 'unverified' })
	expect(entities.find(({ id }) => id === arrived.entity)).toBeUndefined()

	await say(where, { fms: 4 })
	await expect(other.getByText('on scene').first()).toBeVisible()
	await neighbour?.close()
})

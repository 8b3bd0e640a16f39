import type { Stack } from '@lagebild/testing/stack.ts'
import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'

import { entitiesOf, isRecord, recordsIn, uuid7 } from '../api.ts'
import type { Api } from '../api.ts'
import { complaintsOf, signIn, test } from '../fixtures.ts'
import { systemIn } from '../people.ts'

const SHOTS = 'test-results/shots/field'

type Ground = { readonly api: Api; readonly operation: string; readonly unit: string }

/** A unit and an order for it, in an operation of its own. */
async function ground(stack: Stack, operation: string): Promise<Ground> {
	const api = await systemIn(stack, { name: operation, role: 'admin', clearance: 'restricted' })
	await api.post('/api/v1/operations', { id: operation, name: 'Sturmflut Elbe', status: 'exercise' })
	const [unit, section] = [`unit:${operation}:heros-32-10`, `section:${operation}:ea2`]
	const said = await api.post(`/api/v1/operations/${operation}/events`, [
		{ id: uuid7(), kind: 'section', entity: section, op: 'upsert', payload: { name: 'Hafen Mitte', number: 'EA 2' } },
		{
			id: uuid7(),
			kind: 'unit',
			entity: unit,
			op: 'upsert',
			payload: { callsign: 'Heros Eimsbüttel 32/10', organisation: 'thw', strength: '1/3/17/21', fms: 1 },
			links: [{ rel: 'assigned-to', to: section }],
		},
		{
			id: uuid7(),
			kind: 'task',
			entity: `task:${operation}:a121`,
			op: 'upsert',
			payload: {
				number: '121',
				order: 'Tor Klütjenfeld 7 von Hand schließen',
				priority: 'sofort',
				command: { version: 1, state: 'issued' },
			},
			links: [{ rel: 'assigned-to', to: unit }],
		},
	])
	expect(JSON.stringify(said.body)).not.toContain('"fault"')
	return { api, operation, unit }
}

async function invite({ api, operation, unit }: Ground): Promise<string> {
	const { body } = await api.post('/api/v1/devices/enrolments', { unit, operation, name: 'Tablet' })
	return isRecord(body) ? String(body['code']) : ''
}

async function say({ api, operation, unit }: Ground, payload: Record<string, unknown>): Promise<void> {
	await api.post(`/api/v1/operations/${operation}/events`, { id: uuid7(), kind: 'unit', entity: unit, op: 'patch', payload })
}

async function enrol(page: Page, where: Ground, origin: string, name: string): Promise<string> {
	await page.goto(`${origin}/field/#anmelden/${await invite(where)}`)
	await page.getByLabel('Name des Geräts').fill(name)
	await page.keyboard.press('Enter')
	await expect(page.getByRole('heading', { name: 'Heros Eimsbüttel 32/10' })).toBeVisible()
	expect(new URL(page.url()).hash, 'the code stays in no address').toBe('')
	const device = recordsIn(await where.api.get('/api/v1/devices')).find((one) => one['name'] === name)
	return String(device?.['id'])
}

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
		await expect(page.getByText(/Stand \d\d:\d\d:\d\d/).first()).toBeVisible()
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
	/** As the outbox of this page holds it. */
	await page.evaluate(
		(events) =>
			new Promise<void>((resolve) => {
				const opening = indexedDB.open('lagebild-field')
				opening.addEventListener('success', () => {
					const transaction = opening.result.transaction('outbox', 'readwrite')
					for (const event of events) transaction.objectStore('outbox').add({ event })
					transaction.addEventListener('complete', () => {
						opening.result.close()
						resolve()
					})
				})
			}),
		[report, { ...report, id: uuid7(), entity: 'incident:somebody:else', payload: { title: 'Fremde Meldung', category: 'flooding' } }],
	)
	await where.api.post(`/api/v1/devices/${device}/revoke`, { how: 'retired' })
	await expect(page.getByRole('heading', { name: 'Gerät außer Dienst' })).toBeVisible()
	await expect(page.getByText('Eine Meldung übergeben, sie steht ungeprüft im Einsatz.')).toBeVisible()
	await expect(page.getByText(/Fremde Meldung/)).toBeVisible()
	expect(await keptBy(page)).toEqual(['lagebild-field', expect.stringContaining('lagebild-field-shell')])
	const entity = (await entitiesOf(where.api, where.operation)).find(({ id }) => id === report.entity)
	expect(entity).toMatchObject({ confidence: 'unverified' })

	await say(where, { fms: 4 })
	await expect(other.getByText('on scene').first()).toBeVisible()
	await neighbour?.close()
})

import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'

import { entitiesOf, isRecord, uuid7 } from '../api.ts'
import { seriousFindings } from '../axe.ts'
import { complaintsOf, signIn, test } from '../fixtures.ts'
import { systemIn } from '../people.ts'
import { enrol, ground } from '../tablets.ts'
import type { Ground } from '../tablets.ts'

const SHOTS = 'test-results/shots/field-says'
const OPERATION = 'tablet-sagt'
const GATE = 'facility:torsensor:tor-7'

test.use({
	viewport: { width: 390, height: 844 },
	geolocation: { latitude: 53.5125, longitude: 9.985, accuracy: 8 },
	permissions: ['geolocation'],
})

type Said = { readonly fms: unknown; readonly effective: number }

/** Every status that the tablet said, in the order of the journal. */
async function statusesOf({ api, unit }: Ground): Promise<readonly Said[]> {
	const journal = await api.text(`/api/v1/operations/${OPERATION}/journal`)
	return journal
		.trim()
		.split('\n')
		.flatMap((line) => {
			const entry: unknown = JSON.parse(line)
			const event = isRecord(entry) && isRecord(entry['event']) ? entry['event'] : {}
			const { author, payload, entity, effective } = event
			const isOwn = entity === unit && isRecord(author) && String(author['credential']).startsWith('device-')
			return isOwn && isRecord(payload) && 'fms' in payload ? [{ fms: payload['fms'], effective: Number(effective) }] : []
		})
}

async function fieldOf({ api }: Ground, entity: string, field: string): Promise<unknown> {
	const found = (await entitiesOf(api, OPERATION)).find(({ id }) => id === entity)
	return found && isRecord(found['fields']) ? found['fields'][field] : undefined
}

async function isClean(page: Page): Promise<void> {
	expect(await seriousFindings(page)).toEqual([])
	const width = page.viewportSize()?.width ?? 0
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
}

test('a crew says its status without a network, finishes its order and contradicts a sensor, and the commander sees it', async ({
	page: first,
	context,
	quiet,
	browser,
}) => {
	const where = await ground(quiet, OPERATION)
	const sensor = await systemIn(quiet, { name: 'torsensor', role: 'integrator' })
	await sensor.post(`/api/v1/operations/${OPERATION}/events`, {
		id: uuid7(),
		kind: 'facility',
		entity: GATE,
		op: 'upsert',
		payload: { name: 'Klütjenfeld 7', type: 'gate', gate: 'closed' },
		geometry: { type: 'Point', coordinates: [9.986, 53.513] },
	})
	const desk = await browser.newContext({ viewport: { width: 1600, height: 900 }, locale: 'de-DE' })
	const post = await desk.newPage()
	await signIn(post, quiet)
	await post.goto(`${quiet.url}/#/${OPERATION}/lage?selected=${where.unit}`)
	const proxy = await startTcpProxy(quiet.port)
	const origin = `http://127.0.0.1:${proxy.port}`
	try {
		const complaints = complaintsOf(first)
		await enrol(first, where, origin, 'Tablet sagt')
		await expect(first.getByText('Klütjenfeld 7 von Hand')).toBeVisible()
		await first.screenshot({ path: `${SHOTS}-order.png` })
		await isClean(first)
		await first.waitForFunction(() => navigator.serviceWorker.controller?.scriptURL.endsWith('/field/service-worker.js') === true)

		proxy.cut()
		const begun = Date.now()
		const status = first.getByRole('group', { name: 'Status melden' })
		await status.getByRole('button', { name: /^6/ }).click()
		await status.getByRole('button', { name: /^2/ }).click()
		const ended = Date.now()
		await expect(first.getByRole('button', { name: '2 ausstehend', exact: true })).toBeVisible()
		await first.close()
		const page = await context.newPage()
		await page.goto(`${origin}/field/`)
		await page
			.getByRole('button', { name: /2 ausstehend/ })
			.first()
			.click()
		await expect(page.getByRole('region', { name: 'Wartet auf Netz' })).toContainText('Status 6, nicht bereit')
		await page.screenshot({ path: `${SHOTS}-outbox.png` })
		await isClean(page)
		proxy.heal()
		await page.evaluate(() => globalThis.dispatchEvent(new Event('online')))
		await page
			.getByRole('button', { name: 'Jetzt senden' })
			.click({ timeout: 2_000 })
			.catch(() => undefined)
		await expect(page.getByText(/bestätigt, Eintrag \d+/)).toHaveCount(2, { timeout: 30_000 })
		await expect(post.getByText(/auf Wache/).first()).toBeVisible()
		const said = await statusesOf(where)
		expect(said.map(({ fms }) => fms)).toEqual([6, 2])
		for (const { effective } of said) expect(effective >= begun - 100 && effective <= ended + 100, 'the true time').toBe(true)

		await page.getByRole('button', { name: /^Aufträge/ }).click()
		await page.getByRole('button', { name: 'Annehmen und losfahren (3)' }).click()
		await page.getByRole('button', { name: 'Angekommen (4)' }).click()
		await page.getByRole('button', { name: 'Vollzug melden' }).click()
		await page.getByLabel('Bemerkung').fill('Tor klemmt, bleibt offen')
		await page.getByRole('button', { name: 'Vollzug melden' }).click()
		await expect(page.getByText('vollzogen').first()).toBeVisible()
		await expect
			.poll(() => fieldOf(where, `task:${OPERATION}:a121`, 'execution'))
			.toEqual({ answers: 1, state: 'done', reason: 'Tor klemmt, bleibt offen' })
		expect(await fieldOf(where, where.unit, 'fms')).toBe(4)

		await post.goto(`${quiet.url}/#/${OPERATION}/lage?selected=${GATE}`)
		await page.getByRole('button', { name: /^Melden/ }).click()
		await page.getByRole('button', { name: 'Tor', exact: true }).click()
		await page.getByRole('button', { name: /Klütjenfeld 7/ }).click()
		await page.getByRole('button', { name: 'offen', exact: true }).click()
		await page.screenshot({ path: `${SHOTS}-report.png` })
		await isClean(page)
		await page.getByRole('button', { name: /^Melden: Klütjenfeld 7, offen/ }).click()
		await expect(page.getByText(/Widerspruch mit torsensor/)).toBeVisible()
		await expect(post.getByText(/widersprechen sich/).first()).toBeVisible()
		await post.screenshot({ path: `${SHOTS}-post.png` })
		expect(complaints.filter((text) => !/ERR_|net::|Failed to load/.test(text))).toEqual([])
	} finally {
		await proxy.close()
		await desk.close()
	}
})

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

import { apiOf, entitiesOf, isRecord, uuid7 } from '../api.ts'
import { complaintsOf, signIn, test } from '../fixtures.ts'

const SHOTS = 'test-results/shots'
const OPERATION = 'stabsstunde'

async function seriousFindings(page: Page, within: string): Promise<readonly string[]> {
	const { violations } = await new AxeBuilder({ page }).include(within).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
	return violations
		.filter(({ impact }) => impact === 'serious' || impact === 'critical')
		.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

function report(native: string, text: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
	const payload = {
		type: 'report',
		text,
		priority: 'sofort',
		from: 'Florian Hamburg 11/1',
		direction: 'in',
		channel: 'Funk',
		to: ['Lagezentrum'],
	}
	return { id: uuid7(), kind: 'message', entity: `message:leitstelle-etb:${native}`, op: 'upsert', payload, ...more }
}

type Fields = Readonly<Record<string, unknown>>

async function rowOf(api: ReturnType<typeof apiOf>, find: (fields: Fields) => boolean): Promise<Record<string, unknown>> {
	const rows = await entitiesOf(api, OPERATION, '?bases=false')
	return rows.find(({ fields }) => isRecord(fields) && find(fields)) ?? {}
}

async function enter(page: Page, text: string): Promise<void> {
	await page.getByLabel('Darstellung der Ereignisse').fill(text)
	await page.getByRole('button', { name: 'Eintragen' }).click()
	await expect(page.getByLabel('Darstellung der Ereignisse')).toBeHidden()
}

test('the hour of S2: an urgent message is sorted, signed and entered, corrected, found and printed', async ({ page, quiet }) => {
	const admin = apiOf(quiet.url, quiet.key(['--name', 'verwaltung-etb', '--role', 'admin']))
	const api = apiOf(quiet.url, quiet.key(['--name', 'leitstelle-etb', '--role', 'integrator']))
	await admin.post('/api/v1/operations', { id: OPERATION, name: 'Sturmflut Stab', status: 'exercise' })
	const place = { geometry: { type: 'Point', coordinates: [10.012, 53.512] } }
	const said = await api.post(`/api/v1/operations/${OPERATION}/events`, [
		report('m1', 'Deich bei km 12,4 wird durchweicht, 200 Sandsäcke nötig', place),
		report('m2', 'Wasser auf der Straße am Deich', { ...place, confidence: 'unverified' }),
		report('m3', 'Deich weicht auf, bitte kommen', { ...place, confidence: 'unverified' }),
	])
	expect(said.status, JSON.stringify(said.body)).toBe(207)
	const complaints = complaintsOf(page)
	await signIn(page, quiet)
	await page.goto(`${quiet.url}/#/${OPERATION}/meldungen`)

	// Sorted and signed.
	await page.getByRole('button', { name: /Deich bei km 12,4/ }).click()
	const pane = page.getByRole('complementary', { name: /Meldung|^E \d/ })
	await pane.getByText('S2', { exact: true }).click()
	await pane.getByRole('button', { name: 'Zur Kenntnis als S2' }).click()
	await expect(pane.getByText(/^gelesen: .+, \d{6}[a-z]{3}\d{2}$/)).toBeVisible()
	await expect(pane.getByRole('heading', { name: 'E 1' })).toBeVisible()
	await page.screenshot({ path: `${SHOTS}/meldungen.png` })
	expect(await seriousFindings(page, '[data-page="meldungen"]')).toEqual([])

	// What nobody vouches for: judged, and an incident made of it where it lies.
	await page.getByRole('radio', { name: /Ungeprüft 2/ }).click()
	await page.getByRole('button', { name: /Wasser auf der Straße/ }).click()
	await page.getByRole('button', { name: 'Ist dasselbe' }).first().click()
	await expect(pane.getByText('dasselbe', { exact: true })).toBeVisible()
	await page.getByRole('button', { name: 'Schadenstelle anlegen' }).click()
	await page.getByRole('dialog').getByRole('button', { name: 'Anlegen' }).click()
	await expect(page.getByRole('dialog')).toBeHidden()
	await expect
		.poll(async () => (await rowOf(api, ({ title }) => title === 'Wasser auf der Straße am Deich'))['geometry'])
		.toEqual(place.geometry)

	// The message is entered, and a measure follows from the entry.
	await page.getByRole('radio', { name: /^Alle/ }).click()
	await page
		.getByRole('list', { name: 'Meldungen' })
		.getByRole('button', { name: /Deich bei km 12,4/ })
		.click()
	await pane.getByRole('button', { name: 'In das Tagebuch' }).click()
	await page.reload()
	await expect(page.getByLabel('Darstellung der Ereignisse')).toHaveValue(/Meldung von Florian Hamburg 11\/1: Deich bei km 12,4/)
	await page.getByRole('button', { name: 'Eintragen' }).click()
	const entries = page.getByRole('list', { name: 'Einsatztagebuch' })
	await expect(entries.getByRole('button', { name: /^1 /, exact: false })).toContainText('Deich bei km 12,4')
	await page.getByRole('button', { name: 'Eintrag schreiben' }).click()
	await page.getByRole('radio', { name: 'Befehl, Maßnahme' }).click()
	await page.getByLabel('Folgt aus').selectOption({ label: await optionWith(page, 'Nr. 1') })
	await page.getByLabel('Ereigniszeit').fill('00:00')
	await enter(page, 'FGr Deich zum Deich-km 12,4')
	await expect(entries.getByRole('button', { name: /^2 / })).toContainText('geschrieben')

	// Put right by a new entry; the old one stays.
	await entries.getByRole('button', { name: /^2 / }).click()
	await page.getByRole('button', { name: 'Berichtigen', exact: true }).click()
	await enter(page, 'FGr Deich zum Deich-km 12,6, nicht 12,4')
	await expect(entries.getByRole('button', { name: /^2 / })).toContainText('berichtigt durch Nr. 3')
	await expect(entries.getByRole('button', { name: /^3 / })).toContainText('berichtigt Nr. 2')
	const measure = page.getByRole('complementary', { name: 'Einsatztagebuch, Nr. 2' })
	await expect(measure.getByRole('list', { name: 'Kette' }).getByRole('button')).toHaveText([/^E 1/, /^Nr\. 1/, /^Nr\. 2/])
	await expect(measure.getByText(/Journal \d+/)).toBeVisible()
	await page.screenshot({ path: `${SHOTS}/tagebuch.png` })
	expect(await seriousFindings(page, '[data-page="tagebuch"]')).toEqual([])

	// Found again, and printed.
	await page.getByRole('combobox', { name: 'Art' }).selectOption('Lage')
	await expect(page.getByRole('heading', { name: 'Einsatztagebuch, 1 Eintrag' })).toBeVisible()
	await page.getByRole('button', { name: 'Filter zurücksetzen' }).click()
	await page.getByRole('button', { name: 'Drucken' }).click()
	const paper = page.getByRole('dialog', { name: 'Tagebuch drucken' })
	await expect(paper.getByText('ÜBUNG')).toBeVisible()
	await expect(paper.getByRole('row')).toHaveCount(4)
	await expect(paper.getByText(/Prüfpunkt der Hash-Kette/)).toBeVisible()
	expect(await seriousFindings(page, '[data-paper]')).toEqual([])
	await page.emulateMedia({ media: 'print' })
	await expect(paper.getByRole('button')).toHaveCount(0)
	await page.screenshot({ path: `${SHOTS}/tagebuch-druck.png`, fullPage: true })
	await page.emulateMedia({ media: 'screen' })
	await page.keyboard.press('Escape')
	await expect(paper).toBeHidden()
	expect(complaints).toEqual([])
})

async function optionWith(page: Page, begin: string): Promise<string> {
	const labels = await page.getByLabel('Folgt aus').locator('option').allTextContents()
	return labels.find((label) => label.startsWith(begin)) ?? begin
}

test('the diary and the messages read in English and light, on a phone', async ({ browser, quiet }) => {
	const context = await browser.newContext({
		viewport: { width: 390, height: 844 },
		colorScheme: 'light',
		locale: 'en-GB',
		timezoneId: 'Europe/Berlin',
	})
	const page = await context.newPage()
	const complaints = complaintsOf(page)
	const admin = apiOf(quiet.url, quiet.key(['--name', 'verwaltung-etb-en', '--role', 'admin']))
	await admin.post('/api/v1/operations', { id: OPERATION, name: 'Sturmflut Stab', status: 'exercise' })
	await signIn(page, quiet)
	for (const [name, path] of [
		['Messages', 'meldungen'],
		['Operations diary', 'tagebuch'],
	] as const) {
		await page.goto(`${quiet.url}/#/${OPERATION}/${path}`)
		await expect(page.getByRole('main', { name })).toBeVisible()
		await page.screenshot({ path: `${SHOTS}/${path}-390.png` })
		expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
		expect(await seriousFindings(page, 'main')).toEqual([])
	}
	expect(complaints).toEqual([])
	await context.close()
})

import { AxeBuilder } from '@axe-core/playwright'
import type { Stack } from '@lagebild/testing/stack.ts'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

import { apiOf, isRecord, uuid7 } from '../api.ts'
import { complaintsOf, signIn, test } from '../fixtures.ts'

const SHOTS = 'test-results/shots'

function incident(): Record<string, unknown> {
	return {
		id: uuid7(),
		kind: 'incident',
		entity: `incident:lagezentrum:keller-${uuid7()}`,
		op: 'upsert',
		geometry: { type: 'Point', coordinates: [10.02, 53.52] },
		payload: { title: 'Wasser im Keller', category: 'flooding' },
	}
}

async function openPage(page: Page, exercise: Stack): Promise<void> {
	await signIn(page, exercise)
	await page.goto(`${exercise.url}/#/sturmflut/lagen`)
	await expect(page.getByRole('heading', { name: 'Lagen', level: 2 })).toBeVisible()
}

/** What a person types into the dialog that asks before something ends or begins again. */
async function confirm(
	page: Page,
	{ reason, name, button }: { readonly reason: string; readonly name?: string; readonly button: string },
): Promise<void> {
	const dialog = page.getByRole('dialog')
	await dialog.getByLabel('Grund').fill(reason)
	if (name !== undefined) await dialog.getByLabel(/Zur Bestätigung/).fill(name)
	await dialog.getByRole('button', { name: button }).click()
	await expect(dialog).toBeHidden()
}

async function seriousFindings(page: Page): Promise<readonly string[]> {
	const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
	return violations
		.filter(({ impact }) => impact === 'serious' || impact === 'critical')
		.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}

test('a person opens an operation, sees it live, closes it, and opens it again', async ({ exercise, page }) => {
	const complaints = complaintsOf(page)
	const api = apiOf(exercise.url, exercise.key(['--name', 'lagezentrum', '--role', 'integrator']))
	const say = () => api.post('/api/v1/operations/hafenbrand-2026/events', incident())
	await openPage(page, exercise)
	/** The form offers the gauges that are there when it opens. */
	await expect(page.getByText('kein Pegel in der Lage')).toBeHidden({ timeout: 30_000 })
	await page.screenshot({ path: `${SHOTS}/operations.png` })
	expect(await seriousFindings(page)).toEqual([])

	await page.getByRole('button', { name: 'Neue Lage eröffnen' }).click()
	await page.getByRole('button', { name: 'Lage eröffnen' }).click()
	await expect(page.getByText('Der Name fehlt.')).toBeVisible()
	await page.getByLabel('Name', { exact: true }).fill('Hafenbrand 2026')
	await expect(page.getByLabel('Kennung in Adressen')).toHaveValue('hafenbrand-2026')
	await page.getByRole('radio', { name: 'ÜBUNG' }).click()
	await page
		.getByRole('listitem')
		.filter({ hasText: /St\. Pauli/i })
		.locator('label')
		.click()
	await expect(page.getByText('1 von 8 gewählt')).toBeVisible()
	expect(await seriousFindings(page)).toEqual([])
	await page.screenshot({ path: `${SHOTS}/operation-form.png`, fullPage: true })
	await page.getByRole('button', { name: 'Lage eröffnen' }).click()
	await expect(page).toHaveTitle(/Hafenbrand 2026/)
	await expect(page.getByRole('button', { name: /^(?:Live|vor \d)/ }).first()).toBeVisible()
	expect((await say()).status).toBe(201)
	await page
		.getByRole('tab', { name: /Objekte/ })
		.first()
		.click()
	/** High enough for the whole list, alarms and all: rows out of sight are not drawn. */
	await page.setViewportSize({ width: 1600, height: 1500 })
	await expect(page.getByRole('grid').first()).toContainText('Wasser im Keller')

	await page.getByRole('button', { name: /Hafenbrand 2026/ }).click()
	await page.getByRole('menuitem', { name: /Alle Lagen/ }).click()
	await page.getByRole('button', { name: 'Schließen: Hafenbrand 2026' }).click()
	await page.getByRole('dialog').getByRole('button', { name: 'Lage schließen' }).click()
	await expect(page.getByText('Der Name stimmt noch nicht überein.')).toBeVisible()
	await confirm(page, { reason: 'Feuer aus', name: 'Hafenbrand 2026', button: 'Lage schließen' })
	await expect(page.getByText('Diese Lage ist geschlossen, nur lesbar')).toBeVisible()
	await expect(page.getByText('Grund: Feuer aus').first()).toBeVisible()
	const refused = await say()
	expect(refused.status).toBe(409)
	expect(refused.body).toMatchObject({ fault: 'operation-closed' })
	expect(isRecord(refused.body) ? refused.body['message'] : '').toMatch(/closed since .* commander or an admin can open it again/)
	await page.getByRole('button', { name: 'Lage anzeigen: Hafenbrand 2026' }).click()
	await expect(page.getByRole('grid').first()).toContainText('Wasser im Keller')
	await expect(page.getByText('Diese Lage ist geschlossen, nur lesbar')).toBeVisible()
	await page.screenshot({ path: `${SHOTS}/operation-closed.png` })
	expect(await seriousFindings(page)).toEqual([])

	await page.getByRole('link', { name: 'Zu den Lagen' }).click()
	await page.getByRole('button', { name: 'Wieder öffnen: Hafenbrand 2026' }).click()
	await confirm(page, { reason: 'Glutnester', button: 'Lage wieder öffnen' })
	await expect(page.getByText('Diese Lage ist geschlossen, nur lesbar')).toBeHidden()
	expect((await say()).status).toBe(201)
	expect(complaints).toEqual([])
})

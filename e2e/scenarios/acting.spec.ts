import { AxeBuilder } from '@axe-core/playwright'
import type { Stack } from '@lagebild/testing/stack.ts'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

import { uuid7 } from '../api.ts'
import type { Api } from '../api.ts'
import { complaintsOf, signIn, test } from '../fixtures.ts'
import { systemIn } from '../people.ts'

const OPERATION = 'zeichnen'
const SHOTS = 'test-results/shots'
const SOURCE = 'leitstelle-zeichnen'

function entity(kind: string, native: string, payload: Record<string, unknown>, more: Record<string, unknown> = {}) {
	return { id: uuid7(), kind, entity: `${kind}:${SOURCE}:${native}`, op: 'upsert', payload, ...more }
}

function point(lng: number, lat: number) {
	return { geometry: { type: 'Point', coordinates: [lng, lat] } }
}

/** To ten metres: more would not fit into one request. */
function short(degrees: number): number {
	return Math.round(degrees * 1e4) / 1e4
}

/** A coast of fifty thousand points, a name from right to left, and one of nothing but emoji. */
async function ground(stack: Stack): Promise<Api> {
	const system = await systemIn(stack, { name: SOURCE, role: 'admin' })
	await system.post('/api/v1/operations', { id: OPERATION, name: 'Zeichnen', status: 'test' })
	const coast = Array.from({ length: 49_999 }, (_, n) => [
		short(9.9 + 0.05 * Math.cos(n / 7957.7)),
		short(53.5 + 0.03 * Math.sin(n / 7957.7)),
	])
	const events = [
		entity('section', 'ea1', { number: 'EA 1', name: 'Nordufer' }),
		entity('unit', 'heros', { callsign: 'Heros Eimsbüttel 32/10', organisation: 'thw', section: 'EA 1' }, point(9.97, 53.54)),
		entity('unit', 'rtl', { callsign: 'وحدة الإنقاذ 7', organisation: 'hilfsorganisation' }, point(9.99, 53.54)),
		entity('unit', 'emoji', { callsign: '🚒🚒🚒👩‍🚒 1', organisation: 'feuerwehr' }, point(10.01, 53.54)),
		entity('area', 'coast', { name: 'Küste', role: 'flooded' }, { geometry: { type: 'Polygon', coordinates: [[...coast, coast[0]]] } }),
	]
	const { body } = await system.post(`/api/v1/operations/${OPERATION}/events`, events)
	expect(JSON.stringify(body)).not.toContain('"fault"')
	return system
}

async function findingsOf(page: Page): Promise<readonly string[]> {
	const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
	return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

async function arrive(page: Page, stack: Stack): Promise<void> {
	await signIn(page, stack)
	await page.goto(`${stack.url}/#/${OPERATION}/lage`)
	await page.getByRole('tab', { name: /Objekte/ }).click()
	await expect(objects(page)).toContainText('Heros')
}

function objects(page: Page) {
	return page.getByRole('grid').first()
}

function form(page: Page) {
	return page
		.getByRole('form')
		.or(page.locator('form'))
		.filter({ has: page.getByRole('button', { name: /Eintragen|eintragen/ }) })
}

test('a staff officer draws an area, enters an incident by keyboard, and two people change it at once', async ({ quiet, browser }) => {
	const system = await ground(quiet)
	const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'de-DE' })
	const page = await context.newPage()
	const complaints = complaintsOf(page)
	await arrive(page, quiet)

	await test.step('an area is drawn corner by corner; a step can be taken back', async () => {
		await page.getByRole('button', { name: 'Anlegen' }).click()
		await page.getByRole('menuitem', { name: 'Gebiet' }).click()
		await expect(page.getByRole('toolbar', { name: 'Zeichnen' })).toContainText('Ecken antippen')
		for (const [x, y] of [
			[800, 500],
			[1000, 480],
			[1020, 640],
			[1100, 700],
		] as const)
			await page.mouse.click(x, y)
		await expect(page.getByRole('toolbar', { name: 'Zeichnen' })).toContainText('4 Punkte')
		await page.getByRole('toolbar', { name: 'Zeichnen' }).getByRole('button', { name: 'Rückgängig' }).click()
		await expect(page.getByRole('toolbar', { name: 'Zeichnen' })).toContainText('3 Punkte')
		await page.mouse.click(820, 660)
		await page.getByRole('button', { name: 'Fertig' }).click()
		await expect(form(page)).toContainText('4 Punkte')
		await form(page).getByLabel('Name').fill('Räumgebiet Veddel')
		await page.screenshot({ path: `${SHOTS}/acting-area.png` })
		expect(await findingsOf(page)).toEqual([])
		await form(page).getByRole('button', { name: 'Eintragen' }).click()
		await expect(objects(page)).toContainText('Räumgebiet Veddel')
	})

	await test.step('an incident is entered without a mouse, by its coordinate', async () => {
		await page.getByRole('application').focus()
		await page.keyboard.press('Escape')
		await page.keyboard.press('a')
		await form(page).getByLabel('Koordinate').fill('32U NE 657 999 9')
		await page.keyboard.press('Enter')
		await expect(form(page)).toContainText('Ziffern')
		await form(page).getByLabel('Koordinate').fill('32U NE 657 339')
		await page.keyboard.press('Enter')
		await expect(form(page)).toContainText('32U NE 657')
		await page.keyboard.press('Enter')
		await form(page).getByLabel('Titel').focus()
		await page.keyboard.press('Enter')
		await expect(form(page)).toContainText('Fehlt noch')
		await form(page).getByLabel('Titel').fill('Sickerstelle')
		await page.keyboard.press('Enter')
		await expect(objects(page)).toContainText('Sickerstelle')
		await expect(page.getByRole('heading', { name: 'Sickerstelle' })).toBeVisible()
	})

	await test.step('a second person sees both; what the two say of it at once stands side by side', async () => {
		const there = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'de-DE' })
		const other = await there.newPage()
		const complaintsThere = complaintsOf(other)
		await arrive(other, quiet)
		await expect(objects(other)).toContainText('Räumgebiet Veddel')
		await other
			.getByRole('gridcell', { name: /Sickerstelle/ })
			.first()
			.click()
		await other.getByRole('button', { name: 'Bearbeiten' }).click()
		await form(other).getByLabel('Adresse').fill('Deich km 12,4')
		await page.getByRole('button', { name: 'Bearbeiten' }).click()
		await form(page).getByLabel('Adresse').fill('Finkenwerder Norderdeich')
		await form(page).getByLabel('Titel').fill('Sickerstelle Finkenwerder')
		await form(page).getByRole('button', { name: 'Änderung eintragen' }).click()
		await expect(form(other)).toContainText('Inzwischen eingetragen: Finkenwerder Norderdeich')
		await expect(form(other).getByLabel('Titel')).toHaveValue('Sickerstelle Finkenwerder')
		await other.screenshot({ path: `${SHOTS}/acting-conflict.png` })
		await form(other).getByRole('button', { name: 'Meins behalten' }).click()
		await form(other).getByRole('button', { name: 'Änderung eintragen' }).click()
		await expect(page.getByRole('complementary', { name: 'Warnungen und Angaben' }).or(page.locator('aside')).last()).toContainText(
			'Deich km 12,4',
		)
		expect(complaintsThere).toEqual([])
		await there.close()
	})

	await test.step('an outline that crosses itself is refused, and a coast of fifty thousand points is not taken apart', async () => {
		await page.keyboard.press('Escape')
		await page.keyboard.press('a')
		await form(page).getByLabel('Was anlegen').selectOption('Gebiet')
		for (const text of ['53.52 9.95', '53.54 9.99', '53.54 9.95', '53.52 9.99']) {
			await form(page).getByLabel('Koordinate').fill(text)
			await page.keyboard.press('Enter')
		}
		await form(page).getByLabel('Name').fill('Schleife')
		await page.keyboard.press('Enter')
		await expect(form(page)).toContainText('kreuzt sich: Seite 1 und Seite 3')
		await form(page).getByRole('button', { name: 'Verwerfen' }).last().click()
		await page.getByRole('gridcell', { name: /Küste/ }).first().click()
		await page.getByRole('button', { name: 'Bearbeiten' }).click()
		await expect(form(page)).toContainText('50.000 Punkte')
		await form(page).getByRole('button', { name: 'Verwerfen' }).last().click()
	})

	await test.step('names from feeds stay names, and what is filtered out is counted', async () => {
		await expect(objects(page)).toContainText('وحدة الإنقاذ 7')
		const long = entity('unit', 'long', { callsign: 'X'.repeat(10_000), organisation: 'thw' })
		const { body } = await system.post(`/api/v1/operations/${OPERATION}/events`, [long])
		expect(JSON.stringify(body)).toContain('payload.callsign')
		await page.getByRole('button', { name: 'Filter', exact: true }).first().click()
		await page.getByRole('dialog').getByLabel('Abschnitt', { exact: true }).selectOption('EA 1 Nordufer')
		await expect(page.getByRole('dialog')).toContainText(/Filter blendet \d+ aus/)
		await page.screenshot({ path: `${SHOTS}/acting-filter.png` })
		await page.keyboard.press('Escape')
		await expect(objects(page)).not.toContainText('Sickerstelle')
		await page.getByRole('button', { name: 'Filter zurücksetzen' }).first().click()
		await expect(objects(page)).toContainText('Sickerstelle')
	})
	expect(complaints).toEqual([])
	await context.close()
})

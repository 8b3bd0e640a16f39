import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

import { apiOf, entitiesOf, recordsIn } from '../api.ts'
import { complaintsOf, signIn, test } from '../fixtures.ts'

const HEAD = 'Fahrzeugliste Süd;;;;\r\n\r\nFunkrufname;Organisation;Typ;Stärke;UTMREF\r\n'
const FIRST = `${HEAD}Florian Süd 11/1;Feuerwehr;HLF 20;0/1/5/6;32U NE 6512 3391\r\nFlorian Süd 12/1;Feuerwehr;DLK 23;0/1/1/3;\r\nHeros Süd 22/51;THW;FGr W;0/1/7/8;\r\nAdler 7;Piraten;Boot;;\r\n`
const SECOND = `${HEAD}Heros Süd 22/51;THW;FGr W;0/1/8/9;\r\nFlorian Süd 11/1;Feuerwehr;HLF 20;0/1/5/6;32U NE 6512 3391\r\n`

/** As a German spreadsheet saves it. */
async function chooseFile(page: Page, name: string, text: string): Promise<void> {
	await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') })
}

test('a person brings in a list with two bad lines, finds the unit, and brings the changed list in again', async ({
	page,
	quiet: stack,
}) => {
	const complaints = complaintsOf(page)
	await signIn(page, stack)
	await page.goto(`${stack.url}/#/hamburg/lage`)
	await page.getByRole('button', { name: /Sitzung und Darstellung/ }).click()
	await page.getByRole('menuitem', { name: /Stammdaten/ }).click()
	await expect(page.getByLabel('Einspielen in')).toHaveValue('base')

	await chooseFile(page, 'Fahrzeuge Süd.csv', FIRST)
	await expect(page.getByRole('heading', { name: '2 neu, 0 geändert, 0 unverändert, 2 abgelehnt' })).toBeVisible()
	await expect(
		page.getByRole('row', { name: /^5 Abgelehnt Florian Süd 12\/1 Stärke „0\/1\/1\/3“: Gesamt sagt 3, die Summe ist 2/ }),
	).toBeVisible()
	await expect(page.getByRole('row', { name: /^7 Abgelehnt Adler 7 Organisation „Piraten“: Kein bekanntes Wort/ })).toBeVisible()
	const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
	expect(
		violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => [id, nodes[0]?.html]),
	).toEqual([])

	await page.getByRole('button', { name: '2 neu, 0 geändert einspielen' }).click()
	await expect(page.getByRole('heading', { name: /^Eingespielt: 2 neu/ })).toBeVisible()
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: 'Abgelehnte herunterladen' }).click(),
	])
	expect(download.suggestedFilename()).toBe('stammdaten-units-abgelehnt.csv')
	await page.getByRole('link', { name: 'Objekte in der Lage ansehen' }).click()
	await expect(page.getByRole('complementary').getByText('Florian Süd 11/1').first()).toBeVisible()

	await page.goBack()
	await chooseFile(page, 'Fahrzeuge Süd.csv', SECOND)
	await expect(page.getByRole('heading', { name: '0 neu, 1 geändert, 1 unverändert, 0 abgelehnt' })).toBeVisible()
	await page.getByRole('button', { name: '0 neu, 1 geändert einspielen' }).click()
	await expect(page.getByRole('heading', { name: /^Eingespielt: 0 neu, 1 geändert/ })).toBeVisible()

	const api = apiOf(stack.url, stack.key(['--name', 'probe', '--role', 'staff']))
	const base = recordsIn(await api.get('/api/v1/operations')).find((one) => one['base'] === true && one['status'] === 'actual')
	const units = await entitiesOf(api, String(base?.['id']), '?kinds=unit')
	expect(new Set(units.map(({ id }) => id))).toEqual(new Set(['unit:stammdaten:florian-sued-11-1', 'unit:stammdaten:heros-sued-22-51']))
	expect(units.find(({ id }) => String(id).includes('heros'))).toMatchObject({
		fields: { strength: { leaders: 0, subLeaders: 1, crew: 8 } },
	})
	expect(complaints).toEqual([])
})

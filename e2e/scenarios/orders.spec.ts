import { AxeBuilder } from '@axe-core/playwright'
import type { Stack } from '@lagebild/testing/stack.ts'
import { until } from '@lagebild/testing/until.ts'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

import { entitiesOf, isRecord, uuid7 } from '../api.ts'
import type { Api } from '../api.ts'
import { complaintsOf, signIn, test } from '../fixtures.ts'
import { systemIn } from '../people.ts'

const OPERATION = 'befehle'
const SHOTS = 'test-results/shots'

function entity(kind: string, native: string, payload: Record<string, unknown>, more: Record<string, unknown> = {}) {
	return { id: uuid7(), kind, entity: `${kind}:leitstelle-befehle:${native}`, op: 'upsert', payload, ...more }
}

function assigned(to: string) {
	return { links: [{ rel: 'assigned-to', to: `section:leitstelle-befehle:${to}` }] }
}

/** Two sections, four units, a leak that not everybody may see, and an order that should have been carried out long ago. */
async function ground(stack: Stack): Promise<Api> {
	const admin = await systemIn(stack, { name: 'leitstelle-befehle', role: 'admin', clearance: 'restricted' })
	await admin.post('/api/v1/operations', { id: OPERATION, name: 'Befehle', status: 'test' })
	const strength = '1/3/17/21'
	const { body } = await admin.post(`/api/v1/operations/${OPERATION}/events`, [
		entity('section', 'ea1', { number: 'EA 1', name: 'Nordufer' }),
		entity('section', 'ea2', { number: 'EA 2', name: 'Hafen Mitte' }),
		entity('unit', 'heros', { callsign: 'Heros Eimsbüttel 32/10', organisation: 'thw', fms: 1, strength }, assigned('ea2')),
		entity('unit', 'florian', { callsign: 'Florian Hamburg 26/1', organisation: 'feuerwehr', fms: 1, strength }, assigned('ea2')),
		entity('unit', 'rotkreuz', { callsign: 'Rotkreuz Hamburg 6/86', organisation: 'hilfsorganisation', fms: 1 }, assigned('ea2')),
		entity('unit', 'pelikan', { callsign: 'Pelikan Hamburg 21/3', organisation: 'hilfsorganisation', fms: 4, strength }, assigned('ea1')),
		entity('incident', 'leck', { title: 'Sickerstelle km 12,4', category: 'dike-damage' }, { label: { level: 'restricted' } }),
	])
	expect(JSON.stringify(body)).not.toContain('"fault"')
	const due = new Date(Date.now() - 540_000).toISOString()
	const late = { type: 'order', number: '114', order: 'Netzersatz Sielpumpwerk Veddel', due, command: { version: 1, state: 'issued' } }
	const links = [{ rel: 'assigned-to', to: 'unit:leitstelle-befehle:pelikan' }]
	await admin.post(`/api/v1/operations/${OPERATION}/events`, [entity('task', '114', late, { links })])
	return admin
}

/** Of the whole page: an order is written beside what it is about. */
async function findingsOf(page: Page): Promise<readonly string[]> {
	const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
	return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

function numberOf({ fields }: Record<string, unknown>): unknown {
	return isRecord(fields) ? fields['number'] : undefined
}

/** As the crew of a unit says it on its tablet. */
async function execute(crew: Api, number: string, execution: Record<string, unknown>): Promise<void> {
	const order = await until(`order ${number}`, async () =>
		(await entitiesOf(crew, OPERATION, '?kinds=task')).find((one) => numberOf(one) === number),
	)
	const said = { id: uuid7(), kind: 'task', entity: order['id'], op: 'patch', payload: { execution } }
	const { body } = await crew.post(`/api/v1/operations/${OPERATION}/events`, [said])
	expect(JSON.stringify(body)).not.toContain('"fault"')
}

function unitIn(page: Page, name: string) {
	return page.getByRole('row', { name: new RegExp(name) }).getByRole('button', { name, exact: true })
}

function sectionLine(page: Page, name: string) {
	return page.getByRole('complementary', { name: 'Gliederung' }).getByRole('button', { name: new RegExp(name) })
}

test('a commander assigns units, issues orders, sees who accepts, refuses and is late, and takes one back', async ({ page, quiet }) => {
	const api = await ground(quiet)
	const crew = await systemIn(quiet, { name: 'tablet-befehle', role: 'field' })
	const complaints = complaintsOf(page)
	await signIn(page, quiet)
	await page.goto(`${quiet.url}/#/${OPERATION}/kraefte`)
	await expect(sectionLine(page, 'EA 2')).toContainText('3 Einheiten')

	await test.step('units go to another section by drag, back again, and by keyboard', async () => {
		await page.getByRole('row', { name: /Florian Hamburg 26/ }).dragTo(sectionLine(page, 'EA 1'))
		await expect(page.getByText('Florian Hamburg 26/1 ist jetzt in EA 1 Nordufer')).toBeVisible()
		await expect(sectionLine(page, 'EA 1')).toContainText('2 Einheiten')
		await page.keyboard.press('Control+z')
		await expect(sectionLine(page, 'EA 1')).toContainText('1 Einheit')
		await unitIn(page, 'Rotkreuz Hamburg 6/86').focus()
		await page.keyboard.press('Space')
		await page.keyboard.press('z')
		await expect(page.getByRole('dialog', { name: '1 Einheit zuordnen' })).toBeVisible()
		await page.getByLabel('EA 1 Nordufer').check()
		await page.keyboard.press('Enter')
		await expect(sectionLine(page, 'EA 1')).toContainText('2 Einheiten')
	})

	await test.step('one press issues an order for each of two units', async () => {
		await unitIn(page, 'Florian Hamburg 26/1').focus()
		await page.keyboard.press('Space')
		await unitIn(page, 'Heros Eimsbüttel 32/10').focus()
		await page.keyboard.press('Space')
		await page.keyboard.press('b')
		const sheet = page.getByRole('form', { name: 'Befehl für 2 Einheiten' })
		await expect(sheet).toContainText('2/6/34/42')
		await sheet.getByRole('textbox', { name: 'Auftrag' }).fill('Tor Klütjenfeld 7 von Hand schließen, Zustand melden')
		await sheet.getByLabel('Mittel').fill('Handkurbel, Sandsäcke 400')
		await sheet.getByRole('button', { name: 'Vollzug in 1 h 00 min' }).click()
		await sheet.getByRole('textbox', { name: 'Ziel' }).fill('32U NE 6557 3071')
		await sheet.getByLabel('Sicherheit').fill('Rückzug auf Deichkrone bei 4,80 m')
		await page.screenshot({ path: `${SHOTS}/orders-compose.png` })
		expect(await findingsOf(page)).toEqual([])
		await sheet.getByRole('button', { name: 'Befehl erteilen' }).click()
		await expect(page.getByText('Befehle 115, 116 erteilt, Quittungen offen')).toBeVisible()
	})

	await test.step('an order about what the unit may not see is refused in plain words, and goes without', async () => {
		await page.goto(`${quiet.url}/#/${OPERATION}/lage?selected=incident:leitstelle-befehle:leck`)
		await page.getByRole('button', { name: 'Befehl erteilen' }).click()
		const sheet = page.getByRole('form', { name: /Befehl/ })
		await sheet.getByRole('textbox', { name: 'Einheit' }).fill('rotkreuz')
		await page.keyboard.press('ArrowDown')
		await page.keyboard.press('Enter')
		await sheet.getByRole('textbox', { name: 'Auftrag' }).fill('Erkunden')
		await sheet.getByRole('button', { name: 'Befehl erteilen' }).click()
		await expect(sheet.getByRole('alert')).toContainText('Die Einheit darf „Sickerstelle km 12,4“ nicht sehen')
		await sheet.getByRole('button', { name: 'Sickerstelle km 12,4 entfernen' }).click()
		await sheet.getByRole('button', { name: 'Befehl erteilen' }).click()
		await expect(page.getByText('Befehl 117 erteilt, Quittung offen')).toBeVisible()
	})

	await test.step('what the crews say stands beside what was ordered, what is late first', async () => {
		await execute(crew, '115', { answers: 1, state: 'accepted' })
		await execute(crew, '115', { answers: 1, state: 'done' })
		await execute(crew, '117', { answers: 1, state: 'refused', reason: 'Zufahrt überflutet' })
		await page.keyboard.press('Escape')
		await page.keyboard.press('4')
		await page.getByRole('radio', { name: /Alle 4/ }).click()
		await expect(page.locator('tbody').first()).toContainText(/Überfällig.*114.*Netzersatz/)
		await expect(page.getByRole('row', { name: /117/ })).toContainText('Zufahrt überflutet')
		await expect(page.getByRole('row', { name: /115/ })).toContainText('vollzogen')
		await expect(page.getByRole('region', { name: 'Kennzahlen' })).toContainText('1 überfällig, 1 abgelehnt')
		await page.screenshot({ path: `${SHOTS}/orders.png` })
	})

	await test.step('an order is taken back with its reason; carried out all the same it is a conflict that somebody notes', async () => {
		await page.getByRole('button', { name: 'Netzersatz Sielpumpwerk Veddel' }).click()
		await page.getByRole('button', { name: 'Zurücknehmen', exact: true }).first().click()
		const dialog = page.getByRole('dialog', { name: 'Auftrag 114 zurücknehmen' })
		await dialog.getByLabel('Grund').fill('Pumpwerk läuft wieder')
		await page.keyboard.press('Enter')
		await expect(dialog).toBeHidden()
		await execute(crew, '114', { answers: 1, state: 'done' })
		await expect(page.getByText('Zurückgenommen und trotzdem ausgeführt')).toBeVisible()
		await page.screenshot({ path: `${SHOTS}/orders-conflict.png` })
		expect(await findingsOf(page)).toEqual([])
		await page.getByRole('button', { name: 'Zur Kenntnis genommen' }).click()
		await expect(page.getByText('Stab: zur Kenntnis genommen')).toBeVisible()
	})

	const [withdrawn] = (await entitiesOf(api, OPERATION, '?kinds=task')).filter((one) => numberOf(one) === '114')
	expect(withdrawn?.['fields']).toMatchObject({
		command: { state: 'withdrawn', reason: 'Pumpwerk läuft wieder' },
		noted: { state: 'done' },
	})
	expect(complaints).toEqual([])
})

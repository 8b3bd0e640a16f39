import type { Browser, Page } from '@playwright/test'
import { expect } from '@playwright/test'

import { apiOf, uuid7 } from '../api.ts'
import { signIn, test } from '../fixtures.ts'

const SHOTS = 'test-results/shots'
const INCIDENT = 'incident:melder:keller-1'
const GATE = 'facility:melder:tor-1'
const EVENTS = '/api/v1/operations/hamburg/events'

function said(entity: string, op: 'upsert' | 'patch', { at, payload }: { readonly at: string; readonly payload: Record<string, unknown> }) {
	const place = { type: 'Point', coordinates: [9.97, 53.54] }
	const times = { observed: at }
	return { id: uuid7(), kind: entity.split(':')[0], entity, op, times, payload, ...(op === 'upsert' && { geometry: place }) }
}

function minutesAgo(minutes: number): string {
	return new Date(Date.now() - minutes * 60_000).toISOString()
}

async function openPage(browser: Browser): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1600, height: 844 }, colorScheme: 'dark', timezoneId: 'Europe/Berlin' })
	return context.newPage()
}

async function speak(page: Page, language: 'de' | 'en'): Promise<void> {
	await page.evaluate((chosen) => localStorage.setItem('lagebild.preferences', JSON.stringify({ language: chosen })), language)
	await page.reload()
	await expect(page.locator('html')).toHaveAttribute('lang', language)
}

/** Chooses a thing in the list that mirrors the map. */
async function choose(page: Page, name: string): Promise<void> {
	await page
		.getByRole('tab', { name: /^(?:Objekte|Objects)/ })
		.first()
		.click()
	/** An alarm about it stands before it. */
	await page
		.getByRole('row', { name: new RegExp(name) })
		.last()
		.click()
}

const WORDS = {
	de: {
		priority: 'Warum: Vorrang?',
		weighs: 'Gilt, weil eine Person es gesagt hat: Das wiegt mehr als die Meldung eines Geräts, auch wenn diese neuer ist.',
		gate: 'Warum: Torzustand?',
		differ: 'Sensor und Mensch sagen Verschiedenes',
		close: 'Schließen',
		disagrees: 'widerspricht',
		life: 'Warum: Bestand?',
	},
	en: {
		priority: 'Why: Priority?',
		weighs: 'Holds because a person said so: that weighs more than the report of a device, even though the latter is newer.',
		gate: 'Why: Gate state?',
		differ: 'Sensor and person disagree',
		close: 'Close',
		disagrees: 'disagrees',
		life: 'Why: Whether it stands?',
	},
} as const

test('every value can be asked why, in German and in English, and what changed is told', async ({ browser, quiet: stack }) => {
	const device = apiOf(stack.url, stack.key(['--name', 'melder', '--role', 'integrator', '--rank', 'device']))
	const person = apiOf(stack.url, stack.key(['--name', 'brandt', '--role', 'staff']))
	const answers = [
		await device.post(
			EVENTS,
			said(INCIDENT, 'upsert', { at: minutesAgo(9), payload: { title: 'Keller Veddel', category: 'flooding', severity: 'Minor' } }),
		),
		await person.post(EVENTS, said(INCIDENT, 'patch', { at: minutesAgo(8), payload: { priority: 'sofort' } })),
		await device.post(EVENTS, said(INCIDENT, 'patch', { at: minutesAgo(3), payload: { priority: 'einfach' } })),
		await device.post(EVENTS, said(GATE, 'upsert', { at: minutesAgo(5), payload: { name: 'Tor Veddel', type: 'gate', gate: 'open' } })),
		await person.post(EVENTS, said(GATE, 'patch', { at: minutesAgo(4), payload: { gate: 'closed' } })),
	]
	expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])

	const page = await openPage(browser)
	await signIn(page, stack)
	await page.goto(`${stack.url}/#/hamburg/lage`)
	for (const language of ['en', 'de'] as const) {
		await speak(page, language)
		const words = WORDS[language]
		await choose(page, 'Tor Veddel')
		await page.getByRole('button', { name: words.gate }).first().click()
		await expect(page.getByRole('dialog', { name: words.gate })).toContainText(words.differ)
		await page.keyboard.press('Escape')

		await choose(page, 'Keller Veddel')
		await page.getByRole('button', { name: words.life }).focus()
		await page.keyboard.press('Enter')
		await expect(page.getByRole('dialog', { name: words.life })).toBeVisible()
		await page.keyboard.press('Escape')

		await page.getByRole('button', { name: words.priority }).first().click()
		const dialog = page.getByRole('dialog', { name: words.priority })
		await expect(dialog).toContainText(words.weighs)
		await expect(dialog.getByRole('listitem')).toHaveCount(2)
		await expect(dialog.getByRole('listitem').nth(1)).toContainText(words.disagrees)
		await page.screenshot({ path: `${SHOTS}/why-${language}.png` })
		await dialog.getByRole('button', { name: words.close }).click()
		await expect(page.getByRole('button', { name: words.priority }).first()).toBeFocused()
	}

	await page.getByRole('button', { name: WORDS.de.priority }).first().click()
	const dialog = page.getByRole('dialog', { name: WORDS.de.priority })
	await expect(dialog.getByRole('listitem')).toHaveCount(2)
	const later = said(INCIDENT, 'patch', { at: minutesAgo(0), payload: { priority: 'blitz', severity: 'Severe' } })
	expect((await person.post(EVENTS, later)).status).toBe(201)
	await expect(dialog.getByRole('listitem').first()).toContainText('Blitz')
	await page.keyboard.press('Escape')
	await page.keyboard.press('Escape')
	await page.getByRole('tab', { name: 'Was ist neu?' }).click()
	const change = page.getByRole('button', { name: /Keller Veddel/ }).last()
	await expect(change).toContainText('neu')
	await page.screenshot({ path: `${SHOTS}/changes-de.png` })
	await change.click()
	await expect(page.getByRole('heading', { name: 'Keller Veddel' })).toBeVisible()
})

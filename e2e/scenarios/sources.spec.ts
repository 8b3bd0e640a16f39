import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startStack } from '@lagebild/testing/stack.ts'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

import { seriousFindings } from '../axe.ts'
import { signIn, test } from '../fixtures.ts'

const MAPPING = {
	items: 'stations',
	kind: 'sensor',
	id: 'id',
	mode: 'full',
	place: { lat: 'pos.lat', lng: 'pos.lon' },
	times: { observed: 'measured' },
	fields: { name: 'label' },
	values: [{ property: 'W', from: 'level_m', unit: 'm', as: 'cm' }],
}

function textOf(id: string): string {
	return `${JSON.stringify({ ...MAPPING, id }, null, '\t')}\n`
}

/** A program of its own starts, on whatever machine. */
const PATIENCE_MS = 120_000

/** A source whose second gauge has its number under another name, and its words in angle brackets. */
async function startSource() {
	const measured = Math.floor(Date.now() / 1_000)
	const stations = [
		{ id: 'K-07', label: 'Kanal Süd', pos: { lat: 53.5121, lon: 10.0214 }, measured, level_m: 1.25 },
		{ nr: 'K-09', label: 'Kanal <b>Ost</b>', pos: { lat: 53.5189, lon: 10.0175 }, measured, level_m: 1.1 },
	]
	const server = createServer((_, response) => {
		response.setHeader('content-type', 'application/json')
		response.end(JSON.stringify({ stations }))
	})
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve)
	})
	const address: AddressInfo | string | null = server.address()
	const port = typeof address === 'object' && address ? address.port : 0
	return { url: `http://127.0.0.1:${port}/`, close: () => server.close() }
}

async function startWith(url: string) {
	const data = mkdtempSync(join(tmpdir(), 'lagebild-sources-'))
	const file = join(data, 'kanal.json')
	writeFileSync(file, textOf('id'))
	const feed = { id: 'kanal', name: 'Pegel Kanal', format: 'mapping', options: { file: 'kanal.json' }, url, operation: 'base' }
	const feeds = [{ ...feed, everySeconds: 5, allowPrivateHosts: ['127.0.0.1'] }]
	const config = join(data, 'lagebild.config.json')
	writeFileSync(config, JSON.stringify({ feeds, exercise: { enabled: false }, selfWatch: false }))
	return { stack: await startStack({ data, env: { LAGEBILD_CONFIG: config } }), file }
}

/** What a person at a telephone would have to push sideways. */
async function expectNothingSideways(page: Page, widths: readonly number[]): Promise<void> {
	const before = page.viewportSize()
	for (const width of widths) {
		await page.setViewportSize({ width, height: 844 })
		expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
		const wide = await page.evaluate(() =>
			[...document.querySelectorAll('main *')]
				.filter(
					(element) => element.scrollWidth > element.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(element).overflowX),
				)
				.filter((element) => !element.matches('textarea, nav'))
				.map((element) => element.className),
		)
		expect(wide).toEqual([])
	}
	if (before) await page.setViewportSize(before)
}

test('an integrator sees a source refuse an item, corrects the mapping in the preview, and has it read again', async ({ page }) => {
	test.setTimeout(PATIENCE_MS)
	const source = await startSource()
	const { stack, file } = await startWith(source.url)
	try {
		await signIn(page, stack)
		await page.goto(`${stack.url}/#/hamburg/lage`)
		await page.getByRole('navigation', { name: 'Seiten' }).getByRole('link', { name: 'Quellen' }).click()
		await expect(page.getByRole('row', { name: /unvollständig Pegel Kanal mapping, Abruf/ })).toBeVisible()
		await expect(page.getByRole('button', { name: /0 von 1 Quellen/ })).toBeVisible()

		await page.keyboard.press('/')
		await page.keyboard.type('kanal')
		await page
			.getByRole('row', { name: /Pegel Kanal/ })
			.getByRole('button')
			.focus()
		await page.keyboard.press('Enter')
		const detail = page.getByRole('complementary', { name: 'Quelle Pegel Kanal' })
		await expect(detail.getByText(/^Unvollständig seit/)).toBeVisible()
		await expect(detail.getByText('1 Objekt der Lage kommt von dieser Quelle, davon 1 Messstelle.')).toBeVisible()
		await detail.getByRole('button', { name: 'Prüfen' }).click()
		await expect(detail.getByText(/^geprüft/)).toBeVisible()
		await expect(detail.getByRole('listitem').filter({ hasText: 'Antwort' })).toBeVisible()
		await expect(detail.getByText('"label": "Kanal <b>Ost</b>"')).toBeVisible()
		expect(await seriousFindings(page)).toEqual([])
		await expectNothingSideways(page, [390, 320])

		await detail.getByRole('link', { name: '1 Zurückgewiesenes ansehen' }).click()
		await page
			.getByRole('region', { name: 'Stücke' })
			.first()
			.getByRole('button', { name: /the item has no id/ })
			.click()
		const item = page.getByRole('complementary', { name: 'Kennung fehlt' })
		await expect(item.getByText('"nr": "K-09"')).toBeVisible()
		expect(await seriousFindings(page)).toEqual([])
		await expectNothingSideways(page, [390, 320])

		await item.getByRole('button', { name: 'In der Zuordnung versuchen' }).click()
		await page.locator('input[type=file]').nth(1).setInputFiles(file)
		await expect(page.getByText('0 zugeordnet, 0 ausgelassen, 1 zurückgewiesen')).toBeVisible()
		const editor = page.getByRole('textbox', { name: 'Zuordnung in JSON' })
		await editor.fill(textOf('id ? id : nummer('))
		await expect(page.getByRole('button', { name: /^Zeile 4 id: / })).toBeVisible()
		await editor.fill(textOf('id ? id : nr'))
		await expect(page.getByText('1 zugeordnet, 0 ausgelassen, 0 zurückgewiesen, 1 Wert')).toBeVisible()
		await expect(page.getByText('sensor:kanal:K-09/W')).toBeVisible()
		expect(await seriousFindings(page)).toEqual([])
		await expectNothingSideways(page, [390, 320])

		await page.getByRole('button', { name: 'Übernehmen' }).click()
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('button', { name: 'Zuordnung herunterladen' }).click(),
		])
		expect(download.suggestedFilename()).toBe('kanal.json')
		copyFileSync(await download.path(), file)
		await page.keyboard.press('Escape')

		await page.getByRole('link', { name: /^Zurückgewiesen/ }).click()
		await page.getByRole('button', { name: /^1 Stück erneut lesen/ }).click()
		await expect(page.getByText('1 gelesen, 0 weiter offen')).toBeVisible()
		await page
			.getByRole('link', { name: /^Quellen/ })
			.last()
			.click()
		await expect(page.getByRole('row', { name: /läuft Pegel Kanal/ })).toBeVisible()
		await expect(page.getByRole('button', { name: /1 von 1 Quellen/ })).toBeVisible()
	} finally {
		source.close()
		await stack.dispose()
	}
})

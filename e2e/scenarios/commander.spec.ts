import { AxeBuilder } from '@axe-core/playwright'
import type { Stack } from '@lagebild/testing/stack.ts'
import { until } from '@lagebild/testing/until.ts'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

import { apiOf, entitiesOf, isRecord } from '../api.ts'
import { complaintsOf, signIn, test } from '../fixtures.ts'

const ST_PAULI = 'd488c5cc-4de9-4631-8ce1-0db0e700b546.W'
const SHOTS = 'test-results/shots'

function positionsOf(units: readonly Record<string, unknown>[]): ReadonlyMap<string, string> {
	return new Map(
		units.flatMap(({ id, measured }) =>
			isRecord(measured) && isRecord(measured['position']) ? [[String(id), JSON.stringify(measured['position'])]] : [],
		),
	)
}

/** The connection chip: what it says is how old the picture is. */
function chip(page: Page) {
	return page.getByRole('button', { name: /^(?:Live|vor \d|Stand|Unterbrochen|\d+ s ago|As of|Interrupted)/ }).first()
}

/** How many things the text twin of the map lists. */
async function listed(page: Page): Promise<number> {
	return Number(await page.getByRole('grid').first().getAttribute('aria-rowcount'))
}

async function seriousFindings(page: Page): Promise<readonly string[]> {
	const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()
	return violations
		.filter(({ impact }) => impact === 'serious' || impact === 'critical')
		.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}

/** With a value and the zero of its scale. */
function isReadGauge({ id, measured, fields }: Record<string, unknown>): boolean {
	return String(id).includes(ST_PAULI) && isRecord(measured) && isRecord(fields) && isRecord(fields['zeros'])
}

test('the exercise holds St. Pauli in NHN, warnings, gates, and a hundred units that move', async ({ exercise }) => {
	const api = apiOf(exercise.url, exercise.key(['--name', 'probe', '--role', 'observer']))
	const entities = await until(
		'the picture of the exercise',
		async () => {
			const all = await entitiesOf(api, 'sturmflut')
			const kinds = new Set(all.map(({ kind }) => kind))
			const complete = ['unit', 'sensor', 'warning', 'facility', 'incident', 'area'].every((kind) => kinds.has(kind))
			return complete && all.some(isReadGauge) ? all : undefined
		},
		30_000,
	)
	const gauge = entities.find(isReadGauge)
	const fields = isRecord(gauge?.['fields']) ? gauge['fields'] : {}
	const measured = isRecord(gauge?.['measured']) ? gauge['measured'] : {}
	const [held] = isRecord(fields['zeros']) ? Object.values(fields['zeros']) : []
	const zero = isRecord(held) ? Number(held['metres']) : Number.NaN
	const level = Number(measured['value']) / 100 + zero
	expect(zero).toBeCloseTo(-5, 1)
	expect(level).toBeGreaterThan(2)
	expect(level).toBeLessThan(6.2)

	const before = positionsOf(entities.filter(({ kind }) => kind === 'unit'))
	expect(before.size).toBeGreaterThanOrEqual(100)
	await until('moving units', async () => {
		const now = positionsOf(await entitiesOf(api, 'sturmflut', '?kinds=unit'))
		return [...now].filter(([id, at]) => before.get(id) !== at).length >= 20 ? true : undefined
	})
})

test('the actual operation says honestly whether its sources can be reached', async ({ exercise }) => {
	const api = apiOf(exercise.url, exercise.key(['--name', 'probe-feeds', '--role', 'observer']))
	const feed = await until('the health of PEGELONLINE', async () => {
		const feeds = await api.get('/api/v1/feeds')
		const found = Array.isArray(feeds) ? feeds.filter(isRecord).find(({ id }) => id === 'pegelonline') : undefined
		return found?.['state'] === undefined ? undefined : found
	})
	const real = (await entitiesOf(api, 'hamburg')).filter(({ kind }) => kind !== 'feed')
	if (feed['state'] === 'red') expect([String(feed['reason']).length > 10, real]).toEqual([true, []])
	else expect(feed['lastGood']).not.toBeNull()
})

async function arrive(page: Page, stack: Stack): Promise<readonly string[]> {
	const complaints = complaintsOf(page)
	await signIn(page, stack)
	await expect(chip(page)).toContainText(/Live/)
	return complaints
}

test('a commander arrives: map, figures, list and curve, without complaints and accessible', async ({ page, exercise }) => {
	const complaints = await arrive(page, exercise)
	await expect(page).toHaveTitle(/Sturmflut Elbe/)
	await expect(page.getByText('ÜBUNG').first()).toBeVisible()
	await expect(page.getByText('Notkarte').first()).toBeVisible()
	await expect(page.getByText(/m NHN/).first()).toBeVisible()
	await page.getByRole('tab', { name: /Objekte/ }).click()
	await expect.poll(() => listed(page)).toBeGreaterThan(150)
	await page.screenshot({ path: `${SHOTS}/lage.png` })
	expect(await seriousFindings(page)).toEqual([])

	await page.getByRole('navigation').getByRole('link', { name: 'Pegel und Tore' }).first().click()
	await expect(page.getByRole('figure', { name: /St\. Pauli/ }).first()).toBeVisible()
	await page.screenshot({ path: `${SHOTS}/pegel.png` })
	expect(await seriousFindings(page)).toEqual([])
	expect(complaints).toEqual([])
})

test('the page reads in English and light, on a laptop and on a phone', async ({ browser, exercise }) => {
	for (const [name, width, height] of [
		['laptop', 1280, 800],
		['phone', 390, 844],
		['narrow', 320, 640],
	] as const) {
		const context = await browser.newContext({
			viewport: { width, height },
			colorScheme: 'light',
			locale: 'en-GB',
			timezoneId: 'Europe/Berlin',
		})
		const page = await context.newPage()
		const complaints = await arrive(page, exercise)
		await expect(page.locator('html')).toHaveAttribute('lang', 'en')
		await page.screenshot({ path: `${SHOTS}/${name}-light.png` })
		expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
		expect(await seriousFindings(page)).toEqual([])
		expect(complaints).toEqual([])
		await context.close()
	}
})

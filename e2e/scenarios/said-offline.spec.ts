import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { expect } from '@playwright/test'

import { apiOf, entitiesOf, uuid7 } from '../api.ts'
import { complaintsOf, signIn, test } from '../fixtures.ts'

function unit(native: string, callsign: string): Record<string, unknown> {
	const payload = { callsign, organisation: 'feuerwehr' }
	return { id: uuid7(), kind: 'unit', entity: `unit:leitstelle:${native}`, op: 'upsert', payload }
}

/** What both ends of the relation show of it. */
async function boundUnits(api: ReturnType<typeof apiOf>): Promise<number> {
	const entities = await entitiesOf(api, 'gesagt', '?bases=false')
	return entities.filter(({ links, inbound }) => `${JSON.stringify(links)}${JSON.stringify(inbound)}`.includes('duplicates')).length
}

test('what a person says without a connection is kept over a restart of the page, seen as waiting, and said once', async ({
	page,
	quiet,
}) => {
	const proxy = await startTcpProxy(quiet.port)
	const origin = `http://127.0.0.1:${proxy.port}`
	const complaints = complaintsOf(page)
	try {
		const admin = apiOf(quiet.url, quiet.key(['--name', 'verwaltung-gesagt', '--role', 'admin']))
		const api = apiOf(quiet.url, quiet.key(['--name', 'leitstelle', '--role', 'integrator']))
		await admin.post('/api/v1/operations', { id: 'gesagt', name: 'Gesagt', status: 'test' })
		await api.post('/api/v1/operations/gesagt/events', [unit('u1', 'Florian Hamburg 12/1'), unit('u2', 'Florian Hamburg 12/2')])
		await signIn(page, quiet, origin)
		await page.goto(`${origin}/#/gesagt/lage?selected=unit:leitstelle:u1`)
		await page.getByRole('button', { name: 'Als dasselbe kennzeichnen' }).click()
		await page.getByLabel('Florian Hamburg 12/2').check()

		/** The shell is kept from now on. */
		await page.evaluate(async () => {
			await navigator.serviceWorker.ready
		})
		proxy.cut()
		await page.getByRole('button', { name: 'Kennzeichnen', exact: true }).click()
		const chip = page.getByRole('button', { name: '1 ausstehend' })
		await expect(chip).toBeVisible()
		await expect(page.getByRole('dialog')).toBeHidden({ timeout: 10_000 })
		await page.reload()
		await expect(chip).toBeVisible()
		await chip.click()
		await expect(page.getByRole('dialog', { name: 'Postausgang' })).toContainText(/Einheit: .+wartet/)
		await page.screenshot({ path: 'test-results/shots/said-offline.png' })
		expect(await boundUnits(api)).toBe(0)

		proxy.heal()
		await expect(chip).toBeHidden({ timeout: 45_000 })
		await expect.poll(() => boundUnits(api)).toBe(2)
		const journal = await api.text('/api/v1/operations/gesagt/journal')
		expect(journal.split('"duplicates"')).toHaveLength(2)
		expect(complaints.filter((text) => !/ERR_|net::|Failed to load|WebSocket connection/.test(text))).toEqual([])
	} finally {
		await proxy.close()
	}
})

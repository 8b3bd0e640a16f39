import { AxeBuilder } from '@axe-core/playwright'
import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { expect } from '@playwright/test'

import { apiOf, entitiesOf, isRecord, uuid7 } from '../api.ts'
import type { Api } from '../api.ts'
import { complaintsOf, signIn, test } from '../fixtures.ts'

const GATE = 'facility:torwache:kluetjenfeld-7'

function said(op: 'upsert' | 'patch', payload: Record<string, unknown>): readonly Record<string, unknown>[] {
	const geometry = op === 'upsert' ? { geometry: { type: 'Point', coordinates: [9.9935, 53.5215] } } : {}
	return [{ id: uuid7(), kind: 'facility', entity: GATE, op, payload, ...geometry }]
}

/** What the hub holds of the acknowledgement. */
async function acknowledged(api: Api): Promise<readonly unknown[]> {
	const alarms = await entitiesOf(api, 'alarm', '?kinds=alarm')
	return alarms.flatMap(({ fields }) => (isRecord(fields) && isRecord(fields['acknowledged']) ? Object.values(fields['acknowledged']) : []))
}

test('sensor and gate guard contradict each other: the alarm is acknowledged without a connection, and by name once it is back', async ({
	page,
	quiet,
}) => {
	const proxy = await startTcpProxy(quiet.port)
	const origin = `http://127.0.0.1:${proxy.port}`
	const complaints = complaintsOf(page)
	try {
		const admin = apiOf(quiet.url, quiet.key(['--name', 'verwaltung-alarm', '--role', 'admin']))
		const guard = apiOf(quiet.url, quiet.key(['--name', 'torwache', '--role', 'staff']))
		const sensor = apiOf(quiet.url, quiet.key(['--name', 'sonde-alarm', '--role', 'integrator', '--rank', 'device']))
		await admin.post('/api/v1/operations', { id: 'alarm', name: 'Alarm', status: 'test' })
		await guard.post('/api/v1/operations/alarm/events', said('upsert', { name: 'Tor Klütjenfeld 7', type: 'gate' }))
		await sensor.post('/api/v1/operations/alarm/events', said('patch', { gate: 'closed' }))
		await signIn(page, quiet, origin)
		await page.goto(`${origin}/#/alarm/lage`)
		await expect(page.getByText('Kein Alarm steht an')).toBeVisible()

		await guard.post('/api/v1/operations/alarm/events', said('patch', { gate: 'open' }))
		await expect(page.getByRole('button', { name: 'Alarme: 1 unquittiert' })).toBeVisible()
		const row = page.getByRole('list', { name: 'Alarme' }).getByRole('listitem')
		await expect(row).toContainText('Widerspruch Tor Klütjenfeld 7')
		await expect(row).toContainText('Sensor zu, Torwache offen')
		expect((await new AxeBuilder({ page }).include('aside').withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()).violations).toEqual([])
		await page.keyboard.press('n')
		await expect(page.getByRole('heading', { name: 'Tor Klütjenfeld 7' })).toBeVisible()
		await page.screenshot({ path: 'test-results/shots/alarm-next.png' })
		await page.keyboard.press('Escape')

		proxy.cut()
		await row.getByRole('button', { name: /^Quittieren/ }).click()
		await expect(row).toContainText('Quittierung wartet auf Verbindung')
		await expect(page.getByRole('button', { name: '1 ausstehend' })).toBeVisible()
		expect(await acknowledged(guard)).toEqual([])

		proxy.heal()
		await expect(row).toContainText(/Quittiert von .+, \d\d:\d\d/, { timeout: 45_000 })
		await expect.poll(() => acknowledged(guard)).toHaveLength(1)
		await expect(page.getByRole('button', { name: 'Alarme: 0 unquittiert' })).toBeVisible()
		await page.screenshot({ path: 'test-results/shots/alarm-acknowledged.png' })
		expect(complaints.filter((text) => !/ERR_|net::|Failed to load/.test(text))).toEqual([])
	} finally {
		await proxy.close()
	}
})

import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'

import { apiOf, entitiesOf, isRecord, uuid7 } from '../api.ts'
import { complaintsOf, signIn, test } from '../fixtures.ts'

const GATE = 'facility:torwache-replay:kluetjenfeld-7'

function said(op: 'upsert' | 'patch', payload: Record<string, unknown>): readonly Record<string, unknown>[] {
	const geometry = op === 'upsert' ? { geometry: { type: 'Point', coordinates: [9.9935, 53.5215] } } : {}
	return [{ id: uuid7(), kind: 'facility', entity: GATE, op, payload, ...geometry }]
}

test('the commander looks back at what was known before the alarm, can change nothing there, and is back with one key', async ({
	page,
	quiet,
}) => {
	const complaints = complaintsOf(page)
	const admin = apiOf(quiet.url, quiet.key(['--name', 'verwaltung-replay', '--role', 'admin']))
	const guard = apiOf(quiet.url, quiet.key(['--name', 'torwache-replay', '--role', 'staff']))
	const sensor = apiOf(quiet.url, quiet.key(['--name', 'sonde-replay', '--role', 'integrator', '--rank', 'device']))
	await admin.post('/api/v1/operations', { id: 'rueckblick', name: 'Rückblick', status: 'test' })
	await guard.post('/api/v1/operations/rueckblick/events', said('upsert', { name: 'Tor Klütjenfeld 7', type: 'gate' }))
	await sensor.post('/api/v1/operations/rueckblick/events', said('patch', { gate: 'closed' }))
	await signIn(page, quiet)
	await page.goto(`${quiet.url}/#/rueckblick/lage`)
	await expect(page.getByText('Kein Alarm steht an')).toBeVisible()
	const before = new Date().toISOString()
	await guard.post('/api/v1/operations/rueckblick/events', said('patch', { gate: 'open' }))
	const row = page.getByRole('list', { name: 'Alarme' }).getByRole('listitem')
	await expect(row).toContainText('Widerspruch Tor Klütjenfeld 7')

	await page.goto(`${quiet.url}/#/rueckblick/lage?t=${before}`)
	const strip = page.getByRole('region', { name: 'Frühere Zeit' })
	await expect(strip).toContainText('REPLAY')
	await expect(page.getByText('Kein Alarm steht an')).toBeVisible()
	await expect(page.getByRole('button', { name: 'Alarme: 1 unquittiert' })).toBeVisible()
	await page.keyboard.press('b')
	await expect(page.getByRole('button', { name: 'Anlegen' })).toBeHidden()
	expect((await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()).violations).toEqual([])

	await page.getByRole('button', { name: 'Abspielen' }).click()
	await expect(row.getByRole('button', { name: /im Replay gesperrt/ })).toBeDisabled()
	await page.screenshot({ path: 'test-results/shots/replay.png' })
	await page.reload()
	await expect(strip).toBeVisible()

	await page.keyboard.press('0')
	await expect(strip).toBeHidden()
	expect(page.url()).not.toContain('t=')
	await row.getByRole('button', { name: /^Quittieren/ }).click()
	await expect(row).toContainText(/Quittiert von/)
	const alarms = await entitiesOf(guard, 'rueckblick', '?kinds=alarm')
	expect(alarms.every(({ fields }) => isRecord(fields) && isRecord(fields['acknowledged']))).toBe(true)
	expect(complaints).toEqual([])
})

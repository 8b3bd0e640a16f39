import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'

import { apiOf, uuid7 } from '../api.ts'
import { complaintsOf, test } from '../fixtures.ts'

const GATE = 'facility:torwache-wand:hovekanal-1'

function said(op: 'upsert' | 'patch', payload: Record<string, unknown>): readonly Record<string, unknown>[] {
	const geometry = op === 'upsert' ? { geometry: { type: 'Point', coordinates: [9.9935, 53.5215] } } : {}
	return [{ id: uuid7(), kind: 'facility', entity: GATE, op, payload, ...geometry }]
}

test('the screen on the wall signs in by its own link and shows what is open without a hand on it', async ({ page, quiet }) => {
	const complaints = complaintsOf(page)
	const admin = apiOf(quiet.url, quiet.key(['--name', 'verwaltung-wand', '--role', 'admin']))
	const guard = apiOf(quiet.url, quiet.key(['--name', 'torwache-wand', '--role', 'staff']))
	await admin.post('/api/v1/operations', { id: 'wand', name: 'Wand', status: 'test' })
	await guard.post('/api/v1/operations/wand/events', said('upsert', { name: 'Tor Hovekanal 1', type: 'gate' }))
	const link = new URL(quiet.command(['wall']).stdout.split('\n')[0] ?? '')
	await page.setViewportSize({ width: 1920, height: 1080 })
	await page.goto(`${quiet.url}${link.pathname}${link.search}`)
	expect(new URL(page.url()).search).toBe('?display=wall')
	await page.goto(`${quiet.url}/?display=wall#/wand/lage`)
	await expect(page.getByRole('heading', { name: 'Wand', exact: true })).toBeVisible()
	await expect(page.getByText('Live', { exact: true })).toBeVisible()
	await expect(page.getByText('von 1 zu')).toBeVisible()
	await guard.post('/api/v1/operations/wand/events', said('patch', { gate: 'open' }))
	const open = page.getByRole('listitem').filter({ hasText: 'offen' }).filter({ hasText: 'Hovekanal 1' })
	await expect(open).toBeVisible()
	await expect(page.getByRole('button')).toHaveCount(0)
	expect((await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()).violations).toEqual([])
	await page.screenshot({ path: 'test-results/shots/wall.png' })
	expect(complaints).toEqual([])
})

import type { Stack } from '@lagebild/testing/stack.ts'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'

import { isRecord, recordsIn, uuid7 } from './api.ts'
import type { Api } from './api.ts'
import { systemIn } from './people.ts'

export type Ground = { readonly api: Api; readonly operation: string; readonly unit: string }

/** A unit and an order for it, in an operation of its own. */
export async function ground(stack: Pick<Stack, 'url' | 'key'>, operation: string): Promise<Ground> {
	const api = await systemIn(stack, { name: operation, role: 'admin', clearance: 'restricted' })
	await api.post('/api/v1/operations', { id: operation, name: 'Sturmflut Elbe', status: 'exercise' })
	const [unit, section] = [`unit:${operation}:heros-32-10`, `section:${operation}:ea2`]
	const said = await api.post(`/api/v1/operations/${operation}/events`, [
		{ id: uuid7(), kind: 'section', entity: section, op: 'upsert', payload: { name: 'Hafen Mitte', number: 'EA 2' } },
		{
			id: uuid7(),
			kind: 'unit',
			entity: unit,
			op: 'upsert',
			payload: { callsign: 'Heros Eimsbüttel 32/10', organisation: 'thw', strength: '1/3/17/21', fms: 1 },
			links: [{ rel: 'assigned-to', to: section }],
		},
		{
			id: uuid7(),
			kind: 'task',
			entity: `task:${operation}:a121`,
			op: 'upsert',
			payload: {
				number: '121',
				order: 'Tor Klütjenfeld 7 von Hand schließen',
				priority: 'sofort',
				command: { version: 1, state: 'issued' },
			},
			links: [{ rel: 'assigned-to', to: unit }],
		},
	])
	expect(JSON.stringify(said.body)).not.toContain('"fault"')
	return { api, operation, unit }
}

export async function invite({ api, operation, unit }: Ground): Promise<string> {
	const { body } = await api.post('/api/v1/devices/enrolments', { unit, operation, name: 'Tablet' })
	return isRecord(body) ? String(body['code']) : ''
}

export async function say({ api, operation, unit }: Ground, payload: Record<string, unknown>): Promise<void> {
	await api.post(`/api/v1/operations/${operation}/events`, { id: uuid7(), kind: 'unit', entity: unit, op: 'patch', payload })
}

export async function enrol(page: Page, where: Ground, origin: string, name: string): Promise<string> {
	await page.goto(`${origin}/field/#anmelden/${await invite(where)}`)
	await page.getByLabel('Name des Geräts').fill(name)
	await page.keyboard.press('Enter')
	await expect(page.getByRole('heading', { name: 'Heros Eimsbüttel 32/10' })).toBeVisible()
	expect(new URL(page.url()).hash, 'the code stays in no address').toBe('')
	const device = recordsIn(await where.api.get('/api/v1/devices')).find((one) => one['name'] === name)
	return String(device?.['id'])
}

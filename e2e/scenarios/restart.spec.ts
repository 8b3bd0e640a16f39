import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startStack } from '@lagebild/testing/stack.ts'
import { expect, test } from '@playwright/test'

import { apiOf, entitiesOf, uuid7 } from '../api.ts'
import { startQuietStack } from '../fixtures.ts'

test('Ctrl-C and another start bring everything back; a second start beside the first is refused', async () => {
	const first = await startQuietStack()
	const event = {
		id: uuid7(),
		kind: 'incident',
		entity: 'incident:lagezentrum:keller-veddel-1',
		op: 'upsert',
		times: { observed: '2026-11-21T20:41:00+01:00' },
		geometry: { type: 'Point', coordinates: [10.02, 53.52] },
		payload: { title: 'Wasser im Keller', category: 'flooding', priority: 'sofort' },
	}
	const key = first.key(['--name', 'lagezentrum', '--role', 'integrator'])
	const { status, body } = await apiOf(first.url, key).post('/api/v1/operations/hamburg/events', event)
	expect([status, body]).toEqual([201, { id: event.id, seq: 2, effect: 'applied' }])
	const before = await entitiesOf(apiOf(first.url, key), 'hamburg')

	const rival = first.command(['start'])
	expect(rival.status).not.toBe(0)
	expect(`${rival.stdout}${rival.stderr}`).toMatch(/process \d+/)
	await first.stop()

	const second = await startQuietStack(first.data)
	try {
		expect(await entitiesOf(apiOf(second.url, key), 'hamburg')).toEqual(before)
		const again = await apiOf(second.url, key).post('/api/v1/operations/hamburg/events', event)
		expect(again.body).toMatchObject({ id: event.id, seq: 2 })
	} finally {
		await second.dispose()
	}
})

test('a faulty configuration stops the start and names the key', async () => {
	const data = mkdtempSync(join(tmpdir(), 'lagebild-bad-'))
	const config = join(data, 'bad.config.json')
	writeFileSync(config, JSON.stringify({ feeds: [], exercise: { enabled: false }, retention: { measurementHours: 'many' } }))
	await expect(startStack({ data, env: { LAGEBILD_CONFIG: config } })).rejects.toThrow(/retention\.measurementHours/)
	rmSync(data, { recursive: true })
})

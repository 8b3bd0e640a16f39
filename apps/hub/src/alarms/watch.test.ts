import { until } from '@lagebild/testing/until.ts'
import { afterEach, expect, test } from 'vitest'
import * as z from 'zod'

import { TestHub } from '../testing/harness.ts'

const hubs: TestHub[] = []

afterEach(async () => {
	for (const hub of hubs.splice(0)) await hub.close()
})

const Rows = z.looseObject({
	entities: z.array(z.looseObject({ kind: z.string(), life: z.string(), fields: z.looseObject({ title: z.string().optional() }) })),
})

async function standing(hub: TestHub, operation: string): Promise<readonly string[]> {
	const { body } = await hub.ask(`/api/v1/operations/${operation}/picture?kinds=alarm`, { key: hub.admin })
	return Rows.parse(body).entities.flatMap(({ life, fields }) => (life === 'live' ? [fields.title ?? ''] : []))
}

test('[R2] [R3] a hub raises an alarm about what a base holds in the operations that show it, once, also over a restart', async () => {
	const hub = new TestHub()
	hubs.push(hub)
	hub.alarms = true
	await hub.start()
	await hub.ask('/api/v1/operations', { key: hub.admin, json: { id: 'base', name: 'Grundlage', status: 'test', base: true } })
	await hub.ask('/api/v1/operations', { key: hub.admin, json: { id: 'lage', name: 'Lage', status: 'test' } })
	const unit = (n: number) => ({
		id: `00000000-0000-7000-8000-00000000000${n}`,
		kind: 'unit',
		entity: `unit:admin:${n}`,
		op: 'upsert',
		payload: { callsign: `Florian ${n}`, organisation: 'feuerwehr', overlay: 0 },
	})
	await hub.ask('/api/v1/operations/base/events', { key: hub.admin, json: [unit(1)] })
	const raised = await until('the alarm', async () => ((await standing(hub, 'lage')).length > 0 ? standing(hub, 'lage') : undefined))
	expect(raised).toEqual(['Notruf Florian 1 · Emergency call Florian 1'])
	expect(await standing(hub, 'base')).toEqual([])
	await hub.restart()
	await hub.ask('/api/v1/operations/base/events', { key: hub.admin, json: [unit(2)] })
	await until('the other alarm', async () => ((await standing(hub, 'lage')).length > 1 ? true : undefined))
	const { text } = await hub.ask('/api/v1/operations/lage/journal', { key: hub.admin })
	expect(text.match(/Notruf Florian 1 · /gu)).toHaveLength(1)
	expect(hub.logged).toEqual([])
})

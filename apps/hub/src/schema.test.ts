import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'

import { smallestEvent, TestHub, uuid } from './testing/harness.ts'

let hub: TestHub

beforeAll(async () => {
	hub = await TestHub.start()
})

afterAll(async () => {
	await hub.close()
})

const Index = z.object({ schemas: z.array(z.object({ name: z.string(), $id: z.string(), title: z.string(), href: z.string() })) })
const Schema = z.looseObject({ $schema: z.string(), $id: z.string(), title: z.string(), examples: z.array(z.looseObject({})).optional() })

async function schemaAt(href: string) {
	const { status, text, headers } = await hub.ask(href, { key: hub.admin })
	return { status, type: headers.get('content-type'), schema: Schema.parse(JSON.parse(text)) }
}

test('the schemas are listed and read with any credential, and with none they are not', async () => {
	const { key } = hub.access.createKey({ name: 'beobachter', role: 'observer', operations: [] })
	const { schemas } = Index.parse((await hub.ask('/api/v1/schema', { key })).body)
	expect(schemas.map(({ name }) => name)).toEqual(
		expect.arrayContaining(['event', 'event-sensor', 'payload-sensor', 'payload-sensor-1', 'operation']),
	)
	for (const { href, $id, title } of schemas) {
		const { status, type, schema } = await schemaAt(href)
		expect([status, type]).toEqual([200, 'application/schema+json; charset=utf-8'])
		expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', $id, title })
	}
	expect((await hub.ask('/api/v1/schema')).status).toBe(401)
	expect((await hub.ask('/api/v1/schema/payload-ufo', { key })).body).toMatchObject({ fault: 'not-found' })
})

test('the example of every kind is taken as it stands', async () => {
	const { key } = hub.access.createKey({ name: 'lagezentrum', role: 'integrator', operations: 'all' })
	const { schemas } = Index.parse((await hub.ask('/api/v1/schema', { key })).body)
	const kinds = schemas.filter(({ name }) => name.startsWith('event-'))
	const events = await Promise.all(
		kinds.map(async ({ href }, n) => ({ ...(await schemaAt(href)).schema.examples?.[0], id: uuid(100 + n) })),
	)
	const { body } = await hub.post(events, key)
	expect(body).toMatchObject(events.map(({ id }) => ({ id, effect: 'applied' })))
})

const EXT = {
	'de.hamburg.leitstelle': { einsatznummer: '2026-004711', stichwort: 'THWAY', leer: null, liste: [1, 2.5, 'ä', { tief: [[]] }] },
	cot: { 'detail.__group': { role: 'HQ', _flow: '' }, zahl: 1e21, klein: 5e-324 },
}

test('foreign fields come back from journal and history as they were, and are not in rows', async () => {
	const event = { ...smallestEvent(1), ext: EXT }
	expect((await hub.post(event)).status).toBe(201)
	const id = encodeURIComponent(event.entity)
	const journal = (await hub.ask('/api/v1/operations/lage/journal', { key: hub.admin })).text.trim().split('\n')
	const told = z.object({ event: z.looseObject({ id: z.string(), ext: z.unknown().optional() }).optional() })
	const line = journal.map((text) => told.parse(JSON.parse(text))).find((one) => one.event?.id === event.id)
	expect(line?.event?.ext).toEqual(EXT)
	const history = await hub.ask(`/api/v1/operations/lage/entities/${id}/history`, { key: hub.admin })
	expect(z.array(told).parse(history.body)[0]?.event?.ext).toEqual(EXT)
	const entity = await hub.ask(`/api/v1/operations/lage/entities/${id}`, { key: hub.admin })
	expect(entity.body).toMatchObject({ row: { id: event.entity } })
	expect(entity.text).not.toContain('de.hamburg.leitstelle')
})

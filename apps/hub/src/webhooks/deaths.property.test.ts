import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { until } from '@lagebild/testing/until.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'

import { smallestEvent, TestHub } from '../testing/harness.ts'
import { Receiver } from './testing/receiver.ts'

const Made = z.object({ webhook: z.looseObject({ id: z.string() }), secret: z.string() })
const AT = '/api/v1/operations/lage/webhooks'

/**
 * - `cut`: the receiver takes a message and dies before it answers.
 * - `error`: it takes nothing.
 * - `crash`: what was taken is not written down any more: the hub dies between.
 */
const FAULTS = ['none', 'cut', 'error', 'crash', 'restart'] as const
type Fault = (typeof FAULTS)[number]

const steps = fc
	.tuple(
		fc.shuffledSubarray([...FAULTS], { minLength: FAULTS.length }),
		fc.array(fc.integer({ min: 1, max: 3 }), { minLength: FAULTS.length, maxLength: FAULTS.length }),
	)
	.map(([faults, said]) => faults.map((fault, n) => ({ fault, said: said[n] ?? 1 })))

let hub: TestHub
let receiver: Receiver

function once(answer: (response: Parameters<Receiver['answer']>[1]) => void): void {
	receiver.answer = (_received, response) => {
		receiver.takeAll()
		answer(response)
	}
}

async function suffer(fault: Fault): Promise<void> {
	if (fault === 'cut') once((response) => response.destroy())
	if (fault === 'error') once((response) => response.writeHead(500, { 'retry-after': '0' }).end('gerade nicht'))
	if (fault === 'restart') await hub.restart()
	if (fault !== 'crash') return
	const database = new DatabaseSync(path.join(hub.folder, 'webhooks.db'))
	once((response) => {
		database.exec("create trigger dead before update of progress on webhooks begin select raise(fail, 'dead'); end")
		response.writeHead(204).end()
		setTimeout(() => {
			database.exec('drop trigger dead')
			database.close()
		}, 200)
	})
}

async function story(parts: readonly { readonly fault: Fault; readonly said: number }[], batch: boolean): Promise<readonly string[]> {
	const made = Made.parse((await hub.ask(AT, { key: hub.admin, json: { url: receiver.url, batch } })).body)
	receiver.secret = made.secret
	const entities: string[] = []
	for (const { fault, said } of parts) {
		await suffer(fault)
		for (let n = 0; n < said; n++) {
			const event = smallestEvent(entities.length)
			entities.push(event.entity)
			await hub.post(event)
		}
		await until('all that was said', () => (receiver.once().length >= entities.length ? true : undefined))
	}
	expect(receiver.once().map(({ subject }) => subject)).toEqual(entities)
	const bodies = new Map(receiver.got.map(({ id, body }) => [id, body]))
	expect(receiver.got.length).toBeGreaterThan(bodies.size)
	for (const { id, body } of receiver.got) expect(body).toBe(bodies.get(id))
	return receiver.refused
}

async function tell(...[parts, batch]: Parameters<typeof story>): Promise<readonly string[]> {
	;[hub, receiver] = [new TestHub(), new Receiver()]
	hub.configure({ outbound: { allowPrivateHosts: ['127.0.0.1'] } })
	await receiver.start()
	try {
		await hub.start()
		await hub.ask('/api/v1/operations', { key: hub.admin, json: { id: 'lage', name: 'Lage', status: 'test' } })
		return await story(parts, batch)
	} finally {
		await hub.close()
		await receiver.stop()
	}
}

test('[X12] whoever dies, nothing is missing, nothing overtakes, and a repeat is the same message', async () => {
	const law = fc.asyncProperty(steps, fc.boolean(), async (parts, batch) => {
		expect(await tell(parts, batch)).toEqual([])
	})
	await fc.assert(law, { numRuns: 1, endOnFailure: true })
}, 60_000)

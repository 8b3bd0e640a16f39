import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'

import { until } from '@lagebild/testing/until.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { smallestEvent, TestHub, uuid } from '../testing/harness.ts'

/** More than the system keeps for a reader that does not read. */
const THINGS = 1_000
const WORDS = 'Wasser '.repeat(1_300)
const CHANGES = 100

let hub: TestHub
let key = ''

beforeAll(async () => {
	hub = await TestHub.start()
	key = hub.access.createKey({ name: 'langsam', role: 'integrator', operations: ['lage'], clearance: 'internal' }).key
	for (let from = 0; from < THINGS; from += 100) {
		const some = Array.from({ length: 100 }, (_, n) => smallestEvent(from + n))
		const { text } = await hub.post(some.map((event) => ({ ...event, payload: { ...event.payload, description: WORDS } })))
		if (text.includes('"fault"')) throw new Error(text.slice(0, 500))
	}
}, 60_000)

afterAll(async () => {
	await hub.close()
})

type Slow = { readonly socket: Socket; readonly text: () => string }

/** Reads nothing until it is told to. */
async function openSlowly(): Promise<Slow> {
	const { hostname, port } = new URL(hub.url)
	const socket = connect(Number(port), hostname)
	await once(socket, 'connect')
	let text = ''
	socket.setEncoding('utf8').on('data', (chunk) => (text += String(chunk)))
	socket.pause()
	const lines = [`GET /api/v1/operations/lage/stream?bases=false HTTP/1.1`, `host: ${hostname}`, `authorization: Bearer ${key}`, '', '']
	socket.write(lines.join('\r\n'))
	return { socket, text: () => text }
}

function count(text: string, part: string): number {
	return text.split(part).length - 1
}

test('[X5] [X4] who does not read is told what holds when it reads on, and nothing that was hidden meanwhile', async () => {
	const changing = smallestEvent(THINGS - 1)
	const hidden = smallestEvent(THINGS - 2)
	const slow = await openSlowly()
	await until('its beginning', () => (slow.socket.readableLength > 0 || slow.socket.bytesRead > 0 ? true : undefined))
	for (let n = 0; n < CHANGES; n++) {
		const patch = {
			id: uuid(50_000 + n),
			kind: 'incident',
			entity: changing.entity,
			op: 'patch',
			payload: { title: `Stand ${n} von ${CHANGES}` },
		}
		await hub.post(patch)
	}
	const hide = { id: uuid(60_000), kind: 'incident', entity: hidden.entity, op: 'classify', label: { level: 'restricted' } }
	expect((await hub.post(hide)).status).toBe(201)
	const last = { ...smallestEvent(THINGS), payload: { title: 'Das Letzte', category: 'other' } }
	await hub.post(last)
	slow.socket.resume()
	await until('the last word', () => (slow.text().includes('Das Letzte') ? true : undefined))
	await until('the last state', () => (slow.text().includes(`Stand ${CHANGES - 1} von`) ? true : undefined))
	expect(count(slow.text(), 'Stand ')).toBeLessThan(CHANGES / 10)
	expect(slow.text()).not.toContain(`"id":"${hidden.entity}"`)
	expect(slow.text()).toContain(`"id":"${smallestEvent(0).entity}"`)
	slow.socket.destroy()
})

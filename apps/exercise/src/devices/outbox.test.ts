import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

import { readSubmission } from '@lagebild/model/read-submission.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'

import { startClock } from '../scenario/clock.ts'
import { readIncidents } from '../scenario/incidents.ts'
import { incidentStatements } from './control-room.ts'
import { gateStatements } from './gates.ts'
import { createOutbox } from './outbox.ts'
import { eventOf } from './statement.ts'
import type { Statement } from './statement.ts'

const START = 1_795_000_000_000
const statement = (n: number): Statement => ({ entity: `unit:fahrzeuge:u${n}`, at: START + n, op: 'patch', payload: { fms: 3 } })

type Reply = { readonly status: number; readonly body: unknown }

/** A hub of which only the answers are known, given in order; the last one for ever. */
let server: Server
let replies: Reply[] = []
let asked: unknown[][] = []
let heard: (() => void) | undefined
const stop = new AbortController()

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	asked.push(z.array(z.unknown()).parse(JSON.parse(await text(request))))
	const reply = (replies.length > 1 ? replies.shift() : replies[0]) ?? { status: 207, body: [] }
	response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body))
	heard?.()
}

beforeEach(async () => {
	replies = []
	asked = []
	server = createServer((request, response) => {
		void answer(request, response)
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
})

afterEach(() => {
	server.close()
	server.closeAllConnections()
})

function outbox(warnings: string[] = []) {
	const address = server.address()
	const port = typeof address === 'object' ? (address?.port ?? 0) : 0
	const hub = {
		url: `http://127.0.0.1:${port}`,
		operation: 'sturmflut',
		signal: stop.signal,
		warn: (words: string) => warnings.push(words),
	}
	return createOutbox(hub, { key: 'k', run: 'r' })
}

async function untilAsked(count: number): Promise<void> {
	while (asked.length < count) await new Promise<void>((resolve) => (heard = resolve))
}

async function untilEmpty(box: { readonly waitingSince: () => number | undefined }): Promise<void> {
	while (box.waitingSince() !== undefined) await new Promise((resolve) => setImmediate(resolve))
}

test('what a stopping hub did not take is said again, with the same ids', async () => {
	replies = [
		{ status: 503, body: { fault: 'not-ready', message: 'stopping' } },
		{ status: 207, body: [{ id: 'a', seq: 1, effect: 'applied' }] },
	]
	const box = outbox()
	box.say([statement(1)])
	expect(box.waitingSince()).toBe(START + 1)
	await untilAsked(2)
	await untilEmpty(box)
	expect(asked[0]).toEqual(asked[1])
})

test('one refused statement does not hold up its neighbours, and is reported once', async () => {
	replies = [
		{
			status: 207,
			body: [
				{ id: 'a', seq: 1, effect: 'applied' },
				{ fault: 'not-allowed', message: 'no' },
			],
		},
	]
	const warnings: string[] = []
	const box = outbox(warnings)
	box.say([statement(1), statement(2)])
	await untilAsked(1)
	await untilEmpty(box)
	expect(warnings).toEqual(['the hub refused a statement: not-allowed no'])
})

test('ids follow from run and content: a restart says the same, another run something else', () => {
	const said = eventOf(statement(1), 'run-1')
	expect(eventOf(statement(1), 'run-1')).toEqual(said)
	expect(eventOf(statement(1), 'run-2')).not.toEqual(said)
	expect(readSubmission(said)).toMatchObject({ ok: true, value: { status: 'exercise' } })
})

test('everything that the script says is a valid event of an exercise', () => {
	const clock = startClock(START, 1)
	const span = { from: START - 86_400_000, to: START + 40 * 3_600_000 }
	const incidents = readIncidents(new URL('../../data/incidents.json', import.meta.url))
	const said = [
		...incidentStatements(incidents, clock, span),
		...gateStatements('sensor', clock, span),
		...gateStatements('guard', clock, span),
	]
	expect(said.length).toBeGreaterThan(300)
	const bad = said.map((one) => readSubmission(eventOf(one, 'r'))).filter(({ ok }) => !ok)
	expect(bad).toEqual([])
})

import { createServer } from 'node:http'
import type { Server } from 'node:http'

import { AccessAway } from '@lagebild/access/writing.ts'
import { fault } from '@lagebild/model/fault.ts'
import express from 'express'
import type { NextFunction, Request, Response } from 'express'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'

import { answerRest, sendFault } from './faults.ts'
import { requestLog } from './request-log.ts'

const Line = z.looseObject({
	level: z.number(),
	request: z.string(),
	method: z.string(),
	status: z.number(),
	missed: z.number().optional(),
	route: z.string().optional(),
})

let lines: string[] = []
let server: Server
let url = ''

beforeEach(async () => {
	lines = []
	const app = express()
	const log = pino({ level: 'debug' }, { write: (line) => void lines.push(line) })
	app.use(requestLog(log))
	app.get('/entities/:id', (_request, response) => void response.json({}))
	app.post('/events', (_request, response) => {
		sendFault(response, fault('bad-message', 'no'))
	})
	app.get('/broken', (_request, response) => {
		sendFault(response, fault('internal'))
	})
	app.get('/bugs/:id', () => {
		throw new Error('a bug')
	})
	app.get('/away/:id', () => {
		throw new AccessAway('no connection')
	})
	app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
		answerRest({ request, response }, error, log)
	})
	app.get('/hanging', (_request, response) => void response.write('…'))
	server = createServer(app)
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
	const address = server.address()
	url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})

afterEach(() => {
	server.closeAllConnections()
	server.close()
})

/** The line is written when the answer has left, which the client may see first. */
async function lineAbout(request: string): Promise<z.infer<typeof Line>> {
	for (;;) {
		const line = lines.flatMap((one) => Line.safeParse(JSON.parse(one)).data ?? []).find((one) => one.request === request)
		if (line) return line
		await new Promise(setImmediate)
	}
}

async function ask(path: string, init: RequestInit = {}): Promise<{ readonly id: string; readonly line: z.infer<typeof Line> }> {
	const response = await fetch(`${url}${path}`, init)
	const id = response.headers.get('x-request-id') ?? ''
	return { id, line: await lineAbout(id) }
}

test('[O1] each request has a name, in its answer and in its line, and what a proxy called it stays', async () => {
	const first = await ask('/entities/secret')
	const second = await ask('/entities/secret', { headers: { 'x-request-id': 'edge-7' } })
	expect(first.id).toMatch(/^[0-9a-f-]{36}$/)
	expect(second.id).toBe('edge-7')
	const { id } = await ask('/entities/secret', { headers: { 'x-request-id': 'two words' } })
	expect(id).toMatch(/^[0-9a-f-]{36}$/)
})

test('[O1] a line says the pattern of an address and never what stood in it', async () => {
	const { line } = await ask('/entities/secret?code=hidden', { headers: { authorization: 'Bearer hidden' } })
	expect(line).toMatchObject({ level: 20, route: '/entities/:id', status: 200 })
	expect(lines.join('')).not.toMatch(/secret|hidden/)
	expect(await ask('/nothing/secret')).toMatchObject({ line: { status: 404, level: 30 } })
	expect(lines.join('')).not.toMatch(/secret/)
})

test('[O1] what was refused is told with its fault, and what broke as an error', async () => {
	expect(await ask('/events', { method: 'POST' })).toMatchObject({ line: { level: 30, status: 422, fault: 'bad-message' } })
	expect(await ask('/broken')).toMatchObject({ line: { level: 50, status: 500 } })
	expect(await ask('/bugs/secret')).toMatchObject({ line: { level: 50, route: '/bugs/:id' } })
	expect(lines.join('')).toContain('a bug')
	expect(lines.join('')).not.toContain('secret')
})

test('[N3] that the database is away is not told once for each request', async () => {
	for (let n = 0; n < 3; n++) expect(await ask('/away/secret')).toMatchObject({ line: { status: 503 } })
	const told = lines.map((line) => z.looseObject({ level: z.number(), msg: z.string() }).parse(JSON.parse(line)))
	expect(told.filter(({ level, msg }) => level > 30 || (level === 30 && msg !== 'request'))).toEqual([])
	expect(lines.join('')).not.toContain('secret')
})

test('[O1] a flood of refusals is told in a few lines that count the others', async () => {
	const told = () => lines.map((line) => Line.parse(JSON.parse(line))).filter(({ status }) => status === 422)
	const flood = async () => {
		for (let n = 0; n < 40; n++) await (await fetch(`${url}/events`, { method: 'POST' })).text()
	}
	while (!told().some(({ missed }) => missed !== undefined)) await flood()
	const missed = told().reduce((sum, one) => sum + (one.missed ?? 0), 0)
	expect(missed).toBeGreaterThan(0)
})

test('[O1] whoever hangs up before the end is told as such', async () => {
	const stop = new AbortController()
	const response = await fetch(`${url}/hanging`, { signal: stop.signal })
	stop.abort()
	expect(await lineAbout(response.headers.get('x-request-id') ?? '')).toMatchObject({ status: 499 })
})

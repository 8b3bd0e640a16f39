import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'

import { Webhook } from 'standardwebhooks'
import * as z from 'zod'

export const Event = z.looseObject({
	specversion: z.literal('1.0'),
	id: z.string(),
	source: z.string(),
	type: z.string(),
	subject: z.string().optional(),
	sequence: z.string().optional(),
	data: z.looseObject({ seq: z.int().optional() }),
})
type Event = z.infer<typeof Event>

export type Received = { readonly id: string; readonly type: string; readonly body: string; readonly events: readonly Event[] }
type Answer = (received: Received, response: ServerResponse) => void

const taken: Answer = (_received, response) => {
	response.writeHead(204).end()
}

/** A receiver as another system would write it, with the library of the specification. */
export class Receiver {
	secret = ''
	readonly got: Received[] = []
	/** What could not be verified. */
	readonly refused: string[] = []
	answer: Answer = taken
	#server: Server | undefined
	#port = 0

	get url(): string {
		return `http://127.0.0.1:${this.#port}/haken`
	}

	async start(): Promise<void> {
		const server = createServer((request, response) => void this.#hear(request, response))
		this.#server = server
		await new Promise<void>((resolve) => {
			server.listen(this.#port, '127.0.0.1', resolve)
		})
		const address = server.address()
		this.#port = typeof address === 'object' && address ? address.port : 0
	}

	async stop(): Promise<void> {
		const server = this.#server
		this.#server = undefined
		server?.closeAllConnections()
		await new Promise((resolve) => {
			if (server) server.close(resolve)
			else resolve(true)
		})
	}

	takeAll(): void {
		this.answer = taken
	}

	/** Each message once, as a receiver keeps it. */
	once(): readonly Event[] {
		const seen = new Set<string>()
		return this.got.flatMap(({ id, events }) => {
			if (seen.has(id)) return []
			seen.add(id)
			return events
		})
	}

	async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
		let body = ''
		request.setEncoding('utf8')
		for await (const chunk of request) body += String(chunk)
		const header = (name: string): string => String(request.headers[name] ?? '')
		const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const
		try {
			const said: unknown = new Webhook(this.secret).verify(body, Object.fromEntries(names.map((name) => [name, header(name)])))
			const events = z.array(Event).parse(Array.isArray(said) ? said : [said])
			const received = { id: header('webhook-id'), type: header('content-type'), body, events }
			this.answer(received, response)
			this.got.push(received)
		} catch (error) {
			this.refused.push(String(error))
			response.writeHead(400).end()
		}
	}
}

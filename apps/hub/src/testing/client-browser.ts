import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { text as textOf } from 'node:stream/consumers'

import type { LinkRequest } from '@lagebild/access/grants.ts'
import { OperationId } from '@lagebild/model/ids.ts'

import type { TestHub, Answer } from './harness.ts'

type Asked = { readonly method?: string; readonly json?: unknown; readonly headers?: Readonly<Record<string, string>> }

type Reached = { readonly url: string }

type Link = Partial<Pick<LinkRequest, 'role' | 'organisation' | 'clearance'>> & { readonly operations?: readonly string[] }
type Sent = { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body: string | undefined }

async function read(response: IncomingMessage): Promise<Answer> {
	const text = await textOf(response)
	const headers = new Headers(Object.entries(response.headers).map(([name, value]) => [name, String(value)]))
	const body: unknown = /^application\/(?:geo\+)?json/.test(headers.get('content-type') ?? '') ? JSON.parse(text) : undefined
	return { status: response.statusCode ?? 0, headers, body, text }
}

/** A person's browser: keeps the cookie, and says from which page it speaks. */
export class Browser {
	cookie = ''
	/** Whose address it opened; another hub may answer there. */
	readonly #hub: Reached
	#answers: Reached
	/** Undefined: by the address of the hub. */
	readonly #host: string | undefined
	readonly #address: string | undefined

	/** @param from.address as a reverse proxy on this machine tells it */
	constructor(hub: Reached, from: { readonly host?: string; readonly address?: string } = {}) {
		this.#hub = hub
		this.#answers = hub
		this.#host = from.host
		this.#address = from.address
	}

	/** By a one-time link, as somebody of this role. */
	static async signedIn(hub: TestHub, { operations, ...link }: Link = {}): Promise<Browser> {
		const browser = new Browser(hub)
		const reached = operations?.map((id) => OperationId.parse(id)) ?? 'all'
		await browser.follow(hub.access.createLink({ ttlMs: 60_000, role: 'admin', name: 'Verwaltung', ...link, operations: reached }))
		return browser
	}

	/** From now on a balancer leads it to this hub, under the address that it knows. */
	leadTo(hub: Reached): this {
		this.#answers = hub
		return this
	}

	follow(code: string): Promise<Answer> {
		return this.ask(`/sign-in?code=${code}`)
	}

	get host(): string {
		const { port, host } = new URL(this.#hub.url)
		return this.#host === undefined ? host : `${this.#host}:${port}`
	}

	get origin(): string {
		return `http://${this.host}`
	}

	async ask(address: string, { method, json, headers }: Asked = {}): Promise<Answer> {
		const writes = method !== undefined || json !== undefined
		const answer = await this.#send(address, {
			method: method ?? (json === undefined ? 'GET' : 'POST'),
			body: json === undefined ? undefined : JSON.stringify(json),
			headers: {
				host: this.host,
				...(json !== undefined && { 'content-type': 'application/json' }),
				...(this.#address !== undefined && { 'x-forwarded-for': this.#address }),
				...(writes && { origin: this.origin }),
				...(this.cookie !== '' && { cookie: this.cookie }),
				...headers,
			},
		})
		this.#keep(answer)
		return answer
	}

	post(address: string, json: unknown = {}): Promise<Answer> {
		return this.ask(address, { json })
	}

	/** Under any name: `fetch` would not let us say another host than that of the address. */
	#send(address: string, { method, headers, body }: Sent): Promise<Answer> {
		return new Promise((resolve, reject) => {
			const { port } = new URL(this.#answers.url)
			const sent = request({ port, path: address, method, headers, agent: false }, (response) => {
				read(response).then(resolve, reject)
			})
			sent.once('error', reject)
			sent.end(body)
		})
	}

	#keep({ headers }: Answer): void {
		const given = headers.get('set-cookie')
		if (given !== null) this.cookie = /Expires=Thu, 01 Jan 1970/.test(given) ? '' : (given.split(';')[0] ?? '')
	}
}

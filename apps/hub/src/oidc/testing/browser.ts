import type { TestHub, Answer } from './harness.ts'

type Asked = { readonly method?: string; readonly json?: unknown; readonly headers?: Readonly<Record<string, string>> }

/** A person's browser: keeps the cookie, and says from which page it speaks. */
export class Browser {
	cookie = ''
	readonly #hub: TestHub
	/** Undefined: by the address of the hub. */
	readonly #host: string | undefined
	readonly #address: string | undefined

	/** @param from.address as a reverse proxy on this machine tells it */
	constructor(hub: TestHub, from: { readonly host?: string; readonly address?: string } = {}) {
		this.#hub = hub
		this.#host = from.host
		this.#address = from.address
	}

	/** By a one-time link, as somebody of this role. */
	static async signedIn(hub: TestHub, link: Partial<Parameters<TestHub['access']['createLink']>[0]> = {}): Promise<Browser> {
		const browser = new Browser(hub)
		await browser.follow(hub.access.createLink({ ttlMs: 60_000, role: 'admin', name: 'Verwaltung', ...link }))
		return browser
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
		const answer = await this.#hub.ask(address, {
			...(method !== undefined && { method }),
			...(json !== undefined && { json }),
			headers: {
				...(this.#host !== undefined && { host: this.host }),
				...(this.#address !== undefined && { 'x-forwarded-for': this.#address }),
				...(method !== undefined || json !== undefined ? { origin: this.origin } : {}),
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

	#keep({ headers }: Answer): void {
		const given = headers.get('set-cookie')
		if (given !== null) this.cookie = /Expires=Thu, 01 Jan 1970/.test(given) ? '' : (given.split(';')[0] ?? '')
	}
}

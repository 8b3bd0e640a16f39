import { parseCookie } from 'cookie'

export type Page = { readonly url: URL; readonly status: number; readonly text: string; readonly location: URL | undefined }

/** As much of a browser as signing in needs: cookies by origin, redirects one after the other. */
export class Browser {
	readonly #jars = new Map<string, Map<string, string>>()

	cookies(origin: string): Map<string, string> {
		const jar = this.#jars.get(origin) ?? new Map<string, string>()
		this.#jars.set(origin, jar)
		return jar
	}

	header(origin: string): string {
		return [...this.cookies(origin)].map(([name, value]) => `${name}=${value}`).join('; ')
	}

	async load(address: URL | string, form?: Readonly<Record<string, string>>): Promise<Page> {
		const url = new URL(address)
		const answer = await fetch(url, {
			method: form ? 'POST' : 'GET',
			redirect: 'manual',
			headers: { cookie: this.header(url.origin) },
			...(form && { body: new URLSearchParams(form) }),
		})
		for (const line of answer.headers.getSetCookie()) this.#keep(url.origin, line)
		const to = answer.headers.get('location')
		return { url, status: answer.status, text: await answer.text(), location: to === null ? undefined : new URL(to, url) }
	}

	/** Follows redirects until a page is there, or until one would lead to where the test wants to stop. */
	async visit(
		address: URL | string,
		stopBefore: (to: URL) => boolean = () => false,
		form?: Readonly<Record<string, string>>,
	): Promise<Page> {
		let page = await this.load(address, form)
		while (page.location && !stopBefore(page.location)) page = await this.load(page.location)
		return page
	}

	#keep(origin: string, line: string): void {
		const [pair = ''] = line.split(';')
		const [name = '', value = ''] = Object.entries(parseCookie(pair))[0] ?? []
		if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) this.cookies(origin).delete(name)
		else this.cookies(origin).set(name, value)
	}
}

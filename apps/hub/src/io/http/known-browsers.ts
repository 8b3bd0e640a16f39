import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import path from 'node:path'

import type { Access } from '@lagebild/access/store.ts'
import { parseCookie, stringifySetCookie } from 'cookie'

import { isSecure } from './session-cookie.ts'

const PLAIN = 'lagebild_known'
const GUARDED = '__Host-lagebild_known'

const KEPT_MS = 90 * 86_400_000
/** People of one browser that are remembered; the one who was here longest ago gives way. */
const MOST = 8

type Known = { readonly account: string; readonly browser: string; readonly since: number }

/**
 * Browsers that signed in to an account before have tries of their own: somebody who guesses behind the same proxy does not make its person
 * wait. The cookie lets nobody in; it names accounts by their ids, and nothing of a session.
 */
export class KnownBrowsers {
	readonly #key: () => Uint8Array
	readonly #now: () => number

	constructor(key: () => Uint8Array, now: () => number) {
		this.#key = key
		this.#now = now
	}

	/** This browser, as it is known to that account. */
	of(request: IncomingMessage, account: string): string | undefined {
		return this.#read(request).find((known) => known.account === account)?.browser
	}

	/** A cookie that says so from now on. */
	cookie(request: IncomingMessage, account: string): string {
		const now = this.#now()
		const before = this.#read(request).filter((known) => known.account !== account)
		const one = { account, browser: randomBytes(8).toString('hex'), since: now }
		const text = [one, ...before].slice(0, MOST).map(({ browser, since, ...known }) => `${known.account}.${browser}.${since}`)
		const secure = isSecure(request)
		return stringifySetCookie({
			name: secure ? GUARDED : PLAIN,
			value: `${text.join('_')}-${this.#mac(text.join('_'))}`,
			httpOnly: true,
			sameSite: 'strict',
			path: '/',
			secure,
			expires: new Date(now + KEPT_MS),
		})
	}

	#read(request: IncomingMessage): readonly Known[] {
		const said = parseCookie(request.headers.cookie ?? '')[isSecure(request) ? GUARDED : PLAIN] ?? ''
		const [, text, mac] = /^([0-9a-f._]{1,600})-([0-9a-f]{64})$/.exec(said) ?? []
		if (text === undefined || mac === undefined || !timingSafeEqual(Buffer.from(mac), Buffer.from(this.#mac(text)))) return []
		const known = text.split('_').map((one) => one.split('.'))
		return known.flatMap(([account = '', browser = '', since = '']) =>
			Number(since) + KEPT_MS > this.#now() ? { account, browser, since: Number(since) } : [],
		)
	}

	#mac(text: string): string {
		return createHmac('sha256', this.#key()).update(text).digest('hex')
	}
}

/** Before the key was kept with the sessions it was a file: browsers that were known with it stay so. */
export async function adoptBrowserKey(access: Pick<Access, 'write' | 'setSecret'>, dataFolder: string): Promise<void> {
	const file = path.join(dataFolder, 'secrets', 'known-browsers.key')
	if (!existsSync(file)) return
	const key = readFileSync(file)
	await access.write(() => access.setSecret('known browsers', key))
	rmSync(file)
}

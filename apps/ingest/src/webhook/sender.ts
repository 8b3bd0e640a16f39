import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'

import type { SignatureConfig } from '@lagebild/config/schema.ts'
import * as z from 'zod'

import type { KeyedFeed } from '../config.ts'

/** `unknown`: nobody can say just now, because the hub does not answer. */
export type Verdict = 'known' | 'stranger' | 'unknown'

const Session = z.object({
	grant: z.object({ source: z.string(), role: z.string(), operations: z.union([z.literal('all'), z.array(z.string())]) }),
})

const KNOWN_MS = 30_000
const STRANGER_MS = 10_000
const MOST_KEPT = 1_000
const TIMEOUT_MS = 5_000

export type Checker = { readonly check: (authorization: string | undefined, feed: KeyedFeed) => Promise<Verdict> }

/** Asks the hub whose key it is: the key of a feed is one of that feed's name. What it said is believed for half a minute. */
export function createChecker(hub: string, now: () => number): Checker {
	const kept = new Map<string, { readonly verdict: Verdict; readonly until: number }>()
	return {
		check: async (authorization, feed) => {
			if (authorization === undefined || !/^Bearer \S{1,200}$/.test(authorization)) return 'stranger'
			const name = createHash('sha256').update(`${feed.id} ${authorization}`).digest('hex')
			const known = kept.get(name)
			if (known && known.until > now()) return known.verdict
			const verdict = await askHub(hub, authorization, feed)
			kept.delete(name)
			if (verdict !== 'unknown') kept.set(name, { verdict, until: now() + (verdict === 'known' ? KNOWN_MS : STRANGER_MS) })
			const oldest = kept.size > MOST_KEPT ? kept.keys().next().value : undefined
			if (oldest !== undefined) kept.delete(oldest)
			return verdict
		},
	}
}

async function askHub(hub: string, authorization: string, feed: KeyedFeed): Promise<Verdict> {
	try {
		const signal = AbortSignal.timeout(TIMEOUT_MS)
		const response = await fetch(`${hub}/api/v1/session`, { headers: { authorization }, redirect: 'error', signal })
		if (response.status === 401 || response.status === 403) return 'stranger'
		return response.ok ? verdictOn(await response.json(), feed) : 'unknown'
	} catch {
		return 'unknown'
	}
}

function verdictOn(answer: unknown, { id, operation }: KeyedFeed): Verdict {
	const read = Session.safeParse(answer)
	if (!read.success) return 'unknown'
	const { source, role, operations } = read.data.grant
	const allowed = source === id && role === 'integrator' && (operations === 'all' || operations.includes(operation))
	return allowed ? 'known' : 'stranger'
}

/** HMAC over the body as it came; compared in a time that says nothing. */
export async function isSigned(body: Uint8Array, given: string | undefined, signature: SignatureConfig): Promise<boolean> {
	const secret = (await readFile(signature.secretFile, 'utf8')).trim()
	if (given === undefined || secret === '') return false
	const wanted = `${signature.prefix}${createHmac(signature.algorithm, secret).update(body).digest(signature.encoding)}`
	const [a, b] = [wanted, signature.encoding === 'hex' ? given.trim().toLowerCase() : given.trim()].map((text) =>
		createHash('sha256').update(text).digest(),
	)
	return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}

import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import type { Clock } from '../scenario/clock.ts'
import { postedUplinks } from '../serve/ttn.ts'

/** The feed to which the network server of the gate contacts posts. */
export const POSTED_FEED = 'lorawan-webhook-uebung'
export const SIGNATURE_HEADER = 'X-Uebung-Signature'

export type NetworkServer = {
	/** Address at which feeds wait for what is posted, `HOST:PORT`; without it, or without a secret, nothing is posted. */
	readonly address: string | undefined
	readonly secretFile: string | undefined
	readonly clock: Clock
	readonly now: () => number
	readonly signal: AbortSignal
}

const TICK_MS = 1_000
const TIMEOUT_MS = 10_000
const MOST_WAITING = 1_000

/** The secret that both sides know, made once. */
export function keepSecret(file: string): string {
	if (existsSync(file)) return file
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
	writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
	return file
}

/** Posts what contacts of gates say, as the webhook of a network server does: in order, signed, and again until it is taken. */
export async function playNetworkServer({ address, secretFile, clock, now, signal }: NetworkServer): Promise<void> {
	if (address === undefined || secretFile === undefined) return
	const secret = readFileSync(secretFile, 'utf8').trim()
	const waiting: string[] = []
	let last = now()
	while (!signal.aborted) {
		const to = now()
		waiting.push(...postedUplinks(clock, { from: last, to }))
		waiting.splice(0, Math.max(0, waiting.length - MOST_WAITING))
		last = to
		// One after the other.
		// oxlint-disable-next-line no-await-in-loop
		while (waiting[0] !== undefined && (await isTaken(waiting[0], { address, secret, signal }))) waiting.shift()
		// oxlint-disable-next-line no-await-in-loop
		await pause(TICK_MS, undefined, { signal }).catch(() => undefined)
	}
}

type Way = { readonly address: string; readonly secret: string; readonly signal: AbortSignal }

/** What is not understood is not understood the next time either. */
async function isTaken(body: string, { address, secret, signal }: Way): Promise<boolean> {
	try {
		const { ok, status } = await fetch(`http://${address}/feeds/${POSTED_FEED}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: createHmac('sha256', secret).update(body).digest('hex') },
			body,
			signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
		})
		return ok || status === 422
	} catch {
		return false
	}
}

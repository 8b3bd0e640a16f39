import { Challenge, DeviceSession } from '@lagebild/model/access/device.ts'
import { ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import type { Identity } from './database.ts'
import { ask } from './hub.ts'
import { sign } from './keys.ts'

export type Proof = { readonly nonce: string; readonly signature: string }

export function devicePath(device: string, rest: string): string {
	return `/api/v1/devices/${encodeURIComponent(device)}/${rest}`
}

/** Signs a new challenge of the hub, which is good for one use. */
export async function prove({ device: { id }, keys }: Identity): Promise<Result<Proof> | undefined> {
	const challenge = await ask(devicePath(id, 'challenge'), Challenge, { body: {} })
	if (!challenge?.ok) return challenge
	const { nonce } = challenge.value
	return ok({ nonce, signature: await sign(keys, id, nonce) })
}

/** A token for one connection. */
export async function newToken(identity: Identity): Promise<Result<string> | undefined> {
	const proof = await prove(identity)
	if (!proof?.ok) return proof
	const session = await ask(devicePath(identity.device.id, 'session'), DeviceSession, { body: proof.value })
	return session?.ok ? ok(session.value.token) : session
}

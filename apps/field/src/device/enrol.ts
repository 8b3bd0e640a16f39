import { EnrolledDevice, readCode } from '@lagebild/model/access/device.ts'

import { countUnsent, writeIdentity, writePending } from './database.ts'
import type { Identity } from './database.ts'
import { ask } from './hub.ts'
import { makeKeys, publicKeyOf } from './keys.ts'

/** Why nothing came of an enrolment; `unsent`: the device still holds something of the enrolment before. */
export type EnrolFailure = 'code' | 'slow' | 'unreachable' | 'storage' | 'unsent' | 'refused'

export type Enrolled = { readonly ok: true; readonly identity: Identity } | { readonly ok: false; readonly why: EnrolFailure }

/** Stores the key first: a browser that stores nothing must not use up the code. */
export async function enrol(typed: string, name: string): Promise<Enrolled> {
	const keys = await storedKeys()
	if (!keys) return { ok: false, why: 'storage' }
	if ((await countUnsent()) > 0) return { ok: false, why: 'unsent' }
	const body = { code: readCode(typed), publicKey: await publicKeyOf(keys), ...(name.trim() !== '' && { name: name.trim() }) }
	const answer = await ask('/api/v1/devices/enrol', EnrolledDevice, { body })
	if (!answer) return { ok: false, why: 'unreachable' }
	if (!answer.ok) return { ok: false, why: failureOf(answer.fault.fault) }
	const identity = { device: answer.value, keys }
	await writeIdentity(identity)
	/** The browser may say no; then it clears what is stored when space gets short. */
	await navigator.storage.persist().catch(() => false)
	return { ok: true, identity }
}

function failureOf(fault: string): EnrolFailure {
	if (fault === 'unauthenticated') return 'code'
	if (fault === 'too-many-requests') return 'slow'
	return fault === 'not-ready' || fault === 'internal' ? 'unreachable' : 'refused'
}

async function storedKeys(): Promise<CryptoKeyPair | undefined> {
	try {
		const keys = await makeKeys()
		await writePending(keys)
		return keys
	} catch {
		return undefined
	}
}

/** The code in `#anmelden/CODE`, as a QR code brings it. */
export function codeIn(hash: string): string | undefined {
	return /^#(?:anmelden\/)?([0-9A-Za-z-]{8,200})$/.exec(hash)?.[1]
}

import { NewPasskey, PasskeyProof } from '@lagebild/model/access/passkey.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import * as z from 'zod'

import { isObject } from '../api/outline.ts'
import { refused } from './call.ts'
import type { Answer } from './call.ts'

/** What the hub hands to WebAuthn is WebAuthn's to read. */
const Creation = z.custom<PublicKeyCredentialCreationOptionsJSON>(isObject)
const Question = z.custom<PublicKeyCredentialRequestOptionsJSON>(isObject)

/** Known only to those who use it: nobody else loads it. */
const library = () => import('@simplewebauthn/browser')

/** No passkeys without TLS, except on this very machine. */
export const canPasskeys = (): boolean => isSecureContext && 'PublicKeyCredential' in globalThis

/** The person said no, took too long, or the browser took the question back. */
const notGiven = () => ({ ok: false, refusal: refused(fault('not-allowed', 'passkey-not-given')) }) as const

/** Asks the browser for a new passkey of this machine or of one beside it. */
export async function makePasskey(offer: unknown): Promise<Answer<NewPasskey>> {
	try {
		const { startRegistration } = await library()
		return read(NewPasskey, await startRegistration({ optionsJSON: Creation.parse(offer) }))
	} catch {
		return notGiven()
	}
}

/** `quietly`: among what the browser fills into the field of the name, and only when a person takes it there. */
export async function givePasskey(question: unknown, quietly: boolean): Promise<Answer<PasskeyProof>> {
	try {
		const { startAuthentication } = await library()
		return read(PasskeyProof, await startAuthentication({ optionsJSON: Question.parse(question), useBrowserAutofill: quietly }))
	} catch {
		return notGiven()
	}
}

function read<T>(schema: z.ZodType<T>, said: unknown): Answer<T> {
	const { success, data } = schema.safeParse(said)
	return success ? { ok: true, value: data } : notGiven()
}

/** Does the browser offer passkeys in the field of the name? */
export async function offersQuietly(): Promise<boolean> {
	if (!canPasskeys()) return false
	const { browserSupportsWebAuthnAutofill } = await library()
	return browserSupportsWebAuthnAutofill()
}

/** Takes back the question that waits in the field. */
export async function stopAsking(): Promise<void> {
	if (!canPasskeys()) return
	const { WebAuthnAbortService } = await library()
	WebAuthnAbortService.cancelCeremony()
}

import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

import type { NewPasskey as StoredPasskey, Passkey } from '@lagebild/access/port.ts'
import type { NewPasskey, PasskeyProof } from '@lagebild/model/access/passkey.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import {
	generateAuthenticationOptions,
	generateRegistrationOptions,
	verifyAuthenticationResponse,
	verifyRegistrationResponse,
} from '@simplewebauthn/server'

import { isSecure } from './session-cookie.ts'

/** Time to find the key and touch it. */
export const CHALLENGE_MS = 5 * 60_000

/** EdDSA, ES256, RS256: what authenticators speak. The newer ones of the library are experiments of the platform yet. */
const ALGORITHMS = [-8, -7, -257]

/** What a challenge is given for: it answers nothing else. */
export type Purpose = 'passkey sign-in' | `passkey of account ${string}` | `passkey of invitation ${string}`

type Site = { readonly rpID: string; readonly origins: string[] }

/**
 * The site that a passkey belongs to: the host under which the browser reached this hub, by either scheme, since a reverse proxy ends TLS
 * before us. Undefined under an address of digits, and without TLS anywhere but on this machine: browsers have no passkeys there.
 */
export function siteOf(request: IncomingMessage): Site | undefined {
	const { host } = request.headers
	const rpID = host === undefined ? '' : host.replace(/:\d{1,5}$/, '').toLowerCase()
	if (!/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/.test(rpID) || isIP(rpID) !== 0) return undefined
	const local = rpID === 'localhost' || rpID.endsWith('.localhost')
	return local || isSecure(request) ? { rpID, origins: [`https://${host}`, `http://${host}`] } : undefined
}

export type Person = {
	/** Stable and meaningless: by it a key ring knows that two passkeys belong to one person. */
	readonly handle: string
	readonly login: string
	readonly name: string
	readonly known: readonly { readonly id: string; readonly transports?: readonly string[] }[]
}

/** Options for `navigator.credentials.create`: a passkey that the browser finds by itself. */
export function creationOptions({ rpID }: Site, { handle, login, name, known }: Person, challenge: string) {
	return generateRegistrationOptions({
		rpName: 'Lagebild',
		rpID,
		challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
		userID: new Uint8Array(Buffer.from(handle, 'utf8')),
		userName: login,
		userDisplayName: name,
		timeout: CHALLENGE_MS,
		attestationType: 'none',
		supportedAlgorithmIDs: ALGORITHMS,
		authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
		excludeCredentials: known.map(({ id, transports }) => ({ id, ...(transports && { transports: [...transports] }) })),
	})
}

/** Options for `navigator.credentials.get`. They name no credential: the browser offers what it has. */
export function requestOptions({ rpID }: Site, challenge: string) {
	return generateAuthenticationOptions({
		rpID,
		challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
		timeout: CHALLENGE_MS,
		userVerification: 'preferred',
	})
}

/** Why it does not hold is for nobody who tries: the library's reasons name what was expected. */
function refused(): Fault {
	return fault('unauthenticated', 'this passkey does not hold here, or its time is over')
}

/** `holds` is asked before anything is spent: what comes back with a passkey is the challenge that it answers. */
type Checking = { readonly site: Site; readonly holds: (challenge: string) => boolean }
type Answered<T> = T & { readonly challenge: string }

export async function newPasskey(response: NewPasskey, { site, holds }: Checking): Promise<Result<Answered<Omit<StoredPasskey, 'name'>>>> {
	let answered = ''
	try {
		const { verified, registrationInfo } = await verifyRegistrationResponse({
			response,
			expectedChallenge: (challenge) => {
				answered = challenge
				return holds(challenge)
			},
			expectedOrigin: site.origins,
			expectedRPID: site.rpID,
			requireUserVerification: false,
			supportedAlgorithmIDs: ALGORITHMS,
		})
		if (!verified) return fail(refused())
		const { id, publicKey, counter, transports } = registrationInfo.credential
		return ok({ id, publicKey, counter, ...(transports && { transports }), challenge: answered })
	} catch {
		return fail(refused())
	}
}

/** @returns the counter that the authenticator stands at now. */
export async function provenPasskey(
	response: PasskeyProof,
	{ site, holds, passkey }: Checking & { readonly passkey: Passkey },
): Promise<Result<Answered<{ readonly counter: number }>>> {
	const { id, publicKey, counter } = passkey
	let answered = ''
	try {
		const { verified, authenticationInfo } = await verifyAuthenticationResponse({
			response,
			expectedChallenge: (challenge) => {
				answered = challenge
				return holds(challenge)
			},
			expectedOrigin: site.origins,
			expectedRPID: site.rpID,
			credential: { id, publicKey, counter },
			requireUserVerification: false,
		})
		return verified ? ok({ counter: authenticationInfo.newCounter, challenge: answered }) : fail(refused())
	} catch {
		return fail(refused())
	}
}

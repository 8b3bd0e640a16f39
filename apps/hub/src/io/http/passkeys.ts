import { randomBytes } from 'node:crypto'
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
const CHALLENGE_MS = 5 * 60_000
/** Challenges of one address at a time; the oldest gives way. A flood of them takes none from anybody else. */
const MOST_PER_ADDRESS = 200
const MOST = 20_000

/** EdDSA, ES256, RS256: what authenticators speak. The newer ones of the library are experiments of the platform yet. */
const ALGORITHMS = [-8, -7, -257]

/** What a challenge was given for: it answers nothing else. */
export type Purpose = 'sign-in' | `account ${string}` | `invitation ${string}`

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

type Given = { readonly purpose: Purpose; readonly address: string; readonly until: number }

/** Challenges that were given and not answered yet, in the memory of this hub: each answers once, for its purpose, within five minutes. */
export class Challenges {
	readonly #given = new Map<string, Given>()
	readonly #now: () => number

	constructor(now: () => number) {
		this.#now = now
	}

	give(purpose: Purpose, address: string): string {
		this.#forget(address)
		const challenge = randomBytes(32).toString('base64url')
		this.#given.set(challenge, { purpose, address, until: this.#now() + CHALLENGE_MS })
		return challenge
	}

	/** True once. */
	take(challenge: string, purpose: Purpose): boolean {
		const given = this.#given.get(challenge)
		this.#given.delete(challenge)
		return given !== undefined && given.purpose === purpose && this.#now() < given.until
	}

	#forget(address: string): void {
		const now = this.#now()
		for (const [challenge, { until }] of this.#given) {
			if (now < until && this.#given.size < MOST) break
			this.#given.delete(challenge)
		}
		const own = [...this.#given].filter(([, given]) => given.address === address)
		for (const [challenge] of own.slice(0, Math.max(0, own.length - MOST_PER_ADDRESS + 1))) this.#given.delete(challenge)
	}
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

type Checking = { readonly site: Site; readonly holds: (challenge: string) => boolean }

export async function newPasskey(response: NewPasskey, { site, holds }: Checking): Promise<Result<Omit<StoredPasskey, 'name'>>> {
	try {
		const { verified, registrationInfo } = await verifyRegistrationResponse({
			response,
			expectedChallenge: holds,
			expectedOrigin: site.origins,
			expectedRPID: site.rpID,
			requireUserVerification: false,
			supportedAlgorithmIDs: ALGORITHMS,
		})
		if (!verified) return fail(refused())
		const { id, publicKey, counter, transports } = registrationInfo.credential
		return ok({ id, publicKey, counter, ...(transports && { transports }) })
	} catch {
		return fail(refused())
	}
}

/** @returns the counter that the authenticator stands at now. */
export async function provenPasskey(
	response: PasskeyProof,
	{ site, holds, passkey }: Checking & { readonly passkey: Passkey },
): Promise<Result<number>> {
	const { id, publicKey, counter } = passkey
	try {
		const { verified, authenticationInfo } = await verifyAuthenticationResponse({
			response,
			expectedChallenge: holds,
			expectedOrigin: site.origins,
			expectedRPID: site.rpID,
			credential: { id, publicKey, counter },
			requireUserVerification: false,
		})
		return verified ? ok(authenticationInfo.newCounter) : fail(refused())
	} catch {
		return fail(refused())
	}
}

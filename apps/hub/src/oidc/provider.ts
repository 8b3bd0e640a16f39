import type { OidcProvider } from '@lagebild/config/oidc.ts'
import { guardedFetch } from '@lagebild/outbound/guarded-fetch.ts'
import * as client from 'openid-client'

import type { Claims } from './claims.ts'

/** What one sign-in needs to know again when the browser comes back. */
export type Checks = { readonly state: string; readonly nonce: string; readonly verifier: string; readonly redirectUri: string }

/** Somebody whom the provider vouches for. */
export type Identity = { readonly issuer: string; readonly subject: string; readonly claims: Claims; readonly idToken: string }

/** One provider of identities. Its rejections are `ProviderDown`, or errors of the protocol that say that an answer does not hold. */
export type Provider = {
	readonly config: OidcProvider
	/** Where the browser goes to sign in. */
	readonly begin: (redirectUri: string) => Promise<{ readonly url: URL; readonly checks: Checks }>
	/** @param answer the address at which the browser came back */
	readonly finish: (answer: URL, checks: Checks) => Promise<Identity>
	/** Where a browser ends its session at the provider; undefined where there is no such place. */
	readonly signOut: (idToken: string, returnTo: string) => Promise<URL | undefined>
	readonly close: () => Promise<void>
}

/** The provider does not answer, or not as one: nobody can know what it would have said. */
export class ProviderDown extends Error {}

/** Who begins is told that the provider is away, and not sent there; one answer serves all who begin within this time. */
const FRESH_MS = 3_000
/** Whoever comes back from it is judged by what it said of itself not long before. */
const KNOWN_MS = 3_600_000
/** Clocks of two houses. */
const CLOCK_TOLERANCE_S = 30

/** Every request to the provider goes through the guard against requests into the house. */
export function openProvider(config: OidcProvider, now: () => number): Provider {
	const outbound = guardedFetch({ allowPrivateHosts: config.allowPrivateHosts, timeoutMs: config.timeoutSeconds * 1_000 })
	const ask: client.CustomFetch = async (url, { method, headers, body, signal }) => {
		const sent = { method, headers, body: bodyTextOf(body), ...(signal && { signal }) }
		const answer = await outbound.fetch(url, sent).catch((error: unknown) => {
			throw new ProviderDown(reasonOf(error), { cause: error })
		})
		if (answer.status >= 500) throw new ProviderDown(`${new URL(url).host} answered ${answer.status}`)
		return answer
	}
	const configuration = remembered(() => discover(config, ask), now)
	return {
		config,
		begin: async (redirectUri) => begin(await configuration(FRESH_MS), config, redirectUri),
		finish: async (answer, checks) => finish(await configuration(KNOWN_MS), answer, checks),
		signOut: async (idToken, returnTo) => signOutUrl(await configuration(KNOWN_MS), idToken, returnTo),
		close: outbound.close,
	}
}

/** Of what this protocol sends: forms and JSON. */
function bodyTextOf(body: client.FetchBody): string | null {
	if (typeof body === 'string') return body
	return body instanceof URLSearchParams ? body.toString() : null
}

/** One question at a time; what failed is not kept. */
function remembered(ask: () => Promise<client.Configuration>, now: () => number): (withinMs: number) => Promise<client.Configuration> {
	let held: { readonly at: number; readonly answer: Promise<client.Configuration> } | undefined
	return (withinMs) => {
		if (held && now() - held.at < withinMs) return held.answer
		const asked = { at: now(), answer: ask() }
		held = asked
		asked.answer.catch(() => {
			if (held === asked) held = undefined
		})
		return asked.answer
	}
}

/**
 * The signature of every ID token is checked, also of one that came straight from the token endpoint, and only with a public key: a token
 * that is unsigned, or signed with what everybody knows, is refused.
 */
async function discover(config: OidcProvider, ask: client.CustomFetch): Promise<client.Configuration> {
	const { issuer, clientId, clientSecret } = config
	const plain = issuer.startsWith('http:') ? [client.allowInsecureRequests] : []
	const metadata = { [client.clockTolerance]: CLOCK_TOLERANCE_S }
	return client.discovery(new URL(issuer), clientId, metadata, authenticationOf(clientSecret), {
		execute: [client.enableNonRepudiationChecks, ...plain],
		timeout: config.timeoutSeconds,
		[client.customFetch]: ask,
	})
}

/** As the provider prefers it: `client_secret_basic` is what the standard takes for granted. */
function authenticationOf(secret: string | undefined): client.ClientAuth {
	if (secret === undefined) return client.None()
	const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)]
	return (server, ...rest) => {
		const methods = server.token_endpoint_auth_methods_supported
		const chosen = methods === undefined || methods.includes('client_secret_basic') ? basic : post
		chosen(server, ...rest)
	}
}

async function begin(configuration: client.Configuration, { scopes }: OidcProvider, redirectUri: string): ReturnType<Provider['begin']> {
	const checks = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier(), redirectUri }
	const url = client.buildAuthorizationUrl(configuration, {
		response_type: 'code',
		redirect_uri: redirectUri,
		scope: scopes.join(' '),
		state: checks.state,
		nonce: checks.nonce,
		code_challenge: await client.calculatePKCECodeChallenge(checks.verifier),
		code_challenge_method: 'S256',
	})
	return { url, checks }
}

async function finish(configuration: client.Configuration, answer: URL, checks: Checks): Promise<Identity> {
	const tokens = await client.authorizationCodeGrant(configuration, answer, {
		expectedState: checks.state,
		expectedNonce: checks.nonce,
		pkceCodeVerifier: checks.verifier,
		idTokenExpected: true,
	})
	const said = tokens.claims()
	if (!said || tokens.id_token === undefined) throw new Error('the provider sent no ID token')
	const more =
		configuration.serverMetadata().userinfo_endpoint === undefined ? {} : await userInfo(configuration, tokens.access_token, said.sub)
	return { issuer: said.iss, subject: said.sub, claims: { ...more, ...said }, idToken: tokens.id_token }
}

/** Many providers tell roles only there. It must speak of the same person. */
async function userInfo(configuration: client.Configuration, accessToken: string, subject: string): Promise<Claims> {
	return { ...(await client.fetchUserInfo(configuration, accessToken, subject)) }
}

function signOutUrl(configuration: client.Configuration, idToken: string, returnTo: string): URL | undefined {
	if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined
	return client.buildEndSessionUrl(configuration, { id_token_hint: idToken, post_logout_redirect_uri: returnTo })
}

/** A provider that cannot be reached, looked for in what wraps it. */
export function isDown(error: unknown): boolean {
	for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
		if (one instanceof ProviderDown || one.name === 'TimeoutError') return true
	}
	return false
}

/** For the log: the innermost reason, which is never something that a person typed. */
export function reasonOf(error: unknown): string {
	const messages: string[] = []
	for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) messages.push(one.message)
	return messages.join(': ').slice(0, 300) || 'unknown'
}

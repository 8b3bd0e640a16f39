import { createServer } from 'node:http'

import { Provider } from 'oidc-provider'

/** A real provider of identities as a process of its own; started by `startOidcProvider`, which tells it who is there. */
type Claims = Readonly<Record<string, unknown>>
type Told = { readonly redirectUris: readonly string[]; readonly people: Readonly<Record<string, Claims>> }

const HOUR_S = 3_600

let people: Told['people'] = {}
const server = createServer()

function listen(port: number): Promise<number> {
	return new Promise((resolve) => {
		server.listen(port, '127.0.0.1', () => {
			const address = server.address()
			resolve(typeof address === 'object' && address !== null ? address.port : 0)
		})
	})
}

function open(issuer: string, redirectUris: readonly string[]): Provider {
	return new Provider(issuer, {
		clients: [
			{
				client_id: 'lagebild',
				client_secret: 'a-secret-for-tests-only-0123456789',
				redirect_uris: [...redirectUris],
				post_logout_redirect_uris: redirectUris.map((uri) => new URL('/', uri).href),
			},
		],
		claims: {
			openid: ['sub'],
			profile: ['name', 'preferred_username'],
			lagebild: ['roles', 'realm_access', 'organisation', 'clearance', 'operations'],
		},
		pkce: { required: () => true },
		cookies: { keys: ['only-for-tests'] },
		ttl: {
			AccessToken: HOUR_S,
			AuthorizationCode: 60,
			IdToken: HOUR_S,
			Grant: HOUR_S,
			Interaction: HOUR_S,
			Session: HOUR_S,
		},
		findAccount: (_context, sub) => people[sub] && { accountId: sub, claims: () => Promise.resolve({ sub, ...people[sub] }) },
	})
}

async function start(first: Told): Promise<void> {
	const issuer = `http://127.0.0.1:${await listen(Number(process.argv[2] ?? 0))}`
	people = first.people
	let answer = open(issuer, first.redirectUris).callback()
	server.on('request', (request, response) => void answer(request, response))
	process.on('message', (next: Told) => {
		people = next.people
		answer = open(issuer, next.redirectUris).callback()
		process.send?.({ type: 'changed' })
	})
	process.send?.({ type: 'listening', issuer })
}

process.once('message', (told: Told) => void start(told))
process.on('disconnect', () => process.exit())

import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A provider of identities on loopback. Whoever is in `people` signs in with the name there and any password. */
export type OidcServer = {
	readonly issuer: string
	readonly clientId: string
	readonly clientSecret: string
	/** What the provider says about its people from now on. */
	readonly setPeople: (people: People) => Promise<void>
	readonly stop: () => Promise<void>
}
export type People = Readonly<Record<string, Readonly<Record<string, unknown>>>>

const PROGRAM = fileURLToPath(new URL('oidc-process.ts', import.meta.url))

export async function startOidcProvider(options: {
	readonly redirectUris: readonly string[]
	readonly people: People
	/** Where it was before it stopped. */
	readonly port?: number
}): Promise<OidcServer> {
	const { redirectUris, people, port = 0 } = options
	const child = fork(PROGRAM, [String(port)], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
	child.send({ redirectUris, people })
	const issuer = await issuerOf(child)
	return {
		issuer,
		clientId: 'lagebild',
		clientSecret: 'a-secret-for-tests-only-0123456789',
		setPeople: async (next) => {
			child.send({ redirectUris, people: next })
			await once(child, 'message')
		},
		stop: async () => {
			if (child.exitCode !== null || child.signalCode !== null) return
			child.kill('SIGKILL')
			await once(child, 'exit')
		},
	}
}

function issuerOf(child: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		child.once('exit', (code) => reject(new Error(`the provider ended with ${code}`)))
		child.once('message', (message) => {
			if (typeof message === 'object' && 'issuer' in message && typeof message.issuer === 'string') resolve(message.issuer)
			else reject(new Error('the provider did not start'))
		})
	})
}

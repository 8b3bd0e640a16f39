import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A provider of identities on loopback. Whoever is in `people` signs in with the name there and any password. */
export type OidcServer = {
	readonly issuer: string
	readonly clientId: string
	readonly clientSecret: string
	/** What the provider says about its people from now on, and whom it sends browsers back to. */
	readonly tell: (told: Partial<Told>) => Promise<void>
	readonly stop: () => Promise<void>
}
type Told = { readonly redirectUris: readonly string[]; readonly people: Readonly<Record<string, Readonly<Record<string, unknown>>>> }

const PROGRAM = fileURLToPath(new URL('oidc-process.ts', import.meta.url))

/** @param port where it was before it stopped */
export async function startOidcProvider({ port = 0, ...first }: Partial<Told> & { readonly port?: number } = {}): Promise<OidcServer> {
	let told: Told = { redirectUris: ['http://127.0.0.1/'], people: {}, ...first }
	const child = fork(PROGRAM, [String(port)], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
	child.send(told)
	const issuer = await issuerOf(child)
	return {
		issuer,
		clientId: 'lagebild',
		clientSecret: 'a-secret-for-tests-only-0123456789',
		tell: async (next) => {
			told = { ...told, ...next }
			child.send(told)
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

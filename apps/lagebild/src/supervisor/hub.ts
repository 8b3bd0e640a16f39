import { join } from 'node:path'

import * as z from 'zod'

import { ROOT } from '../paths.ts'
import { Refusal } from '../refusal.ts'
import { supervise } from './child.ts'
import type { Supervised } from './child.ts'
import { openLog } from './log-file.ts'
import type { Setting } from './setting.ts'

const Message = z.discriminatedUnion('type', [
	z.object({ type: z.literal('listening'), port: z.int(), url: z.string() }),
	z.object({ type: z.literal('failed'), message: z.string() }),
])

const PATIENCE_MS = 20_000

export type StartedHub = {
	readonly child: Supervised
	/** Rejects with the hub's own words when it refuses to start. */
	readonly listening: Promise<{ readonly url: string }>
}

/** A hub that listens on every address of the machine is reached on this one through its own. */
function fromHere(url: string): string {
	return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
}

function refusalOf(message: string, { port, host }: Setting['settings']): string {
	if (!message.includes('EADDRINUSE')) return `The hub cannot start: ${message}`
	return `Port ${port} of ${host} is in use by another program. Choose another one, for example with PORT=${port + 1}.`
}

/** Starts the hub. Started again later it comes back at the same address. */
export function startHub(setting: Setting, onGivenUp: (reason: string) => void): StartedHub {
	const { settings, paths, env, now, say } = setting
	const { promise, resolve, reject } = Promise.withResolvers<{ readonly url: string }>()
	let port = settings.port
	let begun = false
	const child = supervise({
		name: 'hub',
		log: openLog(join(paths.logs, 'hub.log')),
		now,
		say: (text) => (begun ? say(text) : undefined),
		patienceMs: PATIENCE_MS,
		command: () => ({
			args: [join(ROOT, 'apps', 'hub', 'src', 'main.ts')],
			env: { ...env, LAGEBILD_DATA: settings.dataFolder, LAGEBILD_HOST: settings.host, PORT: String(port) },
		}),
		onMessage: (value) => {
			const message = Message.safeParse(value).data
			if (message?.type === 'listening') {
				begun = true
				port = message.port
				resolve({ url: fromHere(message.url) })
			} else if (message && !begun) {
				void child.stop().then(() => reject(new Refusal(refusalOf(message.message, settings))))
			}
		},
		onGivenUp: (reason) => {
			if (begun) onGivenUp(reason)
			else reject(new Refusal(`The hub ${reason}; see ${paths.logs}/hub.log`))
		},
	})
	child.start()
	return { child, listening: promise }
}

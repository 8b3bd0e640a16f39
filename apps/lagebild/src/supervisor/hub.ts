import { join } from 'node:path'

import type { Lan } from '@lagebild/config/lan.ts'
import type { Environment } from '@lagebild/config/read.ts'
import * as z from 'zod'

import { ROOT } from '../paths.ts'
import { Refusal } from '../refusal.ts'
import { supervise } from './child.ts'
import type { Supervised } from './child.ts'
import { openLog } from './log-file.ts'
import type { Setting } from './setting.ts'

/** Where other machines find the hub, as it says itself. */
const LanReach = z.object({
	url: z.string(),
	port: z.int(),
	trustUrl: z.string(),
	trustPort: z.int(),
	fingerprint: z.string().optional(),
	newAuthority: z.literal(true).optional(),
})
export type LanReach = z.infer<typeof LanReach>

const Message = z.discriminatedUnion('type', [
	z.object({ type: z.literal('listening'), port: z.int(), url: z.string(), lan: LanReach.optional() }),
	z.object({ type: z.literal('failed'), message: z.string() }),
])

const PATIENCE_MS = 20_000

export type StartedHub = {
	readonly child: Supervised
	/** Rejects with the hub's own words when it refuses to start. */
	readonly listening: Promise<HubReach>
}

export type HubReach = { readonly url: string; readonly lan?: LanReach | undefined }

/** A hub that listens on every address of the machine is reached on this one through its own. */
function fromHere(url: string): string {
	return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
}

function refusalOf(message: string, { port, host, lan }: Setting['settings']): string {
	if (!message.includes('EADDRINUSE')) return `The hub cannot start: ${message}`
	const taken = Number(/:(\d+)$/.exec(message)?.[1])
	if (lan && taken === lan.port)
		return `Port ${taken} for the local network is in use by another program. Choose another one with lan.port.`
	if (lan && taken === lan.trustPort)
		return `Port ${taken} for the trust page is in use by another program. Choose another one with lan.trustPort.`
	return `Port ${port} of ${host} is in use by another program. Choose another one, for example with PORT=${port + 1}.`
}

/** It alone is told the secrets that a variable may hold. */
function hubEnvironment({ settings, hubEnv }: Setting, port: number, lan: Lan | undefined): Environment {
	return {
		...hubEnv,
		LAGEBILD_DATA: settings.dataFolder,
		LAGEBILD_HOST: settings.host,
		PORT: String(port),
		...(lan && { LAGEBILD_LAN: lan.name, LAGEBILD_LAN_PORT: String(lan.port), LAGEBILD_LAN_TRUST_PORT: String(lan.trustPort) }),
	}
}

/** Starts the hub. Started again later it comes back at the same address. */
export function startHub(setting: Setting, onGivenUp: (reason: string) => void): StartedHub {
	const { settings, paths, now, say } = setting
	const { promise, resolve, reject } = Promise.withResolvers<HubReach>()
	let port = settings.port
	let lan = settings.lan
	let begun = false
	const child = supervise({
		name: 'hub',
		log: openLog(join(paths.logs, 'hub.log')),
		now,
		say: (text) => (begun ? say(text) : undefined),
		patienceMs: PATIENCE_MS,
		command: () => ({
			args: [join(ROOT, 'apps', 'hub', 'src', 'main.ts')],
			env: hubEnvironment(setting, port, lan),
		}),
		onMessage: (value) => {
			const message = Message.safeParse(value).data
			if (message?.type === 'listening') {
				begun = true
				port = message.port
				lan = lan && message.lan ? { ...lan, port: message.lan.port, trustPort: message.lan.trustPort } : lan
				resolve({ url: fromHere(message.url), lan: message.lan })
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

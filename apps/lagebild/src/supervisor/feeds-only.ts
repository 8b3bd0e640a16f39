import type { Environment, Settings } from '@lagebild/config/read.ts'

import { openFor } from '../cli/using.ts'
import { pathsOf } from '../paths.ts'
import { Refusal } from '../refusal.ts'
import { connectFeeds, feedFaults, superviseIngest, takFaults } from './feeds.ts'
import { ensureOperations, untilReady } from './hub-api.ts'
import { ADMIN, openInternalKeys } from './keys.ts'
import type { Setting } from './setting.ts'
import { lockFolder, withoutSecrets } from './start.ts'
import type { Console } from './start.ts'
import { onStop } from './stop-signals.ts'

/**
 * Runs the configured feeds against hubs elsewhere until it is told to stop. Several may run with one database: they are one credential, and
 * what they say has ids of its own, so everything stands there once. Resolves with the exit code.
 */
export async function runFeeds({ settings, env, hub }: Wanted, console: Console): Promise<number> {
	const paths = pathsOf(settings.dataFolder, settings.database)
	const lock = lockFolder(paths, 'lagebild feeds')
	const access = await openFor(paths, `feeds ${settings.node}`)
	const setting: Setting = {
		settings,
		paths,
		env: withoutSecrets(env, settings),
		hubEnv: env,
		access,
		keys: openInternalKeys(access, paths),
		now: Date.now,
		say: (text) => console.err(`${new Date(Date.now()).toISOString().slice(11, 19)} ${text}`),
	}
	try {
		return await runWith(setting, { hub, console })
	} finally {
		await access.flush()
		access.close()
		lock.release()
	}
}

export type Wanted = {
	readonly settings: Settings
	readonly env: Environment
	/** Address of a hub, or of the balancer before several. */
	readonly hub: string
}

async function runWith(setting: Setting, { hub, console }: { readonly hub: string; readonly console: Console }): Promise<number> {
	const stopping = new AbortController()
	const ingest = superviseIngest(setting, hub)
	const stopped = new Promise<number>((resolve) => {
		const stop = (): void => {
			stopping.abort()
			console.err('Stopping…')
			void ingest.stop().then(() => resolve(0))
		}
		const hurry = (): void => {
			ingest.kill()
			resolve(130)
		}
		onStop(setting.now, stop, hurry)
	})
	return Promise.race([stopped, connect(setting, { hub, ingest, signal: stopping.signal, console }).then(() => stopped)])
}

type Connecting = {
	readonly hub: string
	readonly ingest: ReturnType<typeof superviseIngest>
	readonly signal: AbortSignal
	readonly console: Console
}

async function connect(setting: Setting, { hub, ingest, signal, console }: Connecting): Promise<void> {
	const { settings, keys } = setting
	setting.say(`waiting for the hub at ${hub}`)
	await untilReady(hub, signal)
	if (signal.aborted) return
	const operations = await ensureOperations({ url: hub, key: await keys.keyFor(ADMIN) }, settings.timeZone)
	const ids = operations.map(({ id }) => id)
	const faults = [...feedFaults(settings.feeds, ids), ...takFaults(settings.tak, ids)]
	if (faults.length > 0) throw new Refusal(`The configuration is not valid:\n${faults.map((text) => `  ${text}`).join('\n')}`)
	await connectFeeds(setting, ingest)
	const names = settings.feeds.filter(({ enabled }) => enabled).map(({ name }) => name)
	console.out(`Feeds ${names.join(', ') || '(none)'} are read for ${hub}. Ctrl-C stops it.`)
}

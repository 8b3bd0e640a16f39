import { mkdirSync } from 'node:fs'

import { finishRestore } from '@lagebild/backup/swap.ts'
import { PASSPHRASE } from '@lagebild/config/backup.ts'
import type { Environment, Settings } from '@lagebild/config/read.ts'
import { takeLock } from '@lagebild/journal/lock.ts'
import type { Lock } from '@lagebild/journal/lock.ts'

import { openFor } from '../cli/using.ts'
import type { Running } from '../control.ts'
import { startsByItself } from '../core/exercise-rule.ts'
import { removeFile, writeJson } from '../files.ts'
import { pathsOf } from '../paths.ts'
import type { Paths } from '../paths.ts'
import { Refusal } from '../refusal.ts'
import { createExercise } from './exercise.ts'
import type { Exercise } from './exercise.ts'
import { connectFeeds, feedFaults, superviseIngest, takFaults } from './feeds.ts'
import { ensureOperations, listOperations, untilReady } from './hub-api.ts'
import type { HubApi } from './hub-api.ts'
import { startHub } from './hub.ts'
import { ADMIN, openInternalKeys } from './keys.ts'
import { followRequests } from './requests.ts'
import type { Setting } from './setting.ts'
import { onStop } from './stop-signals.ts'
import { ensureWeb } from './web-build.ts'
import { welcome } from './welcome.ts'

export type Console = { readonly out: (text: string) => void; readonly err: (text: string) => void }

const WATCH_MS = 30_000

/**
 * Runs everything on this machine until it is told to stop: hub, feeds and the exercise, each a process of its own that is started again
 * when it ends. Resolves with the exit code.
 */
export async function runEverything(settings: Settings, env: Environment, console: Console): Promise<number> {
	const paths = pathsOf(settings.dataFolder, settings.database)
	const lock = lockFolder(paths, 'lagebild start')
	finishRestore(paths.data)
	const access = await openFor(paths, `start ${settings.node}`)
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
		return await runWith(setting, console)
	} finally {
		await access.flush()
		access.close()
		lock.release()
	}
}

/** For programs that need none of them. */
export function withoutSecrets(env: Environment, { oidc }: Settings): Environment {
	const secret = new Set(['DATABASE_URL', 'REDIS_URL', PASSPHRASE, ...oidc.map(({ clientSecretEnv }) => clientSecretEnv)])
	return Object.fromEntries(Object.entries(env).filter(([name]) => !secret.has(name)))
}

/** @param command as whoever comes second is told of it */
export function lockFolder(paths: Paths, command: string): Lock {
	const lock = attempted(() => {
		mkdirSync(paths.data, { recursive: true, mode: 0o700 })
		return takeLock(paths.lock, { pid: process.pid, since: new Date(Date.now()).toISOString(), command })
	}, paths.data)
	if (lock.ok) return lock.value
	const { holder } = lock.fault
	const who = holder ? `process ${holder.pid} (${holder.command}), since ${holder.since}` : 'another process'
	throw new Refusal(`The data folder ${paths.data} is in use by ${who}. Stop it first, or choose another folder with LAGEBILD_DATA.`)
}

function attempted<T>(action: () => T, folder: string): T {
	try {
		return action()
	} catch (error) {
		throw new Refusal(`The data folder ${folder} cannot be used: ${error instanceof Error ? error.message : String(error)}`)
	}
}

/** Something that runs and has to be stopped. */
type Runs = { readonly stop: () => Promise<void>; readonly kill: () => void }

function runWith(setting: Setting, console: Console): Promise<number> {
	/** In the order of their start. */
	const runs: Runs[] = []
	const stopping = new AbortController()
	return new Promise((resolve, reject) => {
		const finish = (settle: () => void): void => {
			stopping.abort()
			removeFile(setting.paths.running)
			void stopAll(runs).then(settle, reject)
		}
		const stop = (): void => {
			if (!stopping.signal.aborted) console.err('Stopping…')
			finish(() => resolve(0))
		}
		const hurry = (): void => {
			for (const one of runs) one.kill()
			resolve(130)
		}
		onStop(setting.now, stop, hurry)
		const gaveUp = (reason: string): void => {
			setting.say(`hub ${reason}; without it nothing works, so everything is stopped. Its log is ${setting.paths.logs}/hub.log`)
			finish(() => resolve(1))
		}
		bringUp(setting, { console, gaveUp, signal: stopping.signal, keep: (one) => runs.push(one) }).catch((error: unknown) => {
			if (!stopping.signal.aborted) finish(() => reject(error))
		})
	})
}

/**
 * In the reverse order: the feeds before the exercise that serves them, so that no upstream seems to fail; last the hub, so that nothing is
 * said into the void.
 */
async function stopAll(runs: readonly Runs[]): Promise<void> {
	for (const one of runs.toReversed()) await one.stop()
}

type Upbringing = {
	readonly console: Console
	readonly gaveUp: (reason: string) => void
	readonly signal: AbortSignal
	readonly keep: (one: Runs) => void
}

async function bringUp(setting: Setting, { console, gaveUp, signal, keep }: Upbringing): Promise<void> {
	const { settings, paths, keys, now } = setting
	const key = await keys.keyFor(ADMIN)
	await ensureWeb(setting)
	signal.throwIfAborted()
	const hub = startHub(setting, gaveUp)
	keep(hub.child)
	const { url, lan } = await hub.listening
	await untilReady(url, signal)
	const api = { url, key }
	const operations = await checked(settings, api)
	signal.throwIfAborted()
	writeJson(paths.running, { pid: process.pid, url, since: new Date(now()).toISOString(), ...(lan && { lan: lan.url }) } satisfies Running)
	const ingest = superviseIngest(setting, url)
	const exercise = createExercise(setting, url, () => {
		if (!signal.aborted)
			connectFeeds(setting, ingest).catch((error: unknown) => setting.say(`the feeds could not be connected: ${String(error)}`))
	})
	keep(exercise)
	keep(ingest)
	const rule = startsByItself({ enabled: settings.exercise.enabled, shared: settings.database !== undefined }, operations)
	const begun = rule === 'start' ? await exercise.start(settings.exercise.speed) : true
	signal.throwIfAborted()
	await connectFeeds(setting, ingest)
	if (process.connected) process.send?.({ type: 'ready', url })
	console.out(await welcome(setting, { url, lan, exercise: begun ? rule : 'failed' }))
	keep(endless(followRequests(setting, exercise)))
	keep(endless(watchExercise(api, exercise)))
}

function endless(end: () => void): Runs {
	return { kill: end, stop: () => Promise.resolve(end()) }
}

/** What only a running hub can tell about the configuration. */
async function checked(settings: Settings, api: HubApi): ReturnType<typeof ensureOperations> {
	const operations = await ensureOperations(api, settings.timeZone)
	const ids = operations.map(({ id }) => id)
	const faults = [...feedFaults(settings.feeds, ids), ...takFaults(settings.tak, ids)]
	if (faults.length > 0) throw new Refusal(`The configuration is not valid:\n${faults.map((text) => `  ${text}`).join('\n')}`)
	return operations
}

function watchExercise(api: HubApi, exercise: Exercise): () => void {
	const timer = setInterval(() => {
		listOperations(api)
			.then(exercise.watch)
			.catch(() => undefined)
	}, WATCH_MS)
	return () => clearInterval(timer)
}

import { join } from 'node:path'

import { FeedConfig } from '@lagebild/config/schema.ts'
import { TakConfig } from '@lagebild/config/tak.ts'
import * as z from 'zod'

import { endsUnattended, isAttended } from '../core/exercise-rule.ts'
import type { Listed } from '../core/exercise-rule.ts'
import { writeJson } from '../files.ts'
import { ROOT } from '../paths.ts'
import { supervise } from './child.ts'
import type { Supervised } from './child.ts'
import { EXERCISE } from './hub-api.ts'
import { exerciseKeys } from './keys.ts'
import { openLog } from './log-file.ts'
import type { Setting } from './setting.ts'

const Listening = z.object({ type: z.literal('listening'), port: z.int(), feeds: FeedConfig.array(), tak: TakConfig.array().default([]) })

const PATIENCE_MS = 6_000
/** Time for the exercise to open its servers. */
const OPENING_MS = 20_000

export type Exercise = {
	/** Resolves when its servers are open and its feeds are written; false when it could not be started. */
	readonly start: (speed: number) => Promise<boolean>
	readonly stop: () => Promise<void>
	readonly kill: () => void
	readonly running: () => boolean
	/** Looks at who follows it; ends it when nobody has for two hours. */
	readonly watch: (operations: readonly Listed[]) => Promise<void>
}

export function createExercise(setting: Setting, url: string, onFeeds: () => void): Exercise {
	const { paths, now, say } = setting
	let speed = 1
	let attended = now()
	let opened: ((open: boolean) => void) | undefined
	const child: Supervised = supervise({
		name: 'exercise',
		log: openLog(join(paths.logs, 'exercise.log')),
		now,
		say,
		patienceMs: PATIENCE_MS,
		command: () => commandOf(setting, url, speed),
		onMessage: (value) => {
			const message = Listening.safeParse(value).data
			if (!message) return
			writeJson(paths.exerciseFeeds, message.feeds)
			writeJson(paths.exerciseTak, message.tak)
			onFeeds()
			opened?.(true)
		},
		onGivenUp: (reason) => {
			opened?.(false)
			say(`exercise ${reason} and stays off; everything else goes on. Its log is ${paths.logs}/exercise.log`)
		},
	})
	return {
		start: async (wanted) => {
			await child.stop()
			speed = wanted
			attended = now()
			writeJson(paths.exerciseKeys, await exerciseKeys(setting.keys, EXERCISE.operation))
			const open = new Promise<boolean>((resolve) => {
				opened = resolve
				setTimeout(resolve, OPENING_MS, false).unref()
			})
			child.start()
			return open
		},
		stop: child.stop,
		kill: child.kill,
		running: child.running,
		watch: async (operations) => {
			if (isAttended(operations, [EXERCISE.operation, EXERCISE.base])) attended = now()
			if (!child.running() || !endsUnattended(attended, now())) return
			await child.stop()
			say('The exercise was stopped: nobody has followed it for two hours. Start it again with: npm run -s lagebild -- exercise sturmflut')
		},
	}
}

/** Whoever posts on this machine reaches what listens everywhere. Where the port is any, nobody knows it. */
function postedTo({ host, port }: Setting['settings']['webhooks']): { readonly webhooks?: string } {
	return port === 0 ? {} : { webhooks: `${/^(?:0\.0\.0\.0|\[?::\]?)$/.test(host) ? '127.0.0.1' : host}:${port}` }
}

/** It lives on some 20 MB; without a bound the runtime lets garbage lie until a laptop notices. */
const HEAP = '--max-old-space-size=64'

function commandOf(
	{ paths, env, settings }: Setting,
	url: string,
	speed: number,
): { readonly args: readonly string[]; readonly env: Setting['env'] } {
	const options = {
		hub: url,
		keys: paths.exerciseKeys,
		operation: EXERCISE.operation,
		base: EXERCISE.base,
		speed: String(speed),
		sources: settings.exercise.sources,
		state: paths.exerciseState,
		...postedTo(settings.webhooks),
	}
	const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
	return { args: [HEAP, join(ROOT, 'apps', 'exercise', 'src', 'main.ts'), ...args], env }
}

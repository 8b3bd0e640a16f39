import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Environment } from '@lagebild/config/read.ts'
import { FeedConfig } from '@lagebild/config/schema.ts'
import { TakConfig } from '@lagebild/config/tak.ts'
import { openFormat } from '@lagebild/feeds/registry.ts'

import { readJson, writeJson } from '../files.ts'
import { ROOT } from '../paths.ts'
import { supervise } from './child.ts'
import type { Supervised } from './child.ts'
import { feedKey, takKey } from './keys.ts'
import { openLog } from './log-file.ts'
import type { Setting } from './setting.ts'

const PATIENCE_MS = 10_000

/** Doors for TAK whose operation is not there. */
export function takFaults(doors: readonly TakConfig[], operations: readonly string[]): readonly string[] {
	return doors.flatMap(({ operation }, index) =>
		operations.includes(operation) ? [] : [`tak.${index}.operation: there is no operation "${operation}"`],
	)
}

/** What stands in a file of a feed is that feed's trouble, and told there. Faults of the configured feeds that only the formats and the operations can tell, with the key in the configuration. */
export function feedFaults(feeds: readonly FeedConfig[], operations: readonly string[]): readonly string[] {
	return feeds.flatMap((feed, index) => {
		const format = openFormat(feed.format, feed.options)
		const bad = format.ok
			? []
			: format.fault.flatMap(({ key, message, mendable }) => (mendable ? [] : [`feeds.${index}.${key}: ${message}`]))
		return operations.includes(feed.operation) ? bad : [...bad, `feeds.${index}.operation: there is no operation "${feed.operation}"`]
	})
}

/** The exercise's upstream servers as it announced them last; their feeds stay connected, and honestly red, while it does not run. */
export function exerciseFeeds({ paths }: Setting): readonly FeedConfig[] {
	return readJson(paths.exerciseFeeds, FeedConfig.array()) ?? []
}

function exerciseDoors({ paths }: Setting): readonly TakConfig[] {
	return readJson(paths.exerciseTak, TakConfig.array()) ?? []
}

/** Writes what the ingest connects and lets it run with that; without any feed there is nothing that it could do. */
export async function connectFeeds(setting: Setting, ingest: Pick<Supervised, 'start' | 'stop' | 'restart' | 'running'>): Promise<void> {
	const { changed, none } = await writeFeeds(setting)
	if (none) void ingest.stop()
	else if (changed && ingest.running()) void ingest.restart()
	else ingest.start()
}

async function writeFeeds(setting: Setting): Promise<{ readonly changed: boolean; readonly none: boolean }> {
	const { settings, paths, keys } = setting
	const feeds = [...settings.feeds, ...exerciseFeeds(setting)].filter(({ enabled }) => enabled)
	const value = await Promise.all(feeds.map(async (feed) => ({ ...feed, key: await keys.keyFor(feedKey(feed)) })))
	const before = textOf(paths.feedKeys)
	writeJson(paths.feedKeys, value)
	const tak = await writeTak(setting)
	return { changed: textOf(paths.feedKeys) !== before || tak.changed, none: feeds.length === 0 && tak.none }
}

/** Doors for TAK clients, each with a key of its own. */
async function writeTak(setting: Setting): Promise<{ readonly changed: boolean; readonly none: boolean }> {
	const { settings, paths, keys } = setting
	const doors = [...settings.tak, ...exerciseDoors(setting)].filter(({ enabled }) => enabled)
	const value = await Promise.all(doors.map(async (door) => ({ ...door, key: await keys.keyFor(takKey(door)) })))
	const before = textOf(paths.takKeys)
	writeJson(paths.takKeys, value)
	return { changed: textOf(paths.takKeys) !== before, none: doors.length === 0 }
}

function textOf(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8')
	} catch {
		return undefined
	}
}

/** Several ingests of one database share the feeds, where they have a Redis. */
function leases({ redis, database, node }: Setting['settings']): Environment {
	if (redis === undefined || database === undefined) return {}
	return { REDIS_URL: redis, LAGEBILD_LEASES: `lagebild:${new URL(database).pathname.slice(1) || 'lagebild'}`, LAGEBILD_NODE: node }
}

export function superviseIngest(setting: Setting, url: string): Supervised {
	const { settings, paths, env, now, say } = setting
	return supervise({
		name: 'ingest',
		log: openLog(join(paths.logs, 'ingest.log')),
		now,
		say,
		patienceMs: PATIENCE_MS,
		command: () => ({
			args: [join(ROOT, 'apps', 'ingest', 'src', 'main.ts')],
			env: {
				...env,
				LAGEBILD_DATA: paths.data,
				LAGEBILD_HUB: url,
				LAGEBILD_FEEDS: paths.feedKeys,
				LAGEBILD_TAK: paths.takKeys,
				LAGEBILD_WEBHOOKS: `${settings.webhooks.host}:${settings.webhooks.port}`,
				NODE_COMPILE_CACHE: env['NODE_COMPILE_CACHE'] ?? join(paths.data, 'cache', 'ingest'),
				...leases(settings),
			},
		}),
		onMessage: () => undefined,
		onGivenUp: (reason) => say(`ingest ${reason} and stays off: no feed is read. Its log is ${paths.logs}/ingest.log`),
	})
}

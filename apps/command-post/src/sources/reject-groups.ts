import type { RejectView } from '@lagebild/model/feeds-protocol.ts'
import { readIso } from '@lagebild/model/time.ts'

import type { Source } from './standing.ts'

export type FeedRejects = { readonly source: Source; readonly rejects: readonly RejectView[] }

/** What one source said and nobody understood for one reason. */
export type RejectGroup = {
	readonly key: string
	readonly source: Source
	readonly reason: string
	/** Newest first. */
	readonly rejects: readonly RejectView[]
	/** How often it came, equal ones counted. */
	readonly times: number
	/** When the first of them came. */
	readonly since: number | undefined
}

/** By source and reason, the most frequent first. */
export function groupsOf(all: readonly FeedRejects[]): readonly RejectGroup[] {
	const groups = all.flatMap(({ source, rejects }) => {
		const byReason = Map.groupBy(rejects, ({ reason }) => reason)
		return [...byReason].map(([reason, list]) => groupOf(source, reason, list))
	})
	return groups.toSorted((a, b) => b.times - a.times || a.key.localeCompare(b.key))
}

function groupOf(source: Source, reason: string, rejects: readonly RejectView[]): RejectGroup {
	const firsts = rejects.flatMap(({ first }) => readIso(first) ?? [])
	return {
		key: `${source.feed.id} ${reason}`,
		source,
		reason,
		rejects,
		times: rejects.reduce((sum, { times }) => sum + times, 0),
		since: firsts.length === 0 ? undefined : Math.min(...firsts),
	}
}

/** How items were before they were read again. */
export type Before = ReadonlyMap<number, string | null>

export function beforeOf(rejects: readonly RejectView[]): Before {
	return new Map(rejects.map(({ id, changedAt }) => [id, changedAt]))
}

export type Progress = { readonly count: number; readonly read: number; readonly open: number; readonly waiting: number }

/** How far reading again has come: an item that is open has been looked at when it changed since. */
export function progressOf(before: Before, now: readonly RejectView[]): Progress {
	const known = new Map(now.map((reject) => [reject.id, reject]))
	const items = [...before].map(([id, changedAt]) => ({ reject: known.get(id), changedAt }))
	const read = items.filter(({ reject }) => reject?.state === 'rerun').length
	const waiting = items.filter(({ reject, changedAt }) => reject?.state === 'open' && reject.changedAt === changedAt).length
	return { count: before.size, read, waiting, open: before.size - read - waiting }
}

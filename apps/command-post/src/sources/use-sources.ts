import type { FeedHistory, FeedView } from '@lagebild/model/feeds-protocol.ts'
import { useEffect, useMemo, useState } from 'react'

import { useRemote } from '../access/use-remote.ts'
import type { Remote } from '../access/use-remote.ts'
import { feedList } from '../select/lists.ts'
import type { ListedOperation } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'
import { feeds, historyOf } from './api.ts'
import { sourcesOf } from './standing.ts'
import type { Source } from './standing.ts'

const FEEDS_EVERY_MS = 5_000
const HISTORY_EVERY_MS = 60_000

export type Sources = {
	readonly remote: Remote<readonly FeedView[]>
	/** When the list was last told; undefined while it never was. */
	readonly at: number | undefined
	readonly list: readonly Source[]
	/** Sources that speak in other operations only. */
	readonly elsewhere: number
}

/** The sources of the operation on the screen and its bases, the worst first. */
export function useSources(operation: ListedOperation): Sources {
	const remote = useRemote(feeds, FEEDS_EVERY_MS)
	const picture = usePicture(({ content }) => feedList(content))
	const { value } = remote
	const list = useMemo(() => sourcesOf(value ?? [], picture, [operation.id, ...operation.bases]), [value, picture, operation])
	const at = useMemo(() => (value ? store.getState().now : undefined), [value])
	const known = value?.filter(({ id }) => !id.includes(':')).length ?? 0
	return { remote, at, list, elsewhere: known - list.length }
}

/** Counts per minute of each source that this person may look into; asked for anew every minute. */
export function useHistories(list: readonly Source[]): ReadonlyMap<string, FeedHistory> {
	const [known, setKnown] = useState<ReadonlyMap<string, FeedHistory>>(new Map())
	const wanted = list
		.filter(({ feed }) => feed.may.inspect)
		.map(({ feed }) => feed.id)
		.toSorted()
		.join(' ')
	useEffect(() => {
		let alive = true
		const load = async (id: string) => {
			const answer = await historyOf(id)
			const { value } = answer.ok ? answer : {}
			if (alive && value) setKnown((before) => new Map(before).set(id, value))
		}
		const loadAll = () => {
			for (const id of wanted.split(' ').filter(Boolean)) void load(id)
		}
		loadAll()
		const timer = setInterval(loadAll, HISTORY_EVERY_MS)
		return () => {
			alive = false
			clearInterval(timer)
		}
	}, [wanted])
	return known
}

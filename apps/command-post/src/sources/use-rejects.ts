import type { RejectState } from '@lagebild/model/feeds-protocol.ts'
import { useCallback, useEffect, useState } from 'react'

import type { Answer, Refusal } from '../access/call.ts'
import { useRemote } from '../access/use-remote.ts'
import type { Remote } from '../access/use-remote.ts'
import { store } from '../state/store.ts'
import { rejectsOf, rerun } from './api.ts'
import { beforeOf, progressOf } from './reject-groups.ts'
import type { Before, FeedRejects, Progress, RejectGroup } from './reject-groups.ts'
import type { Source } from './standing.ts'

const EVERY_MS = 10_000
const LOOK_MS = 1_000
/** So long the ingest has to read items again. */
const PATIENCE_S = 30

export type RejectsWanted = Extract<RejectState, 'open'> | 'all'

/** What the sources that this person may look into refused. */
export function useRejects(list: readonly Source[], wanted: RejectsWanted): Remote<readonly FeedRejects[]> {
	const [asked, setAsked] = useState(list)
	const key = keyOf(list)
	if (key !== keyOf(asked)) setAsked(list)
	const load = useCallback(async (): Promise<Answer<readonly FeedRejects[]>> => {
		const answers = await Promise.all(asked.map(async (source) => ({ source, answer: await rejectsOf(source.feed.id, wanted) })))
		const failed = answers.flatMap(({ answer }) => (answer.ok ? [] : [answer]))
		const [first] = failed
		if (first && failed.length === answers.length) return first
		return { ok: true, value: answers.flatMap(({ source, answer }) => (answer.ok ? [{ source, rejects: answer.value }] : [])) }
	}, [asked, wanted])
	return useRemote(load, EVERY_MS)
}

/** Lists are asked for again only when there is another source, or another count of one. */
function keyOf(list: readonly Source[]): string {
	return list.map(({ feed }) => `${feed.id} ${feed.rejectsOpen}`).join()
}

type Run = { readonly feed: string; readonly before: Before; readonly at: number }
export type Rerun = {
	readonly progress: (Progress & { readonly seconds: number; readonly over: boolean }) | undefined
	readonly refusal: Refusal | undefined
	readonly start: (group: Pick<RejectGroup, 'source' | 'rejects'>) => void
}

/** Has items read again with today's mapping, and follows what becomes of each. */
export function useRerun(onChange: () => void): Rerun {
	const [run, setRun] = useState<Run>()
	const [progress, setProgress] = useState<Rerun['progress']>()
	const [refusal, setRefusal] = useState<Refusal>()
	useEffect(() => {
		if (!run) return undefined
		let alive = true
		const look = async () => {
			const answer = await rejectsOf(run.feed, 'all')
			if (!alive || !answer.ok) return
			const seconds = Math.max(0, Math.floor((store.getState().now - run.at) / 1_000))
			const told = progressOf(run.before, answer.value)
			const over = told.waiting === 0 || seconds > PATIENCE_S
			setProgress({ ...told, seconds, over })
			if (!over) return
			setRun(undefined)
			onChange()
		}
		const timer = setInterval(() => void look(), LOOK_MS)
		return () => {
			alive = false
			clearInterval(timer)
		}
	}, [run, onChange])
	const start = async ({ source: { feed }, rejects }: Pick<RejectGroup, 'source' | 'rejects'>) => {
		const before = beforeOf(rejects)
		const answer = await rerun(feed.id, { ids: [...before.keys()] })
		setRefusal(answer.ok ? undefined : answer.refusal)
		if (!answer.ok) return
		setProgress({ count: before.size, read: 0, open: 0, waiting: before.size, seconds: 0, over: false })
		setRun({ feed: feed.id, before, at: store.getState().now })
	}
	return { progress, refusal, start: (group) => void start(group) }
}

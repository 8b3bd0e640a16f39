import { CheckReport, FeedHistory, FeedSample, FeedView, RejectsChanged, RejectView } from '@lagebild/model/feeds-protocol.ts'
import type { DiscardWish, FeedCommand, RejectState, RerunWish } from '@lagebild/model/feeds-protocol.ts'
import * as z from 'zod'

import { call, idPath } from '../access/call.ts'
import type { Answer } from '../access/call.ts'

/** What is answered matters only in that it was. */
const Done = z.unknown()

/** Most items of one list of rejects. */
export const MOST_REJECTS = 200

export const feeds = () => call('feeds', z.array(FeedView))

export const historyOf = (feed: string) => orNone(call(idPath('feeds', feed, 'history'), FeedHistory))

export const sampleOf = (feed: string) => orNone(call(idPath('feeds', feed, 'sample'), FeedSample.strip()))

export const checkOf = (feed: string) => orNone(call(idPath('feeds', feed, 'check'), CheckReport.strip()))

export const command = (feed: string, type: FeedCommand['type']) =>
	call(idPath('feeds', feed, 'commands'), Done, { method: 'POST', body: { type } })

export const rejectsOf = (feed: string, state: RejectState | 'all') =>
	call(`${idPath('feeds', feed, 'rejects')}?${new URLSearchParams({ state, limit: String(MOST_REJECTS) }).toString()}`, z.array(RejectView))

export const rejectOf = (feed: string, id: number) => call(`${idPath('feeds', feed, 'rejects')}/${id}`, RejectView)

export const rerun = (feed: string, wish: RerunWish) =>
	call(idPath('feeds', feed, 'rejects/rerun'), RejectsChanged, { method: 'POST', body: wish })

export const discard = (feed: string, wish: DiscardWish) =>
	call(idPath('feeds', feed, 'rejects/discard'), RejectsChanged, { method: 'POST', body: wish })

/** What there is none of yet is no failure. */
async function orNone<T>(asked: Promise<Answer<T>>): Promise<Answer<T | undefined>> {
	const answer = await asked
	if (answer.ok) return answer
	const { fault } = answer.refusal
	return fault !== 'unreachable' && fault.fault === 'not-found' ? { ok: true, value: undefined } : answer
}

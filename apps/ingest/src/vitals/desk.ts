import { HeardCommands, RejectView, VitalsAnswer } from '@lagebild/model/feeds-protocol.ts'
import type { CheckReport, FeedSample, FeedVitals, RerunResults } from '@lagebild/model/feeds-protocol.ts'
import * as z from 'zod'

import { ask } from '../hub.ts'
import type { Delivered, HubOptions } from '../hub.ts'

/** Longer than the hub waits for a command. */
const WAIT_MS = 40_000

/** What an ingest and the hub say about a feed beside what it says. Nothing of it is said twice: the next word replaces it. */
export type Desk = {
	readonly vitals: (vitals: FeedVitals) => Promise<Delivered<VitalsAnswer>>
	readonly sample: (sample: FeedSample) => Promise<Delivered<unknown>>
	/** Waits until there is one that is not among `seen`, or for some seconds. */
	readonly commands: (seen: readonly number[]) => Promise<Delivered<HeardCommands>>
	readonly check: (report: CheckReport) => Promise<Delivered<unknown>>
	readonly reject: (id: number) => Promise<Delivered<RejectView>>
	readonly results: (results: RerunResults) => Promise<Delivered<unknown>>
}

export function deskOf(given: Omit<HubOptions, 'attempts' | 'timeoutMs'>): Desk {
	const once = { options: { ...given, attempts: 1 }, answer: z.unknown() }
	const patient = { options: given, answer: z.unknown() }
	const waiting = { options: { ...given, attempts: 1, timeoutMs: WAIT_MS }, answer: HeardCommands }
	const feed = `/api/v1/feeds/${given.feed}`
	return {
		vitals: (body) => ask({ path: `${feed}/vitals`, body }, { ...once, answer: VitalsAnswer }),
		sample: (body) => ask({ path: `${feed}/sample`, body }, once),
		commands: (seen) => ask({ path: `${feed}/commands${seen.length === 0 ? '' : `?seen=${seen.join(',')}`}` }, waiting),
		check: (body) => ask({ path: `${feed}/check`, body }, patient),
		reject: (id) => ask({ path: `${feed}/rejects/${id}` }, { ...patient, answer: RejectView }),
		results: (body) => ask({ path: `${feed}/rejects/results`, body }, patient),
	}
}

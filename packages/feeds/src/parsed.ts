import type { Submission } from '@lagebild/model/event.ts'
import { readSubmission } from '@lagebild/model/read-submission.ts'
import { iso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'

import type { Parsed, Reject } from './adapter.ts'
import { named } from './ids.ts'
import type { Unnamed } from './ids.ts'
import { rawOf } from './text.ts'

export const NOTHING: Parsed = { events: [], measurements: [], rejects: [], followUps: [] }

/** The whole document was not understood. */
export function rejected(...rejects: readonly Reject[]): Parsed {
	return { ...NOTHING, rejects }
}

/** Several messages as one. What is said twice in the same words is said once. */
export function joined(parts: readonly Parsed[]): Parsed {
	return {
		events: unique(parts.flatMap(({ events }) => events)),
		measurements: parts.flatMap(({ measurements }) => measurements),
		rejects: parts.flatMap(({ rejects }) => rejects),
		followUps: parts.flatMap(({ followUps }) => followUps),
	}
}

/** Each event once: an upstream that lists an item twice says nothing new the second time. */
export function unique(events: readonly Submission[]): readonly Submission[] {
	return [...new Map(events.map((event) => [event.id, event])).values()]
}

export type Checked = { readonly event: Submission } | { readonly reject: Reject }

/** Names a statement and checks it as the hub will. What does not pass is a reject here and now, with the path of the field. */
export function checked(feed: string, statement: Unnamed, item: unknown): Checked {
	const event = named(feed, statement)
	const read = readSubmission(event)
	if (read.ok) return { event }
	const { fault, message, path } = read.fault
	return { reject: { reason: fault, message, ...(path !== undefined && { path }), raw: rawOf(item) } }
}

/** A time as the hub takes it: the source's own text when it can stand on the wire, otherwise the same moment in UTC. */
export function wireTime(text: string, at: Instant): string {
	const trimmed = text.trim()
	return trimmed.length <= 40 ? trimmed : iso(at)
}

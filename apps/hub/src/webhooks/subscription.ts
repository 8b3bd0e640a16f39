import { OperationId, Seq } from '@lagebild/model/ids.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import * as z from 'zod'

/** What somebody asked for. It never changes. */
export const Subscription = z.object({
	id: z.string(),
	operation: OperationId,
	url: z.string(),
	kinds: z.array(z.enum(KINDS)).exactOptional(),
	content: z.enum(['entries', 'rows']),
	batch: z.boolean(),
	/** Whose grant decides what it gets. */
	credential: z.string(),
	by: z.string(),
	created: z.number(),
	/** The signing secret under the key that the hubs share. */
	sealed: z.string(),
})
export type Subscription = z.infer<typeof Subscription>

/** What somebody wants of it now; newer than a stop, it begins again. */
export const Wanted = z.object({ state: z.enum(['active', 'paused']), by: z.string(), at: z.number() })
export type Wanted = z.infer<typeof Wanted>

const Cursors = z.object({ U: Seq, S: Seq, M: Seq })
const Place = z.object({ epoch: z.string(), scopeId: z.string(), seq: Cursors })

/** Where it is. Entries: all up to `seq` is delivered. Rows: the place of a client that holds what was delivered. */
const Cursor = z.discriminatedUnion('of', [
	z.object({ of: z.literal('entries'), epoch: z.string(), seq: Seq }),
	z.object({ of: z.literal('rows'), place: Place.exactOptional() }),
])
export type Cursor = z.infer<typeof Cursor>

/** A message whose bounds are fixed before it is sent the first time, so that each repeat is the same one. */
const Pending = z.discriminatedUnion('of', [
	z.object({ of: z.literal('entries'), from: Seq, to: Seq }),
	z.object({ of: z.literal('rows'), to: Cursors }),
])
export type Pending = z.infer<typeof Pending>

const Said = z.object({ at: z.number(), text: z.string(), status: z.number().exactOptional() })

/** How it goes. Written by the hub that delivers. */
export const Progress = z.object({
	cursor: Cursor,
	pending: Pending.exactOptional(),
	attempts: z.number().default(0),
	failingSince: z.number().exactOptional(),
	nextAt: z.number().default(0),
	lastError: Said.exactOptional(),
	delivered: z.number().default(0),
	lastDelivered: z.number().exactOptional(),
	/** It stopped by itself: for good, or until somebody wants it again. */
	stopped: z.object({ at: z.number(), why: z.string(), forGood: z.boolean() }).exactOptional(),
})
export type Progress = z.infer<typeof Progress>

export type Webhook = { readonly subscription: Subscription; readonly wanted: Wanted; readonly progress: Progress }

export type State = 'active' | 'paused' | 'ended'

export function stateOf({ wanted, progress: { stopped } }: Pick<Webhook, 'wanted' | 'progress'>): State {
	if (stopped?.forGood) return 'ended'
	if (stopped && stopped.at >= wanted.at) return 'paused'
	return wanted.state
}

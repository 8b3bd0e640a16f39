import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Grant } from '@lagebild/model/label.ts'

import type { Clock } from '../clock.ts'
import type { Operations } from '../operations.ts'
import type { RunningOperation } from '../running.ts'
import type { InnerViewers } from '../stream/inner-viewers.ts'
import type { Message } from './attempt.ts'
import type { Cursor, Pending, Subscription } from './subscription.ts'

/** What one subscription is served from. */
export type Serving = {
	readonly subscription: Subscription
	readonly running: RunningOperation
	/** Of its credential, now. */
	readonly grant: Grant
	readonly operations: Operations
	readonly viewers: InnerViewers
	readonly now: Clock
}

/** What comes next: messages in their order, and where the subscription is when they are taken. None: only the place moves. */
export type Next = { readonly messages: readonly Message[]; readonly pending?: Pending; readonly cursor: Cursor }

export function wants({ kinds }: Subscription, kind: EntityKind): boolean {
	return kinds?.includes(kind) ?? true
}

/** What stands before the first dot is the journal's incarnation, in which numbers mean what they meant. */
export function incarnationOf(epoch: string): string {
	return epoch.split('.')[0] ?? ''
}

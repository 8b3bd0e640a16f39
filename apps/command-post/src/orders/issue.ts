import type { EntityId, OperationId } from '@lagebild/model/ids.ts'

import type { Statement } from '../api/statements.ts'
import { sayNow } from '../state/sayings.ts'
import type { Outcome } from '../state/sayings.ts'

type Refused = Exclude<Outcome, string | undefined>

export type Said = { readonly statement: Statement; readonly outcome: Outcome }

/** What was taken or waits, and what was refused and why. Each order stands for itself: one refusal holds no other up. */
export async function sayEach(operation: OperationId, statements: readonly Statement[]): Promise<readonly Said[]> {
	return Promise.all(statements.map(async (statement) => ({ statement, outcome: await sayNow(operation, [statement]) })))
}

export function refusedOf({ outcome }: Said): Refused | undefined {
	return typeof outcome === 'object' ? outcome : undefined
}

export function isWaiting({ outcome }: Said): boolean {
	return outcome === 'waiting' || outcome === 'not-stored'
}

/** Who was to carry it out. */
export function recipientOf({ statement: { links = [] } }: Said): EntityId | undefined {
	return links.find(({ rel }) => rel === 'assigned-to')?.to
}

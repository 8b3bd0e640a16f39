import type { OperationId } from '@lagebild/model/ids.ts'

import { sayNow } from '../state/sayings.ts'
import type { Refusal } from './operations.ts'
import type { Statement } from './statements.ts'

/** Why not all of it was taken; undefined when it was, or when it waits in the queue, where it is shown. */
export async function say(operation: OperationId, statements: readonly Statement[]): Promise<Refusal> {
	const outcome = await sayNow(operation, statements)
	return outcome === 'waiting' || outcome === 'not-stored' ? undefined : outcome
}

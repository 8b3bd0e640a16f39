import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { Answer, Refused } from '@lagebild/model/protocol.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import type { Speaker } from '../core/guest.ts'
import type { RunningOperation } from '../running.ts'

/** Events in one request. */
const MAX_EVENTS = 1_000

export type Submission = {
	readonly items: readonly unknown[]
	/** What is wrong with an item already as JSON. */
	readonly problemAt: (index: number) => Fault | undefined
}

/**
 * Hands events to the core. Items that are not even proper JSON are answered here; the others go on together, in their order.
 * @returns one answer per item, in their order, or the fault of the whole.
 */
export async function submit(
	running: RunningOperation,
	grant: Speaker,
	{ items, problemAt }: Submission,
): Promise<Result<readonly Answer[]>> {
	if (items.length > MAX_EVENTS) return fail(fault('too-many-items', `${items.length} items; the limit is ${MAX_EVENTS}`))
	const problems = items.map((_, index) => problemAt(index))
	const sound = items.filter((_, index) => !problems[index])
	const submitted = sound.length === 0 ? ok([]) : await running.submit(grant, sound)
	if (!submitted.ok) return submitted
	const answers = submitted.value.values()
	return ok(
		items.map((item, index): Answer => {
			const problem = problems[index]
			return problem ? refusal(item, problem) : (answers.next().value ?? fault('internal'))
		}),
	)
}

/** With the id, as far as the item says it itself. */
export function refusal(item: unknown, reason: Fault): Refused {
	const id: unknown = typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined
	return typeof id === 'string' && id.isWellFormed() ? { id: id.slice(0, 100), ...reason } : reason
}

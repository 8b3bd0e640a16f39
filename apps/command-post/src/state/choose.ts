import type { OperationId } from '@lagebild/model/ids.ts'

import type { ListedOperation } from './facts.ts'

/** Operations a person works in; bases are shown through them. */
export function workable(operations: readonly ListedOperation[]): readonly ListedOperation[] {
	return operations.filter(({ base, state }) => !base && state !== 'archived')
}

/**
 * The operation to open: the one asked for, else the one of last time. Without either: a real operation that people work in,
 * then an exercise that runs, then whatever there is.
 */
export function chooseOperation(
	operations: readonly ListedOperation[],
	wanted: readonly (OperationId | string | undefined)[],
): ListedOperation | undefined {
	const open = workable(operations)
	for (const id of wanted) {
		const found = id === undefined ? undefined : open.find((operation) => operation.id === id)
		if (found) return found
	}
	return open.find(({ status, people }) => status === 'actual' && people) ?? open.find(({ status }) => status === 'exercise') ?? open[0]
}

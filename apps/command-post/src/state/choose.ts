import type { OperationId } from '@lagebild/model/ids.ts'

import type { ListedOperation } from './facts.ts'

/** Operations to switch between: the open ones, then the closed ones. Bases are shown through them. */
export function workable(operations: readonly ListedOperation[]): readonly ListedOperation[] {
	const own = operations.filter(({ base }) => !base)
	return [...own.filter(({ state }) => state === 'open'), ...own.filter(({ state }) => state === 'closed')]
}

/**
 * The operation to open: the one asked for, also from the archive, else the one of last time. Without either: a real operation that people work in,
 * then an exercise that runs, then whatever there is.
 */
export function chooseOperation(
	operations: readonly ListedOperation[],
	wanted: readonly (OperationId | string | undefined)[],
): ListedOperation | undefined {
	const usual = workable(operations)
	const archived = operations.filter(({ base, state }) => !base && state === 'archived')
	for (const [index, id] of wanted.entries()) {
		const among = index === 0 ? [...usual, ...archived] : usual
		const found = id === undefined ? undefined : among.find((operation) => operation.id === id)
		if (found) return found
	}
	const open = usual.filter(({ state }) => state === 'open')
	return open.find(({ status, people }) => status === 'actual' && people) ?? open.find(({ status }) => status === 'exercise') ?? usual[0]
}

import type { Assignment } from './access/functions.ts'
import type { SystemEvent } from './event.ts'
import type { EntityId } from './ids.ts'
import type { Operation, OperationValues } from './operation.ts'

/** Who fills a function from now on, in place of whoever did; without `holder` nobody. */
export type FunctionChange = Pick<Assignment, 'function' | 'section'> & { readonly holder?: Pick<Assignment, 'credential' | 'name'> }

/** Entries of a journal about its operation, after the one that opened it. */
export type OperationChange =
	| { readonly op: 'changed'; readonly values: OperationValues }
	| { readonly op: 'closed' | 'reopened' | 'archived' }
	| { readonly op: 'assigned'; readonly assigned: FunctionChange }

/**
 * What an entry of the journal about its operation makes of it: the stored metadata are the fold of these entries and nothing else. An
 * entry about something else changes nothing. Names types only: the journal's writer starts without the schemas.
 */
export function operationAfter(before: Operation, event: SystemEvent): Operation {
	switch (event.op) {
		case 'changed':
			return { ...before, ...valuesIn(event.details?.['operation']) }
		case 'closed':
			return closed(before, event)
		case 'reopened':
			return reopened(before)
		case 'archived':
			return { ...before, state: 'archived' }
		case 'assigned':
			return { ...before, functions: functionsAfter(before.functions, changeIn(event.details?.['assigned']), event.received) }
		default:
			return before
	}
}

/** The operation as the first entry of its journal names it. */
export function operationOpened({ op, details }: SystemEvent): Operation | undefined {
	return op === 'opened' ? readOperation(details?.['operation']) : undefined
}

/** Metadata as the journal keeps them. They were checked when they were written; what an older version did not know is filled in. */
export function readOperation(value: unknown): Operation | undefined {
	return isStored(value) ? { ...value, gauges: value.gauges ?? [], functions: value.functions ?? [] } : undefined
}

type Later = 'gauges' | 'functions'

function isStored(value: unknown): value is Omit<Operation, Later> & Partial<Pick<Operation, Later>> {
	return typeof value === 'object' && value !== null && 'id' in value && 'state' in value && 'bases' in value && Array.isArray(value.bases)
}

function closed(before: Operation, { by, reason, received }: SystemEvent): Operation {
	return { ...before, state: 'closed', closed: received, closedBy: by, ...(reason !== undefined && { closedReason: reason }) }
}

function reopened({ closed: _at, closedBy: _by, closedReason: _why, ...operation }: Operation): Operation {
	return { ...operation, state: 'open' }
}

/** The function's present holder goes and the new one comes last. */
export function functionsAfter(
	before: Operation['functions'],
	change: FunctionChange | undefined,
	since: Assignment['since'],
): Assignment[] {
	if (!change) return before
	const others = before.filter((held) => held.function !== change.function || held.section !== change.section)
	if (!change.holder) return others
	const { credential, name } = change.holder
	return [
		...others,
		{ function: change.function, credential, name, ...(change.section !== undefined && { section: change.section }), since },
	]
}

function changeIn(value: unknown): FunctionChange | undefined {
	return isFunctionChange(value) ? value : undefined
}

function isFunctionChange(value: unknown): value is FunctionChange {
	return typeof value === 'object' && value !== null && 'function' in value
}

function valuesIn(value: unknown): OperationValues {
	return isValues(value) ? value : {}
}

function isValues(value: unknown): value is OperationValues {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What a reader may know of it who may not know of every thing that it names. */
export function namedOf(operation: Operation, named: (id: EntityId) => boolean): Operation {
	const gauges = operation.gauges.filter(named)
	const functions = operation.functions.filter(({ section }) => section === undefined || named(section))
	if (gauges.length === operation.gauges.length && functions.length === operation.functions.length) return operation
	return { ...operation, gauges, functions }
}

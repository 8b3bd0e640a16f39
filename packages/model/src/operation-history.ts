import type { SystemEvent } from './event.ts'
import type { Operation, OperationValues } from './operation.ts'

/** Entries of a journal about its operation, after the one that opened it. */
export type OperationChange =
	| { readonly op: 'changed'; readonly values: OperationValues }
	| { readonly op: 'closed' | 'reopened' | 'archived' }

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
		case 'opened':
		case 'erased':
		case 'restored':
		case 'clock-step':
			return before
	}
}

/** The operation as the first entry of its journal names it. */
export function operationOpened({ op, details }: SystemEvent): Operation | undefined {
	return op === 'opened' ? readOperation(details?.['operation']) : undefined
}

/** Metadata as the journal keeps them. They were checked when they were written; what an older version did not know is filled in. */
export function readOperation(value: unknown): Operation | undefined {
	return isStored(value) ? { ...value, gauges: value.gauges ?? [] } : undefined
}

function isStored(value: unknown): value is Omit<Operation, 'gauges'> & Partial<Pick<Operation, 'gauges'>> {
	return typeof value === 'object' && value !== null && 'id' in value && 'state' in value && 'bases' in value && Array.isArray(value.bases)
}

function closed(before: Operation, { by, reason, received }: SystemEvent): Operation {
	return { ...before, state: 'closed', closed: received, closedBy: by, ...(reason !== undefined && { closedReason: reason }) }
}

function reopened({ closed: _at, closedBy: _by, closedReason: _why, ...operation }: Operation): Operation {
	return { ...operation, state: 'open' }
}

function valuesIn(value: unknown): OperationValues {
	return isValues(value) ? value : {}
}

function isValues(value: unknown): value is OperationValues {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

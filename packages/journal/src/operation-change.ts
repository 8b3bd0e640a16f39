import type { SystemEvent } from '@lagebild/model/event.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { FunctionChange, OperationChange } from '@lagebild/model/operation-history.ts'
import type { Operation, OperationValues } from '@lagebild/model/operation.ts'

/** J17: what the entry says about the change. */
export function detailsOf(change: OperationChange): NonNullable<SystemEvent['details']> {
	switch (change.op) {
		case 'changed':
			return { operation: { ...change.values } }
		case 'assigned':
			return { assigned: { ...change.assigned } }
		case 'closed':
		case 'reopened':
		case 'archived':
			return { operation: { state: STATE[change.op] } }
	}
}

const STATE = { closed: 'closed', reopened: 'open', archived: 'archived' } as const

/** J17. */
export function changeFault({ state }: Operation, { op }: OperationChange): Fault | undefined {
	if ((op === 'changed' || op === 'assigned') && state !== 'open')
		return { fault: 'operation-closed', message: `the operation is ${state}; open it again to change it` }
	if (op === 'archived' && state === 'open') return { fault: 'bad-state', message: 'an operation is closed before it is archived' }
	if (op === 'closed' && state === 'archived') return { fault: 'bad-state', message: 'the operation is archived, and closed already' }
	return undefined
}

export function changesNothing(before: Operation, change: OperationChange): boolean {
	if (change.op === 'assigned') return assignsNothing(before, change.assigned)
	if (change.op !== 'changed') return before.state === STATE[change.op]
	return KEYS.every((key) => change.values[key] === undefined || JSON.stringify(change.values[key]) === JSON.stringify(before[key]))
}

/** The same person has it already, or nobody has it. */
function assignsNothing({ functions }: Operation, { holder, ...place }: FunctionChange): boolean {
	const held = functions.find((one) => one.function === place.function && one.section === place.section)
	return held?.credential === holder?.credential && held?.name === holder?.name
}

const KEYS = ['name', 'area', 'gauges', 'timeZone', 'bases'] as const satisfies readonly (keyof OperationValues)[]

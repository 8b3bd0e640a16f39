import { mayDo } from '@lagebild/model/access/roles.ts'
import type { OperationId } from '@lagebild/model/ids.ts'

import { chooseOperation } from '../state/choose.ts'
import type { Facts, Thing } from '../state/facts.ts'
import { isReplay } from '../state/live.ts'
import { EDIT_KINDS, isEditKind } from './kinds.ts'
import type { EditKind } from './kinds.ts'

/** The operation that is open here, while it takes words. */
export function openOperation({ operations, route, preferences }: Facts): OperationId | undefined {
	const operation = chooseOperation(operations, [route.operation, preferences.operation])
	return operation?.state === 'open' ? operation.id : undefined
}

const NONE: readonly EditKind[] = []
const ofRole = new Map<string, readonly EditKind[]>()

/** What whoever sits here may bring into the picture, by role: nothing else is offered. */
export function creatable(facts: Facts): readonly EditKind[] {
	const { session } = facts
	if (session.state !== 'in' || isReplay(facts) || openOperation(facts) === undefined) return NONE
	const { role } = session.grant
	const known = ofRole.get(role) ?? EDIT_KINDS.filter((kind) => mayDo(role, kind, 'upsert'))
	ofRole.set(role, known)
	return known
}

export function mayChange(facts: Facts, { row, operation }: Thing, op: 'patch' | 'end' = 'patch'): boolean {
	const { session, operations } = facts
	if (isReplay(facts)) return false
	if (session.state !== 'in' || !isEditKind(row.kind) || !mayDo(session.grant.role, row.kind, op)) return false
	return operations.find(({ id }) => id === operation)?.state === 'open'
}

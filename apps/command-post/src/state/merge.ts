import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import type { StandingPolicy } from '@lagebild/picture/standing.ts'

import type { Thing } from './facts.ts'

/** The content of one operation as its client holds it. */
export type Part = {
	readonly operation: OperationId
	readonly rows: () => ReadonlyMap<EntityId, Row>
	readonly measured: () => ReadonlyMap<EntityId, MeasuredRow>
	/** As the hub's configuration has it, once that is known. */
	readonly policy?: () => StandingPolicy | undefined
}

/** What the first part that knows the thing says about it: the operation's own word stands before its bases'. */
export function thingFrom(parts: readonly Part[], id: EntityId): Thing | undefined {
	for (const { operation, rows, measured, policy: policyNow } of parts) {
		const row = rows().get(id)
		const values = measured().get(id)
		if (row) return { row, operation, ...(values && { measured: values }), ...policyPart(policyNow?.()) }
	}
	return undefined
}

function policyPart(policy: StandingPolicy | undefined): Pick<Thing, 'policy'> {
	return policy ? { policy } : {}
}

/** Brings `things` up to date for the named ids; it is changed in place because it is large and changes often. */
export function mergeInto(things: Map<EntityId, Thing>, parts: readonly Part[], ids: Iterable<EntityId>): void {
	for (const id of ids) {
		const thing = thingFrom(parts, id)
		if (thing) things.set(id, thing)
		else things.delete(id)
	}
}

/** Everything anew, after a client has loaded. */
export function mergeAll(things: Map<EntityId, Thing>, parts: readonly Part[]): void {
	things.clear()
	for (const { rows } of parts) mergeInto(things, parts, rows().keys())
}

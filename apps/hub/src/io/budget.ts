import type { Access } from '@lagebild/access/store.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { fault } from '@lagebild/model/fault.ts'

type Slowed = Fault & { readonly retryAfterMs: number }

/** Takes from what a key may send in a while. Nothing was taken when it is refused. */
export function budgetFault({ budgetOf }: Pick<Access, 'budgetOf'>, credential: string, items: number): Slowed | undefined {
	const wait = budgetOf(credential).take(items)
	return wait > 0 ? { ...fault('too-many-requests', `this key's budget is used up for ${wait} ms`), retryAfterMs: wait } : undefined
}

/** Rows in a body of measurements, as far as it has the shape of one. */
export function rowsIn(body: unknown): number {
	const { positions, observations, curves } = partsOf(body)
	return lengthOf(partsOf(positions)['entity']) + lengthOf(partsOf(observations)['entity']) + lengthOf(curves)
}

function partsOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? { ...value } : {}
}

function lengthOf(value: unknown): number {
	return Array.isArray(value) ? value.length : 0
}

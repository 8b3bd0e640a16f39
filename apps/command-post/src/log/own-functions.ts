import type { Grant } from '@lagebild/model/label.ts'

import { chooseOperation } from '../state/choose.ts'
import type { Facts, ListedOperation } from '../state/facts.ts'

/** What somebody is in an operation: S2, leader. */
export function functionsOf({ functions }: ListedOperation, { credential }: Pick<Grant, 'credential'>): readonly string[] {
	return [...new Set(functions.filter((held) => held.credential === credential).map((held) => held.function))]
}

/** Those of whoever sits here, in the operation that is open; one text, so that it stays the same while they do. */
export function ownFunctionsNow({ session, operations, route, preferences }: Facts): string {
	const operation = chooseOperation(operations, [route.operation, preferences.operation])
	return session.state === 'in' && operation ? functionsOf(operation, session.grant).join(' ') : ''
}

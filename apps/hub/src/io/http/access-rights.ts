import { clearanceFor } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { Grant, Level, Role } from '@lagebild/model/label.ts'

import type { HubContext } from './context.ts'

const HEIGHT: Readonly<Record<Level, number>> = { open: 0, internal: 1, restricted: 2 }

type Wanted = {
	readonly role: Role
	readonly operations: 'all' | readonly string[]
	readonly organisation?: string
	readonly clearance?: Level
}

/**
 * What is meant when something was left out: the usual clearance of the role, at most the giver's own, and the organisation of a giver who
 * is bound to one. A clearance beyond what the role can have is cut to that.
 */
export function rightsFor(giver: Grant, { role, operations, organisation = giver.organisation, clearance }: Wanted) {
	const level = clearanceFor(role, clearance)
	const cut = clearance === undefined && HEIGHT[level] > HEIGHT[giver.clearance] ? giver.clearance : level
	return { role, operations, clearance: cut, ...(organisation !== undefined && { organisation }) }
}

/** A misspelt one would let nobody in, and nobody would know why. */
export function operationsFault({ operations }: HubContext, wanted: 'all' | readonly string[]): Fault | undefined {
	const at = wanted === 'all' ? -1 : wanted.findIndex((id) => operations.get(id) === undefined)
	return at === -1 ? undefined : fault('bad-message', `there is no operation "${wanted[at]}"`, `operations.${at}`)
}

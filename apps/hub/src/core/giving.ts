import { hasDuty, ROLE_TABLE } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Grant, Level, Role } from '@lagebild/model/label.ts'

/** What somebody is to get, or has. */
export type Rights = {
	readonly role: Role
	readonly clearance: Level
	readonly operations: 'all' | readonly string[]
	readonly organisation?: string | undefined
	readonly kinds?: readonly EntityKind[] | undefined
	readonly submitKinds?: readonly EntityKind[] | undefined
}

const HEIGHT: Readonly<Record<Level, number>> = { open: 0, internal: 1, restricted: 2 }

/**
 * G1: nobody gives more than they hold. A giver without an organisation is bound to none; one of an organisation gives only that, or an
 * account without one could be made that names any other.
 */
export function givingFault(giver: Grant, wanted: Rights): Fault | undefined {
	if (!roleWithin(giver.role, wanted.role)) return beyond(`the role ${wanted.role}`, 'role')
	if (HEIGHT[wanted.clearance] > HEIGHT[giver.clearance]) return beyond(`the clearance ${wanted.clearance}`, 'clearance')
	if (!operationsWithin(giver.operations, wanted.operations)) return beyond('these operations', 'operations')
	if (giver.organisation !== undefined && wanted.organisation !== giver.organisation) return beyond('another organisation', 'organisation')
	if (!kindsWithin(giver.kinds, wanted.kinds)) return beyond('these kinds', 'kinds')
	if (!kindsWithin(giver.submitKinds ?? giver.kinds, wanted.submitKinds ?? wanted.kinds)) return beyond('these kinds', 'submitKinds')
	return undefined
}

/** May it be seen, changed and ended by this credential? */
export function within(giver: Grant, held: Rights): boolean {
	return givingFault(giver, held) === undefined
}

/** Manages everything: the last of these is neither ended nor demoted. */
export function managesAll({ role, operations, organisation }: Rights): boolean {
	return hasDuty(role, 'accounts') && operations === 'all' && organisation === undefined
}

function beyond(what: string, path: string): Fault {
	return fault('not-allowed', `nobody gives more than they hold: ${what}`, path)
}

/** Roles that can do nothing that this one cannot; an admin's are all. */
function roleWithin(own: Role, wanted: Role): boolean {
	if (own === wanted) return true
	const [mine, theirs] = [ROLE_TABLE[own], ROLE_TABLE[wanted]]
	const says = KINDS.every((kind) => theirs.submits[kind].every((op) => mine.submits[kind].includes(op)))
	return says && theirs.duties.every((duty) => mine.duties.includes(duty))
}

function operationsWithin(own: Grant['operations'], wanted: Rights['operations']): boolean {
	if (own === 'all') return true
	const reached: readonly string[] = own
	return wanted !== 'all' && wanted.every((id) => reached.includes(id))
}

function kindsWithin(own: readonly EntityKind[] | undefined, wanted: readonly EntityKind[] | undefined): boolean {
	return own === undefined || (wanted?.every((kind) => own.includes(kind)) ?? false)
}

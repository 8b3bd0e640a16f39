import type { Op } from '@lagebild/model/event.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Grant, Role } from '@lagebild/model/label.ts'
import { iso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { NO_FACET } from '@lagebild/picture/change.ts'
import { facet, facetAt, indexOf } from '@lagebild/picture/read.ts'
import { expired, reaches, visible } from '@lagebild/picture/visible.ts'

import type { Hub } from './hub.ts'

/** What each role may say. Who may say it about which entity is another question, see `admit`. */
const MAY: Readonly<Record<Role, readonly Op[]>> = {
	observer: [],
	field: ['upsert', 'patch', 'cancel', 'end', 'retract'],
	staff: ['upsert', 'patch', 'cancel', 'end', 'retract'],
	integrator: ['upsert', 'patch', 'cancel', 'end', 'retract', 'roster'],
	commander: ['upsert', 'patch', 'cancel', 'end', 'retract', 'classify'],
	admin: ['upsert', 'patch', 'cancel', 'end', 'retract', 'roster', 'classify'],
}

export function mayDo(role: Role, op: Op): boolean {
	return MAY[role].includes(op)
}

/** May this credential say anything here at all? */
export function deskClosed(hub: Hub, grant: Grant, now: Instant): Fault | undefined {
	if (expired(grant, now)) return fault('unauthenticated')
	if (!reaches(grant, hub.operation.id)) return fault('unknown-operation')
	if (hub.stopping) return fault('not-ready')
	if (hub.newer) return newerFault(hub.newer)
	return MAY[grant.role].length === 0 ? fault('not-allowed', `the role ${grant.role} reads and says nothing`) : undefined
}

/** A20. */
export function newerFault({ what }: NonNullable<Hub['newer']>): Fault {
	return fault('not-ready', `a newer build wrote ${what}: the hub has to be updated`)
}

/** A15. Of events the journal decides it, which alone knows those that it has already. A member may know since when; who opens it again is named by role. */
export function closedFault({ operation: { state, closed } }: Hub): Fault | undefined {
	if (state === 'open') return undefined
	const since = closed === undefined ? '' : ` since ${iso(closed)}`
	const said = state === 'archived' ? `archived, and closed${since}` : `closed${since}`
	return fault(
		'operation-closed',
		`the operation is ${said}; ${state === 'archived' ? 'an admin' : 'a commander or an admin'} can open it again`,
	)
}

/** Is there an entity of this id for this credential? What it may not see does not exist for it (5.5). */
export function knows(hub: Hub, entity: EntityId, { grant, now }: { readonly grant: Grant; readonly now: Instant }): boolean {
	const index = indexOf(hub.picture, entity)
	if (index === undefined) return false
	const number = facetAt(hub.picture, index)
	if (number === NO_FACET) return false
	const thing = facet(hub.picture, number)
	if (grant.kinds && !grant.kinds.includes(thing.kind)) return false
	return (thing.shown || thing.measured) && visible(thing.label, grant, now)
}

/** It exists, or an event of this same credential that is on its way to the journal creates it. */
export function knowsOrBrings(hub: Hub, entity: EntityId, by: { readonly grant: Grant; readonly now: Instant }): boolean {
	return knows(hub, entity, by) || (hub.desk.coming.get(entity)?.includes(by.grant.credential) ?? false)
}

import { ROLE_TABLE, speaks } from '@lagebild/model/access/roles.ts'
import type { Op } from '@lagebild/model/event.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { iso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { NO_FACET } from '@lagebild/picture/change.ts'
import { facet, facetAt, indexOf } from '@lagebild/picture/read.ts'
import { expired, reaches, visible } from '@lagebild/picture/visible.ts'

import type { Hub } from './hub.ts'

/** May this credential say anything here at all? */
export function deskClosed(hub: Hub, grant: Grant, now: Instant): Fault | undefined {
	if (expired(grant, now)) return fault('unauthenticated')
	if (!reaches(grant, hub.operation.id)) return fault('unknown-operation')
	if (hub.stopping) return fault('not-ready')
	if (hub.newer) return newerFault(hub.newer)
	return speaks(grant.role) ? undefined : fault('not-allowed', `the role ${grant.role} reads and says nothing`)
}

/** The journal has told of a newer version, or of an end: such a grant opens nothing any more. */
export function outdated({ regrants }: Hub, { credential, version }: Grant): boolean {
	const told = regrants.told.get(credential)
	return told !== undefined && (version < told.version || (told.ended && version <= told.version))
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

/** Of a kind about which the role says nothing at all, the kind is wrong, else the op. */
export function roleFault({ role }: Grant, kind: EntityKind, op: Op): Fault {
	const silent = ROLE_TABLE[role].submits[kind].length === 0
	return silent
		? fault('not-allowed', `the role ${role} says nothing about ${kind}`, 'kind')
		: fault('not-allowed', `the role ${role} may not ${op} ${kind}`, 'op')
}

export function speaksOf({ kinds, submitKinds = kinds }: Grant, kind: EntityKind): boolean {
	return submitKinds?.includes(kind) ?? true
}

/** What this credential made itself it knows, also when it reads nothing of that kind. */
function readsOf(grant: Grant, entity: EntityId, kind: EntityKind): boolean {
	if (grant.kinds?.includes(kind) ?? true) return true
	return (grant.submitKinds?.includes(kind) ?? false) && partsOf(entity).source === grant.source
}

/** Is there an entity of this id for this credential? What it may not see does not exist for it (5.5). */
export function knows(hub: Hub, entity: EntityId, { grant, now }: { readonly grant: Grant; readonly now: Instant }): boolean {
	const index = indexOf(hub.picture, entity)
	if (index === undefined) return false
	const number = facetAt(hub.picture, index)
	if (number === NO_FACET) return false
	const thing = facet(hub.picture, number)
	if (!readsOf(grant, entity, thing.kind)) return false
	return (thing.shown || thing.measured) && visible(thing.label, grant, { operation: hub.operation.id, now })
}

/** It exists, or an event of this same credential that is on its way to the journal creates it. */
export function knowsOrBrings(hub: Hub, entity: EntityId, by: { readonly grant: Grant; readonly now: Instant }): boolean {
	return knows(hub, entity, by) || (hub.desk.coming.get(entity)?.includes(by.grant.credential) ?? false)
}

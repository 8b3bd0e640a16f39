import { hasDutyIn, mayDo } from '@lagebild/model/access/roles.ts'
import type { Link, Submission } from '@lagebild/model/event.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'

import { roleFault, speaksOf } from './grant.ts'
import type { Hub } from './hub.ts'

/** Relations that the fold counts as a word about the life of their other end (picture SPEC, P11). */
export const ENDS: ReadonlySet<Link['rel']> = new Set(['updates', 'cancels'])

/** A34: whoever calls something off by a link says as much about it as whoever cancels it, and needs the same leave. */
export function endingFault(hub: Hub, { links = [] }: Pick<Submission, 'links'>, grant: Grant): Fault | undefined {
	for (const [index, { rel, to }] of links.entries()) {
		const no = ENDS.has(rel) ? cancelFault(hub, to, grant) : undefined
		if (no) return fault(no.fault, no.message, `links.${index}.to`)
	}
	return undefined
}

/** Taking back what ended something is a word about it as well. */
export function takenBackFault(hub: Hub, target: Pick<Submission, 'links'>, grant: Grant): Fault | undefined {
	const no = endingFault(hub, target, grant)
	return no && { ...no, path: 'retracts' }
}

function cancelFault(hub: Hub, to: EntityId, grant: Grant): Fault | undefined {
	const { kind, source } = partsOf(to)
	if (!mayDo(grant.role, kind, 'cancel')) return roleFault(grant, kind, 'cancel')
	if (!speaksOf(grant, kind)) return fault('not-allowed', `this credential says nothing about ${kind}`)
	if (kind === 'task' && source !== grant.source && !hasDutyIn(grant, 'orders', hub.operation))
		return fault('not-allowed', 'orders are issued and withdrawn by the staff')
	if (kind === 'unit' && grant.unit !== undefined && to !== grant.unit) return fault('not-allowed', 'this device speaks for its own unit')
	return undefined
}

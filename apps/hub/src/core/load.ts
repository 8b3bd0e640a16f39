import { fault } from '@lagebild/model/fault.ts'
import type { Load } from '@lagebild/model/protocol.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import { expired, reaches } from '@lagebild/picture/visible.ts'

import { outdated } from './grant.ts'
import type { Hub } from './hub.ts'
import type { Effect, Input } from './input.ts'
import { project } from './rows.ts'
import type { View } from './view.ts'
import { viewById } from './views.ts'

/** All rows of a scope now. The scope is one that this grant was welcomed with; any other id is no scope at all. */
export function loadRows(hub: Hub, { request, grant, scopeId, now }: Extract<Input, { type: 'rows' }>, out: Effect[]): void {
	const allowed = !expired(grant, now) && reaches(grant, hub.operation.id) && !outdated(hub, grant)
	const view = allowed ? viewById(hub, scopeId, grant) : undefined
	if (!view) {
		out.push({ type: 'refuse', request, fault: fault('bad-cursor', 'this scope was not given to this credential by this hub') })
		return
	}
	view.usedAt = now
	out.push({ type: 'load', request, load: loadOf(hub, view) })
}

function loadOf(hub: Hub, view: View): Load {
	const seq = headOf(hub.picture)
	const held = hub.loads.get(view)
	if (held?.seq.S === seq) return held
	const load: Load = {
		epoch: hub.epoch,
		scopeId: view.id,
		seq: { U: seq, S: seq, M: seq },
		asOf: hub.asOf,
		...project(hub.picture, hub.rows, view),
	}
	hub.loads.set(view, load)
	return load
}

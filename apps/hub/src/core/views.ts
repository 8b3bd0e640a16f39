import type { Grant } from '@lagebild/model/label.ts'
import type { Want } from '@lagebild/model/protocol.ts'
import { scopeOf } from '@lagebild/picture/scope.ts'

import type { Hub } from './hub.ts'
import { createView } from './view.ts'
import type { View } from './view.ts'

/** A view outlives its last viewer for so long: a client that was told to load will ask for its rows by the scope's id. */
const KEPT_MS = 300_000
const SWEEP_TICKS = 600

export function viewFor(hub: Hub, { grant, want }: { readonly grant: Grant; readonly want: Want }, now: number): View {
	const scope = scopeOf(grant, want)
	const view = hub.views.get(scope.key) ?? createView(scope, ++hub.serials, now)
	hub.views.set(scope.key, view)
	view.usedAt = now
	return view
}

/** The view of a scope id, for a grant that may have it: a foreign or forgotten id is nothing. */
export function viewById(hub: Hub, id: string, grant: Grant): View | undefined {
	return hub.views.values().find((view) => view.id === id && mayHave(view, grant))
}

export function mayHave({ scope }: View, grant: Grant): boolean {
	if (scope.reader.clearance !== grant.clearance || scope.reader.organisation !== grant.organisation) return false
	return grant.kinds === undefined || [...scope.kinds].every((kind) => grant.kinds?.includes(kind))
}

export function sweepViews(hub: Hub, now: number): void {
	if (hub.ticks % SWEEP_TICKS !== 0) return
	for (const viewer of hub.viewers.values()) {
		viewer.view.usedAt = now
		if (viewer.phase.type === 'live') for (const lane of Object.values(viewer.phase.lanes)) lane.view.usedAt = now
	}
	for (const [key, view] of hub.views) if (now - view.usedAt > KEPT_MS) hub.views.delete(key)
}

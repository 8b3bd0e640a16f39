import { partsOf } from '@lagebild/model/ids.ts'
import { namedOf } from '@lagebild/model/operation-history.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import { NO_FACET } from '@lagebild/picture/change.ts'
import { facet, facetAt, indexOf } from '@lagebild/picture/read.ts'
import { readable } from '@lagebild/picture/visible.ts'

import type { Hub } from './hub.ts'
import type { Effect, ViewerId } from './input.ts'
import type { Viewer } from './viewer.ts'

/** L1, A30: the operation without the gauges and sections that this viewer may not see here. A base's own are the base's to label. */
export function operationFor({ operation, picture }: Hub, { grant }: Pick<Viewer, 'grant'>): Operation {
	if (operation.gauges.length === 0 && operation.functions.length === 0) return operation
	return namedOf(operation, (id) => {
		if (!(grant.kinds?.includes(partsOf(id).kind) ?? true)) return false
		const index = indexOf(picture, id)
		const number = index === undefined ? NO_FACET : facetAt(picture, index)
		return number === NO_FACET || readable(facet(picture, number).label, grant)
	})
}

/** Tells everybody who follows it, once for all who may know the same. */
export function tellOperation(hub: Hub, out: Effect[]): void {
	const told = new Map<string, { readonly message: Operation; readonly to: ViewerId[] }>()
	for (const viewer of hub.viewers.values()) {
		const message = operationFor(hub, viewer)
		const key = message === hub.operation ? '' : JSON.stringify(message)
		const group = told.get(key) ?? { message, to: [] }
		group.to.push(viewer.id)
		told.set(key, group)
	}
	for (const { message, to } of told.values()) out.push({ type: 'operation', to, message })
}

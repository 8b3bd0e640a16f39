import type { EntityId } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'

/** What this device says of one thing, before it has an id and a moment. */
export type Saying = {
	readonly kind: EntityKind
	readonly entity: EntityId
	readonly op: 'upsert' | 'patch'
	readonly payload: Readonly<Record<string, unknown>>
	readonly geometry?: { readonly type: 'Point'; readonly coordinates: readonly [lng: number, lat: number] }
	readonly geometrySource?: 'given' | 'sender-position'
	readonly accuracyMetres?: number
	readonly links?: readonly { readonly rel: 'about' | 'assigned-to'; readonly to: EntityId }[]
}

export function patching(kind: EntityKind, entity: EntityId, payload: Saying['payload']): Saying {
	return { kind, entity, op: 'patch', payload }
}

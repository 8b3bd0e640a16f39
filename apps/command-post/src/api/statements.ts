import type { SaidEvent } from '@lagebild/client/dispatch/item.ts'
import { uuid7 } from '@lagebild/client/uuid7.ts'
import type { LinkRel } from '@lagebild/model/event.ts'
import type { Geometry } from '@lagebild/model/geo.ts'
import { entityId } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Row } from '@lagebild/model/row.ts'
import { instant, iso } from '@lagebild/model/time.ts'

import { clockOffset } from '../state/clients.ts'

/** What a person says of a thing with a form: fields, or what it is linked with. */
export type Said = {
	readonly kind: EntityKind
	readonly entity: EntityId
	readonly version?: number
	readonly payload?: Readonly<Record<string, unknown>>
	readonly links?: readonly { readonly rel: LinkRel; readonly to: EntityId; readonly removed?: boolean }[]
	readonly geometry?: Geometry
	readonly confidence?: Row['confidence']
}

/** A patch with an id and a time of its own: sent again after a broken connection it is still the same statement, of the same moment. */
export type Statement = Said & SaidEvent

export function stating(said: Said): Statement {
	return { ...said, ...head(), op: 'patch' }
}

/** Brings a thing into the picture. Its id names the person's own source: `ownId`. */
export function creating(said: Said & Required<Pick<Said, 'payload'>>): Statement {
	return { ...said, ...head(), op: 'upsert' }
}

/** It is over in the normal course of things: it stays in the journal and in its history. */
export function ending(said: Pick<Said, 'kind' | 'entity'>): Statement {
	return { ...said, ...head(), op: 'end' }
}

/** Of a thing that this person makes now. */
export function ownId(kind: EntityKind, source: string): EntityId {
	return entityId(kind, source, uuid7(Date.now()))
}

/** What each statement of a person bears: the moment by this device's clock, and how far that is from the hub's. */
function head(): { readonly id: string; readonly times: { readonly observed: string }; readonly clockOffsetMs?: number } {
	const now = Date.now()
	const offset = clockOffset()
	return { id: uuid7(now), times: { observed: iso(instant(now)) }, ...(offset !== undefined && { clockOffsetMs: offset }) }
}

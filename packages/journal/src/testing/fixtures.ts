import type { StatementEvent } from '@lagebild/model/event.ts'
import { EntityId, EventId, OperationId } from '@lagebild/model/ids.ts'
import { SourceName } from '@lagebild/model/ids.ts'
import type { Batch } from '@lagebild/model/measurement.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import { instant } from '@lagebild/model/time.ts'

import type { AppendClass, Prepared } from '../port.ts'
import { prepareBatch, prepareEvent } from '../prepare.ts'

export const FLOOD: Operation = {
	id: OperationId.parse('sturmflut'),
	name: 'Sturmflut Elbe',
	status: 'exercise',
	base: false,
	bases: [],
	gauges: [],
	functions: [],
	state: 'open',
	timeZone: 'Europe/Berlin',
	area: [9.7, 53.38, 10.33, 53.75],
	created: instant(1_795_291_200_000),
}

export function eventId(n: number): EventId {
	return EventId.parse(`0199f0a2-6c1e-7c3b-9d52-${n.toString(16).padStart(12, '0')}`)
}

export function incidentId(native: string): EntityId {
	return EntityId.parse(`incident:lagezentrum:${native}`)
}

type Said = {
	readonly n: number
	readonly credential?: string
	readonly entity?: string
	readonly title?: string
	readonly urgency?: AppendClass
	readonly about?: EntityId
}

export function incident({ n, credential = 'staff', entity = `keller-${n}`, title = 'Wasser im Keller', about }: Said): StatementEvent {
	return {
		id: eventId(n),
		schema: 1,
		kind: 'incident',
		entity: incidentId(entity),
		op: 'upsert',
		payload: { title, category: 'flooding', priority: 'sofort' },
		geometry: { type: 'Point', coordinates: [10.02, 53.52] },
		operation: FLOOD.id,
		status: 'exercise',
		author: { source: SourceName.parse('lagezentrum'), rank: 'person', credential, name: 'Lagezentrum Nord' },
		effective: instant(1_795_291_200_000 + n),
		revision: 0,
		received: instant(1_795_291_200_000 + n),
		...(about && { links: [{ rel: 'about', to: about }] }),
	}
}

/** The digest of what was said covers id and payload, as at admission. */
export function report(said: Said): Prepared {
	const event = incident(said)
	return prepareEvent(event, { id: event.id, payload: 'payload' in event ? event.payload : null }, said.urgency ?? 'human')
}

/** Levels of some sensors and positions of some units; enough of them to be packed. */
export function measuredBatch(n: number, units = 20): Prepared {
	const at = Array.from({ length: units }, (_, i) => instant(1_795_291_200_000 + n * 100 + i))
	const batch: Batch = {
		schema: 1,
		operation: FLOOD.id,
		parts: [
			{
				author: { source: SourceName.parse('wsv'), rank: 'authority', credential: 'wsv', name: 'Pegelonline' },
				revision: 0,
				received: instant(1_795_291_200_000 + n * 100),
				observations: { entity: [EntityId.parse('sensor:wsv:st-pauli')], at: at.slice(0, 1), value: [609 + n] },
				positions: {
					entity: at.map((_, i) => EntityId.parse(`unit:wsv:hh-${i}`)),
					at,
					lat: at.map((_, i) => 53.5 + i / 1_000),
					lng: at.map((_, i) => 10 + n / 10_000 + i / 1_000),
				},
			},
		],
	}
	return prepareBatch(batch)
}

type Noted = {
	readonly n: number
	readonly book?: string
	readonly text?: string
	readonly entity?: string
	readonly credential?: string
	readonly type?: string
}

export function noteId(native: string): EntityId {
	return EntityId.parse(`message:lagezentrum:${native}`)
}

/** A message; of the diary unless another type is given. */
export function note({ n, book = 'ETB', text = 'Deich hält', entity = `m-${n}`, credential = 'staff', type = 'diary' }: Noted): Prepared {
	const { payload: _other, geometry: _place, ...envelope } = { payload: {}, geometry: null, ...incident({ n, credential }) }
	const event: StatementEvent = { ...envelope, kind: 'message', op: 'upsert', entity: noteId(entity), payload: { text, type, book } }
	return prepareEvent(event, { id: event.id, text }, 'urgent')
}

/** Something else about a message: a patch, an end. */
export function aboutNote(
	n: number,
	entity: string,
	said: { readonly op: 'end' | 'cancel' } | { readonly op: 'patch'; readonly payload: Payload },
): Prepared {
	const { payload: _other, geometry: _place, ...envelope } = { payload: {}, geometry: null, ...incident({ n }) }
	const event: StatementEvent = { ...envelope, kind: 'message', entity: noteId(entity), ...said }
	return prepareEvent(event, { id: event.id, ...said }, 'urgent')
}

type Payload = Extract<StatementEvent, { op: 'upsert' }>['payload']

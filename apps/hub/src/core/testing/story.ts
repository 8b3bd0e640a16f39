import type { Entry, EntryBody } from '@lagebild/model/entry.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { BatchPart } from '@lagebild/model/measurement.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import type { Lane } from '@lagebild/model/row.ts'
import type { Facet } from '@lagebild/picture/change.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { facet, facetAt, idAt, measuredAt, rowAt, size } from '@lagebild/picture/read.ts'
import { sees } from '@lagebild/picture/scope.ts'
import type { Scope } from '@lagebild/picture/scope.ts'
import { batch, entry, observations, positions, statement } from '@lagebild/picture/testing/entries.ts'

import { slim } from '../rows.ts'
import { pickFrom } from './make.ts'

type Roll = (sides: number) => number

/** Five places in tiles that part at different zooms. */
const PLACES = [
	{ lat: 53.546, lng: 9.966 },
	{ lat: 53.5461, lng: 9.9662 },
	{ lat: 53.56, lng: 9.99 },
	{ lat: 53.87, lng: 8.7 },
	{ lat: 48.1, lng: 11.5 },
] as const
const KINDS = ['warning', 'alarm', 'incident', 'unit', 'sensor', 'area'] as const
const LABELS = [
	{ level: 'open' },
	{ level: 'internal' },
	{ level: 'restricted' },
	{ level: 'internal', organisations: ['thw'] },
	{ level: 'open', organisations: ['fw', 'thw'] },
] as const

const IDS = 14

function idOf(n: number): string {
	return `${KINDS[n % KINDS.length]}:q:${n}`
}

function payloadFor(kind: string, roll: Roll): Record<string, unknown> {
	switch (kind) {
		case 'warning':
			return { msgType: 'Alert', event: `Sturmflut ${roll(9)}`, severity: 'Severe' }
		case 'alarm':
			return { title: `Alarm ${roll(9)}`, severity: 'Severe' }
		case 'incident':
			return { title: `Keller ${roll(9)}`, category: 'flooding', description: 'Wasser '.repeat(roll(40)) }
		case 'unit':
			return { callsign: `Florian ${roll(9)}`, organisation: 'feuerwehr' }
		case 'sensor':
			return { name: `Pegel ${roll(9)}`, property: 'W', unit: 'cm' }
		default:
			return { name: `Gebiet ${roll(9)}`, role: 'danger' }
	}
}

function geometryFor(roll: Roll): Record<string, unknown> {
	const { lat, lng } = pickFrom(roll, PLACES)
	return roll(3) === 0 ? {} : { geometry: { type: 'Point', coordinates: [lng, lat] } }
}

/** One random entry, most of them about things that move. */
export function randomBody(seq: number, roll: Roll, at: number): EntryBody {
	const entity = idOf(roll(IDS))
	const kind = entity.split(':')[0] ?? ''
	const say = (op: 'upsert' | 'classify' | 'end', extra: Record<string, unknown>): EntryBody => {
		const event = statement({ op, entity, id: seq, at, with: extra })
		return { type: 'event', event: roll(6) === 0 ? { ...event, doubts: [pickFrom(roll, ['clock', 'far'] as const)] } : event }
	}
	const what = roll(20)
	if (what < 9) return { type: 'batch', batch: batch(...randomParts(roll, at)) }
	if (what < 12) return say('upsert', { payload: payloadFor(kind, roll), ...geometryFor(roll), label: pickFrom(roll, LABELS) })
	if (what < 15) return say('classify', { label: pickFrom(roll, LABELS) })
	if (what < 18) {
		const link = { rel: pickFrom(roll, ['about', 'causes', 'part-of'] as const), to: idOf(roll(IDS)), removed: roll(4) === 0 }
		return say('upsert', { payload: payloadFor(kind, roll), links: [link] })
	}
	return what === 18 ? say('end', {}) : { type: 'erased' }
}

function randomParts(roll: Roll, at: number): readonly BatchPart[] {
	const somewhere = (): { entity: string; at: number; lat: number; lng: number; course: number } => ({
		entity: idOf(3 + 6 * roll(2)),
		at,
		...pickFrom(roll, PLACES),
		course: roll(360),
	})
	const parts = [doubted(positions(Array.from({ length: 1 + roll(3) }, somewhere), { received: at }), roll)]
	if (roll(3) === 0) {
		const value = roll(3) === 0 ? 400 : roll(4)
		parts.push(observations([{ entity: idOf(roll(IDS)), at, value }]))
	}
	return parts
}

/** Now and then the first row is far outside, or its clock is off. */
function doubted(part: BatchPart, roll: Roll): BatchPart {
	const { positions: columns } = part
	if (!columns) return part
	const far = roll(6) === 0 ? { far: [0] } : {}
	const clock = roll(8) === 0 ? { clock: { row: [0], said: columns.at.slice(0, 1) } } : {}
	return { ...part, positions: { ...columns, ...far, ...clock } }
}

export function entryAt(seq: number, body: EntryBody, recorded: number): Entry {
	return { ...entry(seq, body), recorded: entry(recorded, body).recorded }
}

/** What one entity was at one seq. Rows are never changed in place, so keeping them is cheap. */
type Moment = { readonly id: EntityId; readonly facet: Facet; readonly row: Row | undefined; readonly measured: MeasuredRow | undefined }
export type History = Map<number, readonly Moment[]>

export function remember(history: History, seq: number, picture: Picture): void {
	history.set(
		seq,
		Array.from({ length: size(picture) }, (_, index) => ({
			id: idAt(picture, index),
			facet: facet(picture, facetAt(picture, index)),
			row: rowAt(picture, index),
			measured: measuredAt(picture, index),
		})),
	)
}

/** I1, written down once more and independently of the hub: what a lane must hold at a seq, as it looks after its travel. */
export function expected(moments: readonly Moment[], scope: Scope, lane: Lane): ReadonlyMap<string, unknown> {
	const seen = moments.filter((moment) => sees(scope, lane, moment.facet))
	return new Map(
		seen.flatMap(({ id, row, measured }) => {
			const travels = lane === 'M' ? measured && slim(measured) : row && withLinksTo(row, scope)
			return travels ? [[id, JSON.parse(JSON.stringify(travels))]] : []
		}),
	)
}

function withLinksTo(row: Row, { kinds }: Scope): unknown {
	const { links, ...rest } = row
	const left = (links ?? []).filter(({ to }) => kinds.has(partsOf(to).kind))
	return left.length > 0 ? { ...rest, links: left } : rest
}

import { fault } from '@lagebild/model/fault.ts'
import type { Box, Geometry } from '@lagebild/model/geo.ts'
import { boundsOf } from '@lagebild/model/geo.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import { iso } from '@lagebild/model/time.ts'
import { featureOf } from '@lagebild/picture/feature.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import { idAt, measuredAt, size } from '@lagebild/picture/read.ts'
import type { StandingPolicy } from '@lagebild/picture/standing.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import type { Erased } from '../../folded.ts'
import type { Known } from '../../past.ts'
import type { RunningOperation } from '../../running.ts'
import { auditRead, isRestricted } from './audit.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { BoxParameter, KindsParameter, readPastQuery, TimeParameter } from './query.ts'
import { mayReadEntity, readableRow, readerOf } from './readable.ts'
import type { ReaderNow } from './readable.ts'
import { inOperation } from './route.ts'
import type { Call, OperationCall } from './route.ts'

const Query = z.strictObject({
	at: TimeParameter.optional(),
	bbox: BoxParameter.optional(),
	kinds: KindsParameter.optional(),
	bases: z.enum(['true', 'false']).default('true'),
})
type Query = z.infer<typeof Query>

/** A row with the measured part beside it, and the operation that holds it: an operation shows its bases' entities too. */
export type PictureEntity = Row & { readonly measured?: MeasuredRow; readonly operation: string }

type Whole = {
	readonly operation: string
	readonly status: string
	readonly seq: number
	readonly at: string
	readonly bases: Readonly<Record<string, number>>
	/** By operation, what the journal no longer says: `entries` bodies were erased before this was folded, the newest recorded at `until`. */
	readonly erased?: Readonly<Record<string, { readonly entries: number; readonly until: string }>>
	readonly entities: readonly PictureEntity[]
}

/** All that this reader may know, now or as it was known at a time (by the time of recording). */
export function getPicture(context: HubContext): RequestHandler {
	return inOperation(context, async (call) => {
		const query = readPastQuery(call.request, Query, context.now())
		if (!query.ok) {
			sendFault(call.response, query.fault)
			return
		}
		const parts = await partsOf(context, call, query.value)
		if (!parts) {
			sendFault(call.response, fault('too-many-requests', 'too many questions about the past are being answered'))
			return
		}
		await inTurn(context, call, () => {
			const whole = assemble(parts, query.value, readerOf(context, call))
			const geojson = call.request.accepts(['application/json', 'application/geo+json']) === 'application/geo+json'
			auditPicture(context, call, { whole, exported: geojson && isWhole(query.value) })
			if (geojson) call.response.type('application/geo+json').send(JSON.stringify(featureCollection(whole, context.standing)))
			else call.response.json(whole)
		})
	})
}

function isWhole({ bbox, kinds }: Query): boolean {
	return bbox === undefined && kinds === undefined
}

type Told = { readonly whole: Whole; readonly exported: boolean }

/** GeoJSON of everything is what leaves the house for other programs. */
function auditPicture(context: HubContext, { grant, running }: OperationCall, { whole, exported }: Told): void {
	const operation = running.operation.id
	if (exported) context.exports.note(grant, { operation, part: 'picture', to: whole.seq })
	if (whole.entities.some(isRestricted)) auditRead(context, { grant, operation, scope: 'picture' })
}

/** Answers what goes through whole pictures, when its turn has come and whoever asked is still there. */
export async function inTurn({ turns }: HubContext, { response, grant }: Call, answer: () => void): Promise<void> {
	const done = turns.take(grant.credential, () => {
		if (!response.destroyed) answer()
	})
	if (done) await done
	else sendFault(response, fault('too-many-requests', 'too many questions about whole pictures are being answered'))
}

export type Source = Known & { readonly from: RunningOperation }

/** The operation first, then its bases; undefined when the past is too busy. */
export async function partsOf(
	context: HubContext,
	{ running, grant }: OperationCall,
	{ at, bases }: Pick<Query, 'at' | 'bases'>,
): Promise<readonly [Source, ...Source[]] | undefined> {
	const knownTo = (from: RunningOperation): Known | Promise<Known | undefined> =>
		at === undefined ? from : context.past.at(from, at, grant.credential)
	const own = await knownTo(running)
	if (!own) return undefined
	const shown: Source[] = []
	for (const from of bases === 'true' ? running.operation.bases.flatMap((id) => context.operations.get(id) ?? []) : []) {
		const known = await knownTo(from)
		if (!known) return undefined
		shown.push({ from, picture: known.picture, erased: known.erased })
	}
	return [{ from: running, picture: own.picture, erased: own.erased }, ...shown]
}

function assemble([own, ...bases]: readonly [Source, ...Source[]], query: Query, reader: ReaderNow): Whole {
	const { operation } = own.from
	return {
		operation: operation.id,
		status: operation.status,
		seq: headOf(own.picture),
		at: iso(query.at ?? reader.now),
		bases: Object.fromEntries(bases.map(({ from, picture }) => [from.operation.id, headOf(picture)])),
		...erasedIn([own, ...bases]),
		entities: [own, ...bases].flatMap((source) => entitiesOf({ ...source, query, reader })),
	}
}

export function erasedIn(sources: readonly Source[]): Pick<Whole, 'erased'> {
	const gone = sources.flatMap(({ from, erased }) => (erased ? [[from.operation.id, said(erased)] as const] : []))
	return gone.length > 0 ? { erased: Object.fromEntries(gone) } : {}
}

function said({ entries, until }: Erased): { readonly entries: number; readonly until: string } {
	return { entries, until: iso(until) }
}

type Part = Source & { readonly query: Pick<Query, 'bbox' | 'kinds'>; readonly reader: ReaderNow }

/** What this reader may see of one operation's picture. */
export function entitiesOf({ from, picture, query, reader }: Part): readonly PictureEntity[] {
	const entities: PictureEntity[] = []
	for (let index = 0; index < size(picture); index++) {
		if (!mayReadEntity(reader, from.picture, idAt(picture, index))) continue
		const row = readableRow(reader, { picture, present: from.picture }, index)
		if (!row || !wanted(row.kind, query.kinds)) continue
		const measured = measuredAt(picture, index)
		if (query.bbox && !touches(query.bbox, row.geometry, measured)) continue
		entities.push({ ...row, ...(measured && { measured }), operation: from.operation.id })
	}
	return entities
}

function wanted(kind: EntityKind, kinds: readonly EntityKind[] | undefined): boolean {
	return kinds?.includes(kind) ?? true
}

/** By its measured position, or by the box around its shape. */
function touches(box: Box, geometry: Geometry | undefined, measured: MeasuredRow | undefined): boolean {
	if (measured?.position) return overlaps(box, [measured.position.lng, measured.position.lat, measured.position.lng, measured.position.lat])
	return geometry !== undefined && overlaps(box, boundsOf(geometry))
}

function overlaps(a: Box, b: Box): boolean {
	return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
}

function featureCollection({ entities, ...properties }: Whole, policy: StandingPolicy) {
	const now = Date.parse(properties.at)
	return { type: 'FeatureCollection', ...properties, features: entities.map((entity) => featureOf(entity, policy, now)) }
}

import { fault } from '@lagebild/model/fault.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import type { Known } from '../../past.ts'
import type { RunningOperation } from '../../running.ts'
import { auditRead } from './audit.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { writePicture } from './picture-text.ts'
import type { PictureText, Source } from './picture-text.ts'
import { BoxParameter, KindsParameter, readPastQuery, TimeParameter } from './query.ts'
import { readerOf } from './readable.ts'
import { inOperation } from './route.ts'
import type { Call, OperationCall } from './route.ts'
import { SharedAnswers } from './shared-answers.ts'

const Query = z.strictObject({
	at: TimeParameter.optional(),
	bbox: BoxParameter.optional(),
	kinds: KindsParameter.optional(),
	bases: z.enum(['true', 'false']).default('true'),
})
type Query = z.infer<typeof Query>

/** All that this reader may know, now or as it was known at a time (by the time of recording). */
export function getPicture(context: HubContext): RequestHandler {
	const shared = new SharedAnswers<PictureText | undefined>()
	return inOperation(context, async (call) => {
		const query = readPastQuery(call.request, Query, context.now())
		if (!query.ok) {
			sendFault(call.response, query.fault)
			return
		}
		const parts = await partsOf(context, call, query.value)
		if (!parts) {
			sendFault(call.response, TOO_MANY_PASTS)
			return
		}
		const geojson = call.request.accepts(['application/json', 'application/geo+json']) === 'application/geo+json'
		const asked = { key: keyOf(call, { query: query.value, geojson }), heads: () => headsOf(parts) }
		const whole = { parts, query: query.value, reader: readerOf(context, call), geojson, policy: context.standing }
		const { turns, slices } = context
		const made = await shared.take(asked, async (read) =>
			turns.take(call.grant.credential, () => slices.run(writePicture({ ...whole, read }))),
		)
		if (!made) {
			sendFault(call.response, TOO_MANY_WHOLE)
			return
		}
		auditPicture(context, call, { made, exported: geojson && isWhole(query.value) })
		await send(call, made, geojson ? 'application/geo+json' : 'application/json')
	})
}

export const TOO_MANY_PASTS = fault('too-many-requests', 'too many questions about the past are being answered')
const TOO_MANY_WHOLE = fault('too-many-requests', 'too many questions about whole pictures are being answered')

/** Equal for questions that have one answer: everything of a grant that decides about rows, and the question. */
function keyOf({ running, grant }: OperationCall, asked: { readonly query: Query; readonly geojson: boolean }): string {
	const { clearance, organisation, kinds } = grant
	return JSON.stringify([running.operation.id, clearance, organisation ?? null, kinds ?? null, asked])
}

/** The present ones too: their labels govern all history. */
function headsOf(parts: readonly Source[]): string {
	return parts.map(({ from, picture }) => `${from.hub.epoch} ${headOf(from.picture)} ${headOf(picture)}`).join()
}

async function send({ request, response }: Call, { text, gzipped }: PictureText, type: string): Promise<void> {
	const packed = request.acceptsEncodings('gzip') === 'gzip' ? await gzipped() : undefined
	if (response.destroyed) return
	response.setHeader('content-type', `${type}; charset=utf-8`)
	response.setHeader('vary', 'accept, accept-encoding')
	if (packed) response.setHeader('content-encoding', 'gzip')
	response.send(packed ?? text)
}

function isWhole({ bbox, kinds }: Query): boolean {
	return bbox === undefined && kinds === undefined
}

type Told = { readonly made: PictureText; readonly exported: boolean }

/** GeoJSON of everything is what leaves the house for other programs. */
function auditPicture(context: HubContext, { grant, running }: OperationCall, { made, exported }: Told): void {
	const operation = running.operation.id
	if (exported) context.exports.note(grant, { operation, part: 'picture', to: made.seq })
	if (made.restricted) auditRead(context, { grant, operation, scope: 'picture' })
}

/** Answers what goes through whole pictures, in slices, when its turn has come and whoever asked is still there. */
export async function inTurn(context: HubContext, { response, grant }: Call, work: () => Generator<undefined, unknown>): Promise<void> {
	const { turns, slices } = context
	const done = turns.take(grant.credential, async () => (response.destroyed ? undefined : slices.run(work())))
	const answer = await done
	if (!done) sendFault(response, TOO_MANY_WHOLE)
	else if (!response.destroyed) response.json(answer)
}

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

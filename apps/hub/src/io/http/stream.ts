import { fault } from '@lagebild/model/fault.ts'
import type { OperationId } from '@lagebild/model/ids.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import type { Request, RequestHandler, Response } from 'express'
import * as z from 'zod'

import { readCursor } from '../../stream/cursor.ts'
import type { StreamMessage, StreamOut } from '../../stream/picture-stream.ts'
import { auditRead, isRestricted } from './audit.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { touches } from './picture-text.ts'
import type { PictureEntity } from './picture-text.ts'
import { BoxParameter, KindsParameter, readQuery } from './query.ts'
import { inOperation } from './route.ts'
import type { OperationCall } from './route.ts'

const Query = z.strictObject({
	bbox: BoxParameter.optional(),
	kinds: KindsParameter.optional(),
	bases: z.enum(['true', 'false']).default('true'),
	after: z.string().max(8_000).optional(),
})
type Query = z.infer<typeof Query>

const SSE = 'text/event-stream'
const SEQ = 'application/geo+json-seq'
type Type = typeof SSE | typeof SEQ

/** The picture as it changes: Server-Sent Events, or a GeoJSON text sequence (RFC 8142). */
export function getStream(context: HubContext): RequestHandler {
	return inOperation(context, (call) => {
		const { request, response } = call
		const type = typeFor(request)
		const query = readQuery(request, Query)
		if (!type) sendFault(response, fault('unsupported-type', `accept ${SSE} or ${SEQ}`, 'accept'))
		else if (!query.ok) sendFault(response, query.fault)
		else if (!context.streams.mayOpen(call.grant.credential)) sendFault(response, TOO_MANY)
		else begin(context, call, { query: query.value, type })
	})
}

const TOO_MANY = fault('too-many-requests', 'this credential has as many streams as it can have now')

type Wish = { readonly query: Query; readonly type: Type }

function begin(context: HubContext, call: OperationCall, { query, type }: Wish): void {
	const { request, response } = call
	response.setHeader('content-type', type === SSE ? `${SSE}; charset=utf-8` : SEQ)
	response.setHeader('vary', 'accept')
	response.setHeader('x-accel-buffering', 'no')
	if (request.method === 'HEAD') {
		response.end()
		return
	}
	response.flushHeaders()
	if (query.bbox === undefined && query.kinds === undefined) noteExport(context, call)
	open(context, call, { query, type })
}

/** Everything is what leaves the house for other programs. */
function noteExport({ exports }: HubContext, { grant, running }: OperationCall): void {
	exports.note(grant, { operation: running.operation.id, part: 'picture', to: headOf(running.picture) })
}

function open(context: HubContext, call: OperationCall, { query, type }: Wish): void {
	const { request, response, principal, running } = call
	const { kinds, bbox, after } = query
	const last = after ?? request.get('last-event-id')
	const stream = context.streams.open(principal, context, {
		sources: sourcesOf(context, call, query),
		want: { cover: 'all', ...(kinds && { kinds: [...new Set(kinds)] }) },
		wants: (entity) => bbox === undefined || touches(bbox, entity.geometry, entity.measured),
		box: bbox?.join() ?? '',
		after: last ? (readCursor(last) ?? NOWHERE) : undefined,
		policy: context.standing,
		now: context.now,
		out: outOf(response, type),
		onTold: auditor(context, call, running.operation.id),
	})
	response.once('close', () => stream.close())
}

const NOWHERE = { box: '', places: new Map<string, never>() }

function sourcesOf({ operations }: HubContext, { running, grant }: OperationCall, { bases }: Query) {
	const shown = bases === 'true' ? running.operation.bases.flatMap((id) => operations.get(id) ?? []) : []
	return [{ running, grant }, ...shown.flatMap((base) => ({ running: base, grant: operations.readerGrant(grant, base) }))].flatMap(
		({ running: one, grant: given }) => (given ? [{ running: one, grant: given }] : []),
	)
}

/** Whoever says nothing, or takes anything, gets events. */
function typeFor(request: Request): Type | undefined {
	const type = request.accepts([SSE, SEQ])
	return type === SSE || type === SEQ ? type : undefined
}

const FORMS: Readonly<Record<Type, (message: StreamMessage) => string>> = {
	[SSE]: (message) => {
		const { cursor } = message
		const id = cursor === undefined ? '' : `id: ${cursor ?? ''}\n`
		return `${id}event: ${message.event}\ndata: ${JSON.stringify(message)}\n\n`
	},
	[SEQ]: (message) => `\u001E${JSON.stringify(message)}\n`,
}

function outOf(response: Response, type: Type): StreamOut {
	return {
		write: (message) => {
			if (!response.destroyed) response.write(FORMS[type](message))
		},
		isFull: () => response.writableNeedDrain,
		onRoom: (then) => {
			response.once('drain', then)
		},
		end: () => response.end(),
		cut: () => response.destroy(),
	}
}

const AUDIT_MS = 60_000

/** Once a minute is enough to say that somebody reads on. */
function auditor(context: HubContext, { grant }: OperationCall, operation: OperationId): (told: readonly PictureEntity[]) => void {
	let next = -Infinity
	return (told) => {
		if (performance.now() < next || !told.some(isRestricted)) return
		next = performance.now() + AUDIT_MS
		auditRead(context, { grant, operation, scope: 'stream' })
	}
}

import { fault } from '@lagebild/model/fault.ts'
import { Want } from '@lagebild/model/protocol.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import type { Request, RequestHandler, Response } from 'express'
import * as z from 'zod'

import { auditRead } from './audit.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { LoadBodies } from './load-body.ts'
import type { LoadBody, LoadEncoding } from './load-body.ts'
import { readQuery } from './query.ts'
import { inOperation } from './route.ts'
import type { OperationCall } from './route.ts'

const Query = z.strictObject({ scope: z.string().min(1).max(64), want: z.string().max(4_000).optional() })

/** How often a load is read again that came to show too much while it was written down. */
const MOST_TRIES = 3

/**
 * Every row of a scope. Over HTTP, because a socket would stall its live frames. The bytes are shared by everybody who loads the same scope
 * within two seconds; whether it is theirs is asked for each of them.
 */
export function getRows(context: HubContext): RequestHandler {
	const bodies = new LoadBodies(context.slices)
	return inOperation(context, async (call) => {
		const { request, response } = call
		const query = readQuery(request, Query)
		if (!query.ok) {
			sendFault(response, query.fault)
			return
		}
		const encoding = encodingFor(request)
		const want = wantIn(query.value.want)
		const body = await loadFor(bodies, call, { scopeId: query.value.scope, ...(want && { want }), encoding })
		if (!body.ok) {
			sendFault(response, body.fault)
			return
		}
		if (body.value.restricted) auditRead(context, { grant: call.grant, operation: call.running.operation.id, scope: 'live' })
		await context.slices.turn(() => {
			send(response, body.value, encoding)
		})
	})
}

function encodingFor(request: Request): LoadEncoding {
	const accepted = request.acceptsEncodings('gzip', 'br')
	return accepted === 'gzip' || accepted === 'br' ? accepted : 'identity'
}

/** N8: the wish behind the scope's id, for a hub that did not name it. One that cannot be read is none. */
function wantIn(text: string | undefined): Want | undefined {
	try {
		return text === undefined ? undefined : Want.parse(JSON.parse(text))
	} catch {
		return undefined
	}
}

type Wanted = { readonly scopeId: string; readonly want?: Want; readonly encoding: LoadEncoding }

/** S3: what was withdrawn while it was compressed is not sent, and nothing of a picture that another one has replaced. */
async function loadFor(bodies: LoadBodies, { running, grant }: OperationCall, { encoding, ...asked }: Wanted): Promise<Result<LoadBody>> {
	for (let tries = 0; tries < MOST_TRIES && !running.retired; tries++) {
		const load = await running.load(grant, asked)
		if (!load.ok) return load
		const body = await bodies.body(load.value, encoding)
		if (!running.withdrawn(load.value)) return ok(body)
	}
	return fail(fault('not-ready'))
}

/** Piece by piece: the bytes are everybody's, and not copied for anybody. */
function send(response: Response, { chunks, length }: LoadBody, encoding: LoadEncoding): void {
	if (response.destroyed) return
	response.setHeader('content-type', 'application/json; charset=utf-8')
	response.setHeader('vary', 'accept-encoding')
	response.setHeader('content-length', length)
	if (encoding !== 'identity') response.setHeader('content-encoding', encoding)
	response.cork()
	for (const chunk of chunks) response.write(chunk)
	response.end()
	response.uncork()
}

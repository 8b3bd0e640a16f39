import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

import { fault } from '@lagebild/model/fault.ts'
import type { Load } from '@lagebild/model/protocol.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import { auditRead, isRestricted } from './audit.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { readQuery } from './query.ts'
import { inOperation } from './route.ts'
import type { OperationCall } from './route.ts'

const Query = z.strictObject({ scope: z.string().min(1).max(64) })

type Encoded = { readonly plain: Buffer; readonly gzipped: Promise<Buffer>; readonly restricted: boolean }

const compress = promisify(gzip)
/** Fast: a load is used once or a few times. */
const LEVEL = 3

/**
 * Every row of a scope at one seq. Over HTTP, because a socket would stall its live frames; encoded and compressed once for everybody
 * who loads the same scope at the same seq.
 */
export function getRows(context: HubContext): RequestHandler {
	const encoded = new WeakMap<Load, Encoded>()
	const encode = (load: Load): Encoded => {
		const known = encoded.get(load)
		if (known) return known
		const plain = Buffer.from(JSON.stringify(load))
		const made = { plain, gzipped: compress(plain, { level: LEVEL }), restricted: load.rows.some(isRestricted) }
		encoded.set(load, made)
		return made
	}
	const answer = async ({ running, grant, response }: OperationCall, scope: string): Promise<Encoded | undefined> => {
		const load = await running.load(grant, scope)
		if (!load.ok) sendFault(response, load.fault)
		return load.ok ? encode(load.value) : undefined
	}
	return inOperation(context, async (call) => {
		const { request, response } = call
		const query = readQuery(request, Query)
		const turn = query.ok && context.turns.take(call.grant.credential, () => answer(call, query.value.scope))
		if (!query.ok || !turn) {
			sendFault(response, query.ok ? fault('too-many-requests', 'too many questions about whole pictures are being answered') : query.fault)
			return
		}
		const made = await turn
		if (!made) return
		if (made.restricted) auditRead(context, { grant: call.grant, operation: call.running.operation.id, scope: 'live' })
		response.type('json').setHeader('vary', 'accept-encoding')
		if (request.acceptsEncodings('gzip') === 'gzip') response.setHeader('content-encoding', 'gzip').send(await made.gzipped)
		else response.send(made.plain)
	})
}

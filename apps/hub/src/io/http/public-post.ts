import { faultOf } from '@lagebild/model/read-submission.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import type { Request, RequestHandler, Response } from 'express'
import type * as z from 'zod'

import { mayPost } from './auth.ts'
import { readLargeBody } from './body.ts'
import { sendFault } from './faults.ts'

/** A request of somebody who is not known yet. */
export type Stranger = { readonly request: Request; readonly response: Response; readonly address: string }

export function strangerOf(request: Request, response: Response): Stranger {
	return { request, response, address: addressOf(request) }
}

/** Where a request comes from, as far as this machine and its own reverse proxy know it. */
export function addressOf({ ip }: Request): string {
	return plainAddress(ip ?? '')
}

/** An IPv4 address as itself, also where it came in over IPv6. */
export function plainAddress(address: string): string {
	return address.replace(/^::ffff:/, '').slice(0, 64)
}

/** A body of JSON from our own page or from a program; what the handler returns is the answer. */
export function publicPost<T>(
	schema: z.ZodType<T>,
	handle: (stranger: Stranger, body: T) => Promise<Result<unknown>> | Result<unknown>,
): RequestHandler {
	return async (request, response) => {
		const body = await readAs({ request, response }, schema)
		const answer = body.ok ? await handle(strangerOf(request, response), body.value) : body
		if (answer.ok) response.json(answer.value)
		else sendFault(response, answer.fault)
	}
}

async function readAs<T>(call: { readonly request: Request; readonly response: Response }, schema: z.ZodType<T>): Promise<Result<T>> {
	const allowed = mayPost(call.request)
	return allowed.ok ? readShaped(call, schema) : allowed
}

/** More than any of these bodies needs: a passkey's is some 2 kB. */
const MOST_BYTES = 65_536

/** A body of this shape, or what is wrong with it. */
export async function readShaped<T>(
	{ request, response }: { readonly request: Request; readonly response: Response },
	schema: z.ZodType<T>,
): Promise<Result<T>> {
	const body = await readLargeBody(request, response, MOST_BYTES)
	if (!body.ok) return body
	const parsed = schema.safeParse(body.value)
	return parsed.success ? ok(parsed.data) : fail(faultOf(parsed.error))
}

/** As `readShaped`, where no body at all means an empty object. */
export async function readOptional<T>(
	call: { readonly request: Request; readonly response: Response },
	schema: z.ZodType<T>,
): Promise<Result<T>> {
	const { headers } = call.request
	const empty = (headers['content-length'] ?? '0') === '0' && headers['transfer-encoding'] === undefined
	if (!empty) return readShaped(call, schema)
	const parsed = schema.safeParse({})
	return parsed.success ? ok(parsed.data) : fail(faultOf(parsed.error))
}

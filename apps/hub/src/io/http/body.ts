import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { raw } from 'express'
import type { Request, Response } from 'express'

import { readStrictJson } from './strict-json.ts'
import type { StrictJson } from './strict-json.ts'

/** Bytes of a request body after inflating. */
export const MAX_BODY = 1_048_576

const readBytes = raw({ type: () => true, limit: MAX_BODY })

/** The bytes of a body as they are, after inflating. */
export async function readBytesOf(request: Request, response: Response, limit: number): Promise<Result<Uint8Array>> {
	const read = limit === MAX_BODY ? readBytes : raw({ type: () => true, limit })
	const refused = await new Promise<Fault | undefined>((resolve) => {
		read(request, response, (error?: unknown) => {
			resolve(error === undefined ? undefined : bodyFault(error, limit))
		})
	})
	if (refused) return fail(refused)
	const bytes: unknown = request.body
	return ok(bytes instanceof Uint8Array ? bytes : new Uint8Array())
}

/** The whole body as strict JSON, with what is wrong inside the items of an array beside it. */
export async function readItems(request: Request, response: Response, limit = MAX_BODY): Promise<Result<StrictJson>> {
	if (!isJson(request.headers['content-type'])) {
		return fail(fault('unsupported-type', 'the content type must be application/json, in UTF-8', 'content-type'))
	}
	const bytes = await readBytesOf(request, response, limit)
	if (!bytes.ok) return bytes
	return bytes.value.length > 0 ? readStrictJson(bytes.value) : fail(fault('bad-json', 'the body is empty'))
}

/** As `readItems`, for bodies that are taken whole or not at all. */
export function readBody(request: Request, response: Response): Promise<Result<unknown>> {
	return readLargeBody(request, response, MAX_BODY)
}

/** As `readBody`, for what may be larger. */
export async function readLargeBody(request: Request, response: Response, limit: number): Promise<Result<unknown>> {
	const read = await readItems(request, response, limit)
	if (!read.ok) return read
	const problem = read.value.problems[0]
	if (!problem) return ok(read.value.value)
	const { fault: code, message, path } = problem.fault
	return fail(fault(code, message, [problem.item, path].filter((part) => part !== undefined).join('.')))
}

function isJson(header: string | undefined): boolean {
	const [type = '', ...parameters] = (header ?? '').toLowerCase().split(';')
	return type.trim() === 'application/json' && parameters.every((text) => /^\s*charset="?utf-?8"?\s*$/.test(text))
}

function bodyFault(error: unknown, limit: number): Fault {
	switch (typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined) {
		case 'entity.too.large':
			return fault('too-large', `the body is larger than ${limit} bytes`)
		case 'encoding.unsupported':
			return fault('unsupported-type', 'the content encoding is not supported', 'content-encoding')
		default:
			return fault('bad-json', 'the body cannot be read to its end')
	}
}

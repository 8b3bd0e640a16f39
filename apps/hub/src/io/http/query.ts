import { fault } from '@lagebild/model/fault.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import { faultOf } from '@lagebild/model/read-submission.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { readIso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import type { Request } from 'express'
import * as z from 'zod'

/** Reads the query strictly: a misspelt or repeated parameter is a fault, not silently another question. */
export function readQuery<T>(request: Request, schema: z.ZodType<T>): Result<T> {
	const read = schema.safeParse(request.query)
	if (read.success) return ok(read.data)
	const { message, path } = faultOf(read.error)
	return fail(fault('bad-query', message, path))
}

/** Reads a query about the past. Nobody knows what will be: the latest that can be asked for is now. */
export function readPastQuery<T extends Asked>(request: Request, schema: z.ZodType<T>, now: Instant): Result<T> {
	const read = readQuery(request, schema)
	if (!read.ok) return read
	const { at, to } = read.value
	return ok({ ...read.value, ...(at !== undefined && at > now && { at: now }), ...(to !== undefined && to > now && { to: now }) })
}

type Asked = { readonly at?: Instant | undefined; readonly to?: Instant | undefined }

/** A whole number as text. */
export function count(min: number, max: number) {
	return z
		.string()
		.regex(/^\d{1,15}$/, 'must be a whole number')
		.transform(Number)
		.pipe(z.int().min(min).max(max))
}

/** ISO 8601 with an offset. A `+` that was not escaped arrives as a space and is understood. */
export const TimeParameter = z.string().transform((text, context) => {
	const at = readIso(text.replace(/ (?=\d\d:?\d\d$)/, '+'))
	if (at === undefined) context.addIssue({ code: 'custom', message: 'must be ISO 8601 with an offset' })
	return at ?? z.NEVER
})

/** `west,south,east,north` in degrees. */
export const BoxParameter = z
	.string()
	.transform((text) => text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part))))
	.pipe(z.tuple([z.number(), z.number(), z.number(), z.number()]))
	.refine(
		([west, south, east, north]) => Math.abs(west) <= 180 && Math.abs(east) <= 180 && Math.abs(south) <= 90 && Math.abs(north) <= 90,
		{
			error: 'must be west,south,east,north in degrees',
		},
	)
	.refine(([west, south, east, north]) => west <= east && south <= north, { error: 'west and south come first' })

export const KindsParameter = z
	.string()
	.transform((text) => text.split(','))
	.pipe(z.array(z.enum(KINDS)).min(1))

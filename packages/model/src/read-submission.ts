import * as z from 'zod'

import { Submission } from './event.ts'
import { fault, FAULTS } from './fault.ts'
import type { Fault, FaultCode } from './fault.ts'
import { partsOf } from './ids.ts'
import { KINDS } from './kinds/names.ts'
import type { EntityKind } from './kinds/names.ts'
import { KIND_TABLE } from './kinds/table.ts'
import { fail, ok } from './result.ts'
import type { Result } from './result.ts'

/** A patch may state any subset, and `null` for "known to be empty". */
const PARTIAL: ReadonlyMap<EntityKind, z.ZodType> = mapKinds(({ payload }) => nullable(payload))

function mapKinds<T>(make: (definition: (typeof KIND_TABLE)[EntityKind]) => T): ReadonlyMap<EntityKind, T> {
	return new Map(Object.values(KIND_TABLE).map((definition) => [definition.kind, make(definition)]))
}

function nullable(payload: z.ZodObject): z.ZodType {
	const shape: Record<string, z.core.$ZodType> = payload.shape
	return z.strictObject(Object.fromEntries(Object.entries(shape).map(([key, type]) => [key, z.optional(z.nullable(type))])))
}

/**
 * Checks one submitted event completely: envelope, payload by kind, id against kind.
 * @returns the event, or the first fault with the path of the field.
 */
export function readSubmission(value: unknown): Result<Submission> {
	const kind = kindOf(value)
	if (kind !== undefined && !KNOWN.has(kind))
		return fail(fault('unknown-kind', `"${kind.slice(0, 60)}" is not one of ${KINDS.join(', ')}`, 'kind'))
	const read = Submission.safeParse(value)
	if (!read.success) return fail(faultOf(read.error))
	const submission = read.data
	if (partsOf(submission.entity).kind !== submission.kind) {
		return fail(fault('bad-message', `the id begins with another kind than "${submission.kind}"`, 'entity'))
	}
	return withPayload(submission)
}

function withPayload(submission: Submission): Result<Submission> {
	if (submission.op !== 'upsert' && submission.op !== 'patch') return ok(submission)
	if (submission.payload === undefined) return withoutPayload(submission)
	const schema = submission.op === 'upsert' ? KIND_TABLE[submission.kind].payload : PARTIAL.get(submission.kind)
	const payload = schema?.safeParse(submission.payload)
	if (payload && !payload.success) return fail(faultOf(payload.error, 'payload'))
	return ok(isPayload(payload?.data) ? { ...submission, payload: payload.data } : submission)
}

function withoutPayload(submission: Extract<Submission, { op: 'patch' | 'upsert' }>): Result<Submission> {
	if (STATED_BESIDES.some((name) => submission[name] !== undefined)) return ok(submission)
	return fail(fault('bad-message', 'a patch states at least one field', 'payload'))
}

/** Parts of the envelope that a patch may state without a payload. */
const STATED_BESIDES = ['geometry', 'links', 'validity', 'confidence', 'geometrySource', 'accuracyMetres'] as const

type Payload = Extract<Submission, { op: 'upsert' }>['payload']

/** What a kind's schema gives back is JSON as it was, with its lines trimmed. */
function isPayload(value: unknown): value is Payload {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const KNOWN: ReadonlySet<string> = new Set(KINDS)

function kindOf(value: unknown): string | undefined {
	return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string' ? value.kind : undefined
}

/** The first issue of a zod error as a fault; a schema names its own code in `params.fault`. */
export function faultOf(error: z.ZodError, prefix?: string): Fault {
	const issue = deepest(error.issues[0])
	if (!issue) return fault('bad-message')
	const keys = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
	const path = [...(prefix === undefined ? [] : [prefix]), ...keys.map(String)].join('.')
	const claimed: unknown = issue.code === 'custom' ? issue.params?.['fault'] : undefined
	const code: FaultCode = typeof claimed === 'string' && isFaultCode(claimed) ? claimed : 'bad-message'
	return fault(code, textOf(issue), path === '' ? undefined : path)
}

/** `1e400` is JSON and no number that anybody could keep: the reader has made infinity of it. */
function textOf({ code, message }: z.core.$ZodIssue): string {
	return code === 'invalid_type' && message.endsWith('Infinity') ? 'the number is too large' : message
}

function isFaultCode(text: string): text is FaultCode {
	return Object.hasOwn(FAULTS, text)
}

/** In a union the issue of the branch that came furthest says more than "no branch matched". */
function deepest(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
	if (issue?.code !== 'invalid_union') return issue
	const branches = issue.errors.map((branch) => deepest(branch[0])).filter((branch) => branch !== undefined)
	const best = branches.toSorted((a, b) => Number(b.code === 'custom') - Number(a.code === 'custom') || b.path.length - a.path.length)[0]
	return best ? { ...best, path: [...issue.path, ...best.path] } : issue
}

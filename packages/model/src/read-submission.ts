import type * as z from 'zod'

import { EVENT_SCHEMA, Submission } from './event.ts'
import { fault, FAULTS } from './fault.ts'
import type { Fault, FaultCode } from './fault.ts'
import { partsOf } from './ids.ts'
import { issueText } from './issue-text.ts'
import { KINDS } from './kinds/names.ts'
import type { EntityKind } from './kinds/names.ts'
import { KIND_TABLE } from './kinds/table.ts'
import { payloadSchemas } from './payload.ts'
import { fail, ok } from './result.ts'
import type { Result } from './result.ts'

/**
 * Checks one submitted event completely: envelope, payload by kind, id against kind.
 * @returns the event, or the first fault with the path of the field.
 */
export function readSubmission(value: unknown): Result<Submission> {
	const kind = kindOf(value)
	if (kind !== undefined && !KNOWN.has(kind))
		return fail(fault('unknown-kind', `"${kind.slice(0, 60)}" is not one of ${KINDS.join(', ')}`, 'kind'))
	const newer = newerFault(value)
	if (newer) return fail(newer)
	const read = Submission.safeParse(value)
	if (!read.success) return fail(faultOf(read.error))
	const submission = read.data
	if (partsOf(submission.entity).kind !== submission.kind) {
		return fail(fault('bad-message', `the id begins with another kind than "${submission.kind}"`, 'entity'))
	}
	return withPayload(submission)
}

/** What a newer build would understand: said before anything else, because everything else may follow from it. */
function newerFault(value: unknown): Fault | undefined {
	const { kind, version, schema } = asRecord(value)
	if (typeof schema === 'number' && schema > EVENT_SCHEMA)
		return fault('unsupported-version', `envelope version ${schema} is newer than this hub, which knows ${EVENT_SCHEMA}`, 'schema')
	if (typeof version !== 'number' || !isKind(kind)) return undefined
	const known = KIND_TABLE[kind].version
	return version > known
		? fault('unsupported-version', `${kind} version ${version} is newer than this hub, which knows ${known}`, 'version')
		: undefined
}

/** The payload is checked as the version that the sender names; absent means the first. */
function withPayload(submission: Submission): Result<Submission> {
	if (submission.op !== 'upsert' && submission.op !== 'patch') return ok(submission)
	if (submission.payload === undefined) return withoutPayload(submission)
	const payload = payloadSchemas(submission.kind, submission.version ?? 1)?.[submission.op].safeParse(submission.payload)
	if (payload && !payload.success) return fail(withHint(submission, faultOf(payload.error, 'payload')))
	return ok(isPayload(payload?.data) ? { ...submission, payload: payload.data } : submission)
}

/** A field that only the present version has: most likely its sender forgot to say so. */
function withHint({ kind, version = 1 }: Submission, said: Fault): Fault {
	const present = KIND_TABLE[kind].version
	const field = said.path?.split('.')[1] ?? ''
	const older: object = payloadSchemas(kind, version)?.upsert.shape ?? {}
	if (version === present || Object.hasOwn(older, field) || !Object.hasOwn(KIND_TABLE[kind].payload.shape, field)) return said
	return { ...said, message: `${kind} version ${version} has no such field; version ${present} has: say "version": ${present}` }
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

function isKind(kind: unknown): kind is EntityKind {
	return typeof kind === 'string' && KNOWN.has(kind)
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
	return isPayload(value) ? value : {}
}

function kindOf(value: unknown): string | undefined {
	const { kind } = asRecord(value)
	return typeof kind === 'string' ? kind : undefined
}

/** The first issue of a zod error as a fault; a schema names its own code in `params.fault`. */
export function faultOf(error: z.ZodError, prefix?: string): Fault {
	const issue = deepest(error.issues[0])
	if (!issue) return fault('bad-message')
	const keys = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
	const path = [...(prefix === undefined ? [] : [prefix]), ...keys.map(String)].join('.')
	const claimed: unknown = issue.code === 'custom' ? issue.params?.['fault'] : undefined
	const code: FaultCode = typeof claimed === 'string' && isFaultCode(claimed) ? claimed : 'bad-message'
	return fault(code, issueText(issue), path === '' ? undefined : path)
}

function isFaultCode(text: string): text is FaultCode {
	return Object.hasOwn(FAULTS, text)
}

/** In a union the issue of the branch that came furthest says more than "no branch matched". */
function deepest(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
	if (issue?.code !== 'invalid_union') return issue
	const branches = issue.errors.map((branch) => deepest(branch[0])).filter((branch) => branch !== undefined)
	const best = branches.toSorted((a, b) => Number(b.code === 'custom') - Number(a.code === 'custom') || b.path.length - a.path.length)[0]
	if (branches.length > 1 && branches.every(({ code, path }) => code === 'invalid_value' && path.length === 0)) return issue
	return best ? { ...best, path: [...issue.path, ...best.path] } : issue
}

import { fault } from '@lagebild/model/fault.ts'
import { jsonProblems } from '@lagebild/model/json-problems.ts'
import type { JsonProblem } from '@lagebild/model/json-problems.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

export type StrictJson = { readonly value: unknown; readonly problems: readonly JsonProblem[] }

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads a body as I-JSON (RFC 7493): UTF-8, no name twice in an object, no half of a surrogate pair.
 * Problems within the items of an array are returned beside the value, so that one bad item does not spoil its neighbours.
 */
export function readStrictJson(bytes: Uint8Array): Result<StrictJson> {
	let text: string
	try {
		text = utf8.decode(bytes)
	} catch {
		return fail(fault('bad-json', 'the body is not valid UTF-8'))
	}
	try {
		const value: unknown = JSON.parse(text)
		const problems = jsonProblems(text)
		return problems.ok ? ok({ value, problems: problems.value }) : problems
	} catch (error) {
		return fail(fault('bad-json', error instanceof SyntaxError ? error.message.slice(0, 200) : 'the body cannot be read'))
	}
}

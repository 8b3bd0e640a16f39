import { fault, Fault } from '@lagebild/model/fault.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import type * as z from 'zod'

const TIMEOUT_MS = 15_000

type Request = { readonly body?: unknown; readonly token?: string }

/**
 * One request to the hub. Undefined: no answer of the hub, be it that nothing came or that something else answered in its place, as a
 * captive portal does.
 */
export async function ask<T>(path: string, answer: z.ZodType<T>, { body, token }: Request = {}): Promise<Result<T> | undefined> {
	try {
		const response = await fetch(path, {
			method: body === undefined ? 'GET' : 'POST',
			cache: 'no-store',
			credentials: 'omit',
			redirect: 'error',
			signal: AbortSignal.timeout(TIMEOUT_MS),
			headers: {
				...(body !== undefined && { 'content-type': 'application/json' }),
				...(token !== undefined && { authorization: `Bearer ${token}` }),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		})
		const said: unknown = await response.json()
		return response.ok ? read(answer, said) : refusal(said)
	} catch {
		return undefined
	}
}

function read<T>(answer: z.ZodType<T>, said: unknown): Result<T> | undefined {
	const { data } = answer.safeParse(said)
	return data === undefined ? undefined : ok(data)
}

function refusal(said: unknown): Result<never> | undefined {
	const { data } = Fault.safeParse(said)
	return data && fail(fault(data.fault, data.message, data.path))
}

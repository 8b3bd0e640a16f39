import { setTimeout as pause } from 'node:timers/promises'

import * as z from 'zod'

import type { Listed } from '../core/exercise-rule.ts'
import { Refusal } from '../refusal.ts'

const ListedShape: z.ZodType<Listed> = z.object({
	id: z.string(),
	status: z.enum(['actual', 'exercise', 'test']),
	people: z.boolean(),
	viewers: z.number(),
})

export type HubApi = { readonly url: string; readonly key: string }

const TIMEOUT_MS = 10_000

function ask({ url, key }: HubApi, path: string, init: RequestInit = {}): Promise<Response> {
	const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
	return fetch(`${url}${path}`, { ...init, headers, signal: AbortSignal.timeout(TIMEOUT_MS) })
}

export async function listOperations(api: HubApi): Promise<readonly Listed[]> {
	const response = await ask(api, '/api/v1/operations?state=open,closed,archived')
	if (!response.ok) throw new Error(`the hub does not list its operations: ${response.status} ${await response.text()}`)
	return ListedShape.array().parse(await response.json())
}

const Readiness = z.object({ ready: z.boolean(), reason: z.string().optional(), outdated: z.boolean().optional() })

/** Resolves when the hub's pictures are complete. Throws when waiting does not help. */
export async function untilReady(url: string, signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		const said = await fetch(`${url}/readyz`, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) })
			.then(async (response) => Readiness.parse(await response.json()))
			.catch(() => undefined)
		if (said?.ready) return
		if (said?.outdated) throw new Refusal(`The hub cannot go on: ${said.reason ?? 'it has to be updated'}`)
		await pause(READY_POLL_MS, undefined, { signal }).catch(() => undefined)
	}
}

const READY_POLL_MS = 40

export const EXERCISE = { operation: 'sturmflut', base: 'base-exercise' } as const

/** The operations of a new installation, bases first. */
const OPERATIONS = [
	{ id: 'base', name: 'Grundlage', status: 'actual', base: true },
	{ id: 'hamburg', name: 'Hamburg', status: 'actual', bases: ['base'] },
	{ id: EXERCISE.base, name: 'Grundlage Übung', status: 'exercise', base: true },
	{ id: EXERCISE.operation, name: 'Sturmflut Elbe', status: 'exercise', bases: [EXERCISE.base] },
] as const

/** Makes what is missing and returns everything that there is. */
export async function ensureOperations(api: HubApi, timeZone: string): Promise<readonly Listed[]> {
	const present = new Set((await listOperations(api)).map(({ id }) => id))
	for (const operation of OPERATIONS.filter(({ id }) => !present.has(id))) {
		const response = await ask(api, '/api/v1/operations', { method: 'POST', body: JSON.stringify({ ...operation, timeZone }) })
		if (!response.ok && response.status !== 409) throw new Error(`operation ${operation.id} could not be made: ${await response.text()}`)
	}
	return listOperations(api)
}

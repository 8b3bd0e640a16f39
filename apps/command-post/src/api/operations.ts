import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import type { OperationId } from '@lagebild/model/ids.ts'

import { renewOperations } from '../state/session.ts'
import { ask, operationPath, send } from './http.ts'
import type { Reply } from './http.ts'
import { listOf, objectOf, textOf } from './outline.ts'

/** Why it was not done; undefined when it was. `unreachable`: nobody knows. */
export type Refusal = Fault | 'unreachable' | undefined

export async function openNew(body: unknown): Promise<Refusal> {
	return settled(await send('/api/v1/operations', 'POST', body))
}

export async function changeOperation(id: OperationId, body: unknown): Promise<Refusal> {
	return settled(await send(`/api/v1/operations/${id}`, 'PATCH', body))
}

export async function moveOperation(id: OperationId, body: { readonly state: string; readonly reason: string }): Promise<Refusal> {
	return settled(await send(operationPath(id, 'state'), 'POST', body))
}

/** Whatever came of it, the list then says what holds. */
async function settled(reply: Reply): Promise<Refusal> {
	await renewOperations()
	switch (reply.state) {
		case 'ok':
			return undefined
		case 'unauthenticated':
			return fault('unauthenticated')
		case 'unreachable':
			return 'unreachable'
		case 'refused':
			return reply.fault ?? fault('internal', `HTTP ${reply.status}`)
	}
}

/** A water level that an operation can show first. */
export type Gauge = { readonly id: EntityId; readonly name: string; readonly water: string | undefined }

/** The water levels that bases know, by name; undefined when one of them could not be read. */
export async function gaugesOf(bases: readonly OperationId[]): Promise<readonly Gauge[] | undefined> {
	const replies = await Promise.all(bases.map((base) => ask(operationPath(base, 'picture?kinds=sensor&bases=false'))))
	const bodies = replies.flatMap((reply) => (reply.state === 'ok' ? [objectOf(reply.body)] : []))
	if (bodies.length < replies.length) return undefined
	return bodies.flatMap(({ entities }) => listOf(entities).flatMap(gaugeOf)).toSorted((a, b) => a.name.localeCompare(b.name, 'de'))
}

function gaugeOf(value: unknown): readonly Gauge[] {
	const { id, fields } = objectOf(value)
	const { name, property, water } = objectOf(fields)
	const read = EntityId.safeParse(id)
	return read.success && property === 'W' ? [{ id: read.data, name: textOf(name) ?? read.data, water: textOf(water) }] : []
}

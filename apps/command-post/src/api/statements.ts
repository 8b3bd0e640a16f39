import type { LinkRel } from '@lagebild/model/event.ts'
import { fault, Fault } from '@lagebild/model/fault.ts'
import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'

import { operationPath, send } from './http.ts'
import type { Refusal } from './operations.ts'
import { listOf, objectOf } from './read.ts'

/** What a person says of a thing with a form: fields, or what it is linked with. */
export type Said = {
	readonly kind: EntityKind
	readonly entity: EntityId
	readonly version?: number
	readonly payload?: Readonly<Record<string, unknown>>
	readonly links?: readonly { readonly rel: LinkRel; readonly to: EntityId; readonly removed?: boolean }[]
}

/** A patch with an id of its own: sent again after a broken connection it is still the same statement. */
export type Statement = Said & { readonly id: string; readonly op: 'patch' }

export function stating(said: Said): Statement {
	return { ...said, id: crypto.randomUUID(), op: 'patch' }
}

/** Why not all of it was taken; undefined when it was. */
export async function say(operation: OperationId, statements: readonly Statement[]): Promise<Refusal> {
	const reply = await send(operationPath(operation, 'events'), 'POST', statements)
	switch (reply.state) {
		case 'ok':
			return listOf(reply.body).flatMap((answer) => faultIn(answer) ?? [])[0]
		case 'unauthenticated':
			return fault('unauthenticated')
		case 'unreachable':
			return 'unreachable'
		case 'refused':
			return reply.fault ?? fault('internal', `HTTP ${reply.status}`)
	}
}

function faultIn(answer: unknown): Fault | undefined {
	const { fault: code, message, path } = objectOf(answer)
	const read = Fault.safeParse({ fault: code, ...(message !== undefined && { message }), ...(path !== undefined && { path }) })
	return read.success ? fault(read.data.fault, read.data.message, read.data.path) : undefined
}

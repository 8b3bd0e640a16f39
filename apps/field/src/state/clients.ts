import type { OperationClient } from '@lagebild/client/client.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'

import { DeviceClock } from '../say/device-clock.ts'

/** Those that are followed now; what is said goes over them while they are connected. */
const open = new Map<string, OperationClient>()

export const deviceClock = new DeviceClock()

/** Returns what takes it out again. */
export function noteClient(client: OperationClient): () => void {
	open.set(client.operation, client)
	return () => {
		if (open.get(client.operation) === client) open.delete(client.operation)
	}
}

export function liveClient(operation: string): OperationClient | undefined {
	const client = open.get(operation)
	return client?.state().session === 'live' ? client : undefined
}

/** While a large picture still loads, the hub is there already. */
export function connectedClient(operation: string): OperationClient | undefined {
	const client = open.get(operation)
	const session = client?.state().session
	return session === 'live' || session === 'loading' ? client : undefined
}

/** Where a thing is held: what is said of it belongs there. */
export function operationOf(entity: EntityId): string | undefined {
	return [...open.values()].find((client) => client.rows().has(entity))?.operation
}

/** Every row that is shown, of the operation and its bases. */
export function allRows(): readonly Row[] {
	return [...open.values()].flatMap((client) => [...client.rows().values()])
}

/** What was measured of a thing; of one of a base as the operation or its base holds it. */
export function measuredOf(id: EntityId): MeasuredRow | undefined {
	return [...open.values()].map((client) => client.measured().get(id)).find((row) => row !== undefined)
}

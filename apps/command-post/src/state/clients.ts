import type { OperationClient } from '@lagebild/client/client.ts'

/** Those that are followed now; what is said goes over them while they are connected. */
const open = new Map<string, OperationClient>()

/** Returns what takes it out again. */
export function noteClient(client: OperationClient): () => void {
	open.set(client.operation, client)
	return () => {
		if (open.get(client.operation) === client) open.delete(client.operation)
	}
}

/** Also while it is not connected: what is submitted over it waits, and is offered again after a restore. */
export function clientOf(operation: string): OperationClient | undefined {
	return open.get(operation)
}

/** Hub clock minus this device's, ms; undefined until a hub was heard. */
export function clockOffset(): number | undefined {
	const client = [...open.values()].find((one) => one.state().asOf !== undefined)
	const hubNow = client?.hubNow()
	return hubNow === undefined ? undefined : Math.round(hubNow - Date.now())
}

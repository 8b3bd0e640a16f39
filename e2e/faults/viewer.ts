import type { ClientOptions, OperationClient } from '@lagebild/client/client.ts'
import { connectOperation } from '@lagebild/client/connect.ts'
import type { Said } from '@lagebild/client/said.ts'
import { fetchLoad } from '@lagebild/client/wire.ts'
import { Want } from '@lagebild/model/protocol.ts'
import type { Load } from '@lagebild/model/protocol.ts'
import type { Picture } from '@lagebild/testing/faults/oracle.ts'

/** A client of the package that pages and tablets use, following one operation. */
export type Viewer = {
	readonly name: string
	readonly client: OperationClient
	readonly held: () => Picture
	/** Rows that a hub gives for the same scope; undefined while no hub answers. */
	readonly given: () => Promise<Picture | undefined>
	/** Ends this client; the next one begins with what this one kept. */
	readonly reload: () => Promise<void>
	readonly close: () => Promise<void>
}

export type ViewerOptions = {
	readonly name: string
	readonly url: string
	readonly token: string
	readonly operation: string
	readonly want?: Readonly<Record<string, unknown>>
}

export function startViewer({ name, url, token, operation, want = {} }: ViewerOptions): Viewer {
	let kept: Load | undefined
	let scopeId = ''
	const said = new Map<string, Said>()
	const options: ClientOptions = {
		url,
		operation,
		token,
		want: Want.parse(want),
		now: () => performance.now(),
		wall: Date.now,
		storage: {
			read: () => Promise.resolve(kept),
			write: (load) => {
				kept = structuredClone(load)
				scopeId = load.scopeId
				return Promise.resolve()
			},
			clear: () => {
				kept = undefined
				return Promise.resolve()
			},
			said: {
				read: () => Promise.resolve([...said.values()]),
				put: (more) => {
					for (const one of more) said.set(one.id, one)
					return Promise.resolve()
				},
				remove: (ids) => {
					for (const id of ids) said.delete(id)
					return Promise.resolve()
				},
			},
		},
		fetch: (address, init) => {
			if (typeof address === 'string') scopeId = new URL(address).searchParams.get('scope') ?? scopeId
			return fetch(address, init)
		},
	}
	let client = connectOperation(options)
	return {
		name,
		get client() {
			return client
		},
		held: () => pictureOf({ cursors: client.state().cursors, rows: client.rows().values(), measured: client.measured().values() }),
		given: async () => {
			const load = await fetchLoad(options, { scopeId, want: options.want, token, stop: AbortSignal.timeout(5_000) })
			return load && pictureOf({ cursors: load.seq, rows: load.rows, measured: load.measured })
		},
		reload: async () => {
			await client.close()
			client = connectOperation(options)
		},
		close: () => client.close(),
	}
}

type Rows = {
	readonly cursors: Load['seq']
	readonly rows: Iterable<Load['rows'][number]>
	readonly measured: Iterable<Load['measured'][number]>
}

function pictureOf({ cursors, rows, measured }: Rows): Picture {
	const all = new Map<string, string>()
	for (const row of rows) all.set(row.id, sorted(row))
	for (const row of measured) all.set(`${row.id}#m`, sorted(row))
	return { cursors: `U ${cursors.U} S ${cursors.S} M ${cursors.M}`, rows: all }
}

/** JSON that does not depend on the order in which fields were set. */
function sorted(value: unknown): string {
	return JSON.stringify(value, (_name, inner: unknown) =>
		typeof inner === 'object' && inner !== null && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
			: inner,
	)
}

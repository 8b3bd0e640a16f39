import type { ClientUpdate, OperationClient } from '@lagebild/client/client.ts'
import { connectOperation } from '@lagebild/client/connect.ts'
import { idbStorage } from '@lagebild/client/storage-idb.ts'
import type { Move } from '@lagebild/map/item.ts'
import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { Want } from '@lagebild/model/protocol.ts'

import { noteClient } from './clients.ts'
import { freshContent } from './content.ts'
import type { LinkFacts, ListedOperation, Thing } from './facts.ts'
import { worstLink } from './link.ts'
import { showLive } from './live.ts'
import { mergeAll, mergeInto } from './merge.ts'
import type { Part } from './merge.ts'
import { reached } from './sayings.ts'
import { store } from './store.ts'
import { storageName } from './stored.ts'
import { isThisMachine, rememberedWant, rememberWant, wantFor } from './want.ts'

/** Panels follow at most four times a second; positions do not wait for them. */
const PUBLISH_MS = 250

type MovesListener = (moves: readonly Move[]) => void
const moveListeners = new Set<MovesListener>()

/** Positions as they arrive, past the store. */
export function onMoves(listener: MovesListener): () => void {
	moveListeners.add(listener)
	return () => moveListeners.delete(listener)
}

function tellMoves(client: OperationClient, update: ClientUpdate): void {
	if (update.reloaded || store.getState().live) return
	const moves: Move[] = []
	for (const id of update.measured) {
		const position = client.measured().get(id)?.position
		if (position && !update.changed.has(id)) moves.push({ id, position })
	}
	if (moves.length > 0) for (const listener of moveListeners) listener(moves)
}

type Followed = {
	/** The operation on the screen, then its bases. */
	readonly ids: readonly OperationId[]
	readonly credential: string
	/** The hub says that the credential's grant is another or gone. */
	readonly onGrant: () => void
}

export type Connections = {
	readonly close: () => void
	readonly hubNow: () => number | undefined
	readonly link: () => LinkFacts
	/** What was said is in the picture once the page shows it, not before; an answer may come after that. */
	readonly confirm: () => void
}

let closing: Promise<unknown> = Promise.resolve()

/** Resolves when every connection that was closed has stored what it held. */
export function whenClosed(): Promise<unknown> {
	return closing
}

/** Follows an operation and its bases, the operation first, and keeps the store's content up to date. */
export function followOperations({ ids, credential, onGrant }: Followed): Connections {
	const asked = isThisMachine(location.hostname) ? EVERYTHING : rememberedWant()
	const clients = ids.map((operation, index) => connect(operation, { credential, want: asked, presence: index === 0 }))
	const parts: readonly Part[] = ids.flatMap((operation, index) => {
		const client = clients[index]
		return client ? [{ operation, rows: client.rows, measured: client.measured, policy: () => store.getState().config?.standing }] : []
	})
	const things = new Map<EntityId, Thing>()
	const link = () => worstLink(clients.map((client) => client.state()))
	const confirm = () => {
		for (const client of clients) reached(client.operation, client.state())
	}
	const later = publisher(() => {
		showLive({ content: freshContent(things) })
		store.setState({ link: link(), attendance: clients[0]?.attendance() })
		confirm()
	})
	const grants = publisher(onGrant)
	const noted = clients.map(noteClient)
	const offs = clients.map((client) =>
		client.subscribe((update) => {
			if (update.metadata) noteOperation(update.metadata)
			if (update.reloaded) mergeAll(things, parts)
			else mergeInto(things, parts, [...update.changed, ...update.measured, ...update.dropped])
			tellMoves(client, update)
			if (update.grant) grants.ask()
			later.ask()
		}),
	)
	later.ask()
	const offView = isThisMachine(location.hostname) ? () => undefined : followView(clients, asked)
	return {
		link,
		hubNow: () => clients[0]?.hubNow(),
		confirm: () => (later.waits() ? undefined : confirm()),
		close: () => {
			later.stop()
			grants.stop()
			offView()
			for (const off of [...offs, ...noted]) off()
			closing = Promise.allSettled([closing, ...clients.map((client) => client.close())])
		},
	}
}

/** What the hub says about an operation holds at once, long before the list is read again. */
function noteOperation(operation: Operation): void {
	const operations = store.getState().operations.map((held) => (held.id === operation.id ? takenOver(held, operation) : held))
	store.setState({ operations })
}

function takenOver({ seq, people, viewers, active }: ListedOperation, operation: Operation): ListedOperation {
	return { ...operation, seq, people, viewers, active }
}

/** Gathers what comes within a pause into one publication. */
function publisher(publish: () => void): { readonly ask: () => void; readonly stop: () => void; readonly waits: () => boolean } {
	let timer: ReturnType<typeof setTimeout> | undefined
	return {
		ask: () => {
			timer ??= setTimeout(() => {
				timer = undefined
				publish()
			}, PUBLISH_MS)
		},
		stop: () => clearTimeout(timer),
		waits: () => timer !== undefined,
	}
}

const EVERYTHING: Want = { cover: 'all' }

/** Asks for what the map shows, a moment after it came to rest. */
function followView(clients: readonly OperationClient[], asked: Want): () => void {
	let last = JSON.stringify(asked)
	const settled = publisher(() => {
		const { mapView, route } = store.getState()
		const want = wantFor({ box: mapView?.box, selected: route.selected })
		if (!mapView || JSON.stringify(want) === last) return
		last = JSON.stringify(want)
		rememberWant(want)
		for (const client of clients) client.want(want)
	})
	const off = store.subscribe((facts, before) => {
		if (facts.mapView !== before.mapView || facts.route.selected !== before.route.selected) settled.ask()
	})
	settled.ask()
	return () => {
		off()
		settled.stop()
	}
}

/** `presence`: of the operation on the screen. */
type Connecting = { readonly credential: string; readonly want: Want; readonly presence: boolean }

function connect(operation: OperationId, { credential, want, presence }: Connecting): OperationClient {
	return connectOperation({
		url: location.origin,
		operation,
		want,
		presence,
		packed: !isThisMachine(location.hostname),
		storage: idbStorage(storageName(credential, operation)),
		now: () => performance.now(),
		wall: () => Date.now(),
	})
}

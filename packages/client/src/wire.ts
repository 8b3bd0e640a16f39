import { isFault } from '@lagebild/model/fault.ts'
import { rowsOf } from '@lagebild/model/load-columns.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type {
	Answer,
	ClientToHub,
	Frame,
	HubToClient,
	Load,
	LoadBody,
	Measured,
	Presence,
	Refused,
	Want,
} from '@lagebild/model/protocol.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import { inflateSync, strFromU8 } from 'fflate'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'

import type { ClientOptions } from './client.ts'
import type { RoundTrip } from './hub-clock.ts'
import type { SessionEvent } from './session.ts'

export type Wire = Socket<HubToClient, ClientToHub>
type Report = (event: SessionEvent) => void

/** Who is told what comes over the wire. */
export type Ears = {
	readonly report: Report
	readonly onOperation: (operation: Operation) => void
	/** The credential's grant is another. */
	readonly onGrant: () => void
	readonly onPresence: (message: Presence) => void
}

const SUBMIT_MS = 20_000
const CLOCK_MS = 5_000
const LOAD_MS = 60_000

/** A connection of its own: bytes are counted per connection, and one operation's trouble is not another's. */
export function openWire({ url, operation, now }: ClientOptions, { report, onOperation, onGrant, onPresence }: Ears): Wire {
	const socket: Wire = io(`${url}/operations/${operation}`, {
		transports: ['websocket'],
		autoConnect: false,
		reconnection: false,
		forceNew: true,
	})
	const taken = countBytes(socket)
	socket.on('connect', () => report({ type: 'connected', now: now() }))
	socket.on('disconnect', () => report({ type: 'disconnected' }))
	socket.on('connect_error', (error) => report(rejection(error)))
	socket.on('welcome', (message) => {
		onOperation(message.operation)
		report({ type: 'welcome', message })
	})
	socket.on('operation', onOperation)
	socket.on('grant', onGrant)
	socket.on('presence', onPresence)
	socket.on('frame', (frame) => report({ type: 'frame', frame, bytes: taken(), now: now() }))
	socket.on('packed', (packed) => {
		const frame = unpacked(packed)
		if (frame) report({ type: 'frame', frame, bytes: taken(), now: now() })
		else socket.disconnect()
	})
	socket.on('beat', (beat) => report({ type: 'beat', beat, now: now() }))
	socket.on('reset', (message) => report({ type: 'reset', message, now: now() }))
	socket.on('bye', (message) => report({ type: 'bye', message }))
	return socket
}

/** @param token of this attempt; without one the browser's session counts */
export function connectWith(socket: Wire, token: string | undefined): void {
	socket.auth = token === undefined ? {} : { token }
	socket.connect()
}

/** A middleware of the hub refuses with a fault; anything else is a bad connection. */
function rejection(error: Error): SessionEvent {
	const read = 'data' in error ? error.data : undefined
	return isFault(read) ? { type: 'rejected', fault: { fault: read.fault, message: read.message } } : { type: 'disconnected' }
}

/** At once, so that no later message overtakes it. @returns undefined for what is no frame: then nothing that follows can be used. */
function unpacked(packed: unknown): Frame | undefined {
	if (!(packed instanceof Uint8Array || packed instanceof ArrayBuffer)) return undefined
	try {
		const frame: unknown = JSON.parse(strFromU8(inflateSync(packed instanceof Uint8Array ? packed : new Uint8Array(packed))))
		return isFrame(frame) ? frame : undefined
	} catch {
		return undefined
	}
}

function isFrame(value: unknown): value is Frame {
	return typeof value === 'object' && value !== null && 'scopeId' in value && 'lane' in value
}

/** Bytes since the last call, as they came: what an acknowledgement pays for. */
function countBytes(socket: Wire): () => number {
	let bytes = 0
	socket.io.on('open', () => {
		bytes = 0
		socket.io.engine.on('packet', ({ data }: { readonly data?: unknown }) => {
			if (typeof data === 'string') bytes += data.length
			else if (ArrayBuffer.isView(data) || data instanceof ArrayBuffer) bytes += data.byteLength
		})
	})
	return () => {
		const taken = bytes
		bytes = 0
		return taken
	}
}

/** @returns undefined when no answer came, and nobody knows what became of it. */
export function submitOver(socket: Wire, events: readonly unknown[]): Promise<readonly Answer[] | undefined> {
	return new Promise((resolve) => {
		socket.timeout(SUBMIT_MS).emit('submit', events, (lost, answers) => resolve(lost ? undefined : answers))
	})
}

/** @returns undefined when no answer came. */
export function measureOver(socket: Wire, measurements: unknown): Promise<Measured | Refused | undefined> {
	return new Promise((resolve) => {
		socket.timeout(SUBMIT_MS).emit('measure', measurements, (lost, answer) => resolve(lost ? undefined : answer))
	})
}

/** @returns undefined when no answer came. */
export function clockOver(socket: Wire, now: () => number): Promise<RoundTrip | undefined> {
	const sent = now()
	return new Promise((resolve) => {
		socket.timeout(CLOCK_MS).emit('clock', (lost, hubTime) => resolve(lost ? undefined : { sent, answered: now(), hubTime }))
	})
}

function isBody(value: unknown): value is LoadBody {
	return typeof value === 'object' && value !== null && 'scopeId' in value && 'rows' in value && 'measured' in value
}

/** Rows again of what travelled as columns. */
export function loadOf({ rows, measured, ...head }: LoadBody): Load {
	return { ...head, rows: rows.flatMap(rowsOf).filter(isRow), measured: measured.flatMap(rowsOf).filter(isMeasured) }
}

function isRow(row: object): row is Row {
	return 'kind' in row
}

function isMeasured(row: object): row is MeasuredRow {
	return 'k' in row
}

/** `want`: what the scope was made from, should another hub answer than the one that named it. */
type LoadRequest = { readonly scopeId: string; readonly want: Want; readonly token: string | undefined; readonly stop: AbortSignal }

/** @returns undefined when it failed, for whatever reason: the session begins anew then. */
export async function fetchLoad(options: ClientOptions, { scopeId, want, token, stop }: LoadRequest): Promise<Load | undefined> {
	const { url, operation, fetch: get = globalThis.fetch } = options
	const address = `${url}/api/v1/operations/${operation}/rows?${new URLSearchParams({ scope: scopeId, want: JSON.stringify(want) }).toString()}`
	try {
		const response = await get(address, {
			cache: 'no-store',
			signal: AbortSignal.any([stop, AbortSignal.timeout(LOAD_MS)]),
			...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
		})
		const body: unknown = response.ok ? await response.json() : undefined
		return isBody(body) ? loadOf(body) : undefined
	} catch {
		return undefined
	}
}

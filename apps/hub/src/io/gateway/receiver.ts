import { lookAtReads } from './shared-reads.ts'
import type { Look } from './shared-reads.ts'

/** What reads the bytes of a WebSocket: of ws 8, whose version is pinned. */
export type Receiver = {
	readonly _state: number
	readonly _bufferedBytes: number
	readonly _fragmented: number
	readonly writableLength: number
	write: (chunk: Uint8Array) => boolean
}
/** Of engine.io 6: runs while a pong is awaited. */
type Waiting = { readonly pingTimeoutTimer: unknown }

/**
 * Lets `look` see what comes over a WebSocket before it is parsed, chunk by chunk as it was read: what it takes is gone. It is asked only where a message can
 * begin, and not while a pong is awaited, which engine.io puts off when anything else comes. Where the connection is not as expected it is never asked.
 * @param connection a socket's `conn`
 */
export function lookAtBytes(connection: object, look: Look): void {
	const { receiver, socket } = partsOf(connection)
	if (!receiver || !isWaiting(connection)) return
	const lookBetween: Look = (bytes, length) => isBetween(receiver) && !connection.pingTimeoutTimer && look(bytes, length)
	if (lookAtReads(socket, lookBetween)) return
	const parse = receiver.write
	receiver.write = (chunk) => lookBetween(chunk, chunk.length) || parse.call(receiver, chunk)
}

/** Of `GET_INFO` ws makes 0. */
function isBetween({ _state, _bufferedBytes, _fragmented, writableLength }: Receiver): boolean {
	return _state === 0 && _bufferedBytes === 0 && _fragmented === 0 && writableLength === 0
}

function partsOf(connection: object): { readonly receiver: Receiver | undefined; readonly socket: unknown } {
	const transport: unknown = Reflect.get(connection, 'transport')
	const webSocket: unknown =
		isObject(transport) && Reflect.get(transport, 'name') === 'websocket' ? Reflect.get(transport, 'socket') : undefined
	if (!isObject(webSocket)) return { receiver: undefined, socket: undefined }
	const receiver: unknown = Reflect.get(webSocket, '_receiver')
	return { receiver: isReceiver(receiver) ? receiver : undefined, socket: Reflect.get(webSocket, '_socket') }
}

function isReceiver(value: unknown): value is Receiver {
	if (!isObject(value) || typeof Reflect.get(value, 'write') !== 'function') return false
	return ['_state', '_bufferedBytes', '_fragmented', 'writableLength'].every((field) => typeof Reflect.get(value, field) === 'number')
}

function isWaiting(value: object): value is Waiting {
	return 'pingTimeoutTimer' in value
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null
}

import { Socket as NetSocket } from 'node:net'
import { TLSSocket } from 'node:tls'

/** What came stands in the first `length` bytes, until it returns. @returns whether it was taken; if not, it goes the way of all that comes */
export type Look = (bytes: Uint8Array, length: number) => boolean

/** What Node's `onread` of a socket sets, which only those that one opens oneself can be given. */
type Reading = { readonly handle: Handle; readonly room: symbol; readonly callback: symbol }
type Handle = { readonly useUserBuffer: (room: Uint8Array) => void }

/** All these connections read into it in turn: what comes is seen to before anything else is read. Never freed, as libuv keeps its place. */
const ROOM = Buffer.allocUnsafeSlow(65_536)

/**
 * Lets `look` see what comes before the stream has it, without 64 kB of new memory for each read and what collecting them takes. Where the socket is not as expected, and below TLS,
 * nothing changes. @returns whether it is asked
 */
export function lookAtReads(socket: unknown, look: Look): boolean {
	if (!(socket instanceof NetSocket) || socket instanceof TLSSocket) return false
	const reading = readingOf(socket)
	if (!reading) return false
	reading.handle.useUserBuffer(ROOM)
	Reflect.set(socket, reading.callback, (length: number, bytes: Uint8Array): boolean => {
		if (socket.readableLength === 0 && look(bytes, length)) return true
		return socket.push(Buffer.from(bytes.subarray(0, length)))
	})
	Reflect.set(socket, reading.room, ROOM)
	return true
}

function readingOf(socket: NetSocket): Reading | undefined {
	const handle: unknown = Reflect.get(socket, '_handle')
	const room = unsetSymbol(socket, 'kBuffer')
	const callback = unsetSymbol(socket, 'kBufferCb')
	return room && callback && unsetSymbol(socket, 'kBufferGen') && canReadInto(handle) ? { handle, room, callback } : undefined
}

/** A symbol of Node's own, found by its name, under which there is nothing yet. */
function unsetSymbol(socket: NetSocket, name: string): symbol | undefined {
	const found = Object.getOwnPropertySymbols(socket).find(({ description }) => description === name)
	return found && Reflect.get(socket, found) === null ? found : undefined
}

function canReadInto(handle: unknown): handle is Handle {
	return typeof handle === 'object' && handle !== null && typeof Reflect.get(handle, 'useUserBuffer') === 'function'
}

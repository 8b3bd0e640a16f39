import { isIP } from 'node:net'

import { line } from '@lagebild/feeds/text.ts'
import { guardedSocket } from '@lagebild/outbound/guarded-socket.ts'
import { WebSocket } from 'ws'
import type { RawData } from 'ws'

import { ending, reasonOf } from './ending.ts'
import type { Ending } from './ending.ts'
import { overlong } from './stream.ts'
import type { Connection, Ears, Stream, StreamReach } from './stream.ts'

export type WebSocketAddress = {
	readonly url: string
	readonly headers: Readonly<Record<string, string>>
	/** Said as soon as the connection is open. */
	readonly hello: readonly string[]
}

const PING_MS = 20_000
/** Status of a WebSocket whose message was too large (RFC 6455, 7.4.1). */
const TOO_LARGE = 1009

/** A WebSocket of another side, RFC 6455. */
export function webSocketStream(address: WebSocketAddress, reach: StreamReach): Stream {
	return { pings: true, connect: (ears) => connected(address, reach, ears) }
}

function connected({ url, headers, hello }: WebSocketAddress, reach: StreamReach, ears: Ears): Connection {
	const { ended, end } = ending()
	const socket = new WebSocket(url, {
		headers: { ...headers },
		maxPayload: reach.maxBytes,
		createConnection: () => openSocket(url, reach),
	})
	const limit = setTimeout(() => close(`no answer within ${reach.timeoutMs / 1_000} s`), reach.timeoutMs)
	const ping = pinging(socket, end)
	const close = (reason: string): void => {
		end({ reason })
		clearTimeout(limit)
		clearInterval(ping)
		socket.terminate()
	}
	socket.once('open', () => {
		clearTimeout(limit)
		for (const text of hello) socket.send(text)
		ears.ready()
	})
	socket.on('message', (data, isBinary) => {
		ears.alive()
		const contentType = isBinary ? 'application/octet-stream' : 'text/plain; charset=utf-8'
		if (!ears.hear({ bytes: bytesOf(data), contentType })) socket.pause()
	})
	socket.on('ping', ears.alive)
	socket.once('unexpected-response', (request, response) => {
		response.resume()
		request.destroy()
		end({
			reason: `HTTP ${response.statusCode ?? ''} ${response.statusMessage ?? ''}`.trim(),
			...retryAfter(response.headers['retry-after']),
		})
		close('refused')
	})
	socket.once('error', (error) => {
		if (isTooLarge(error)) ears.refuse(overlong(new Uint8Array(), undefined, reach.maxBytes))
		end({ reason: reasonOf(error) })
	})
	socket.once('close', (code, words) => {
		clearTimeout(limit)
		clearInterval(ping)
		end({ reason: closing(code, words) })
	})
	return { ended, resume: () => socket.resume(), close }
}

/** While nothing is read by our own will, no answer is missed. */
function pinging(socket: WebSocket, end: Ending['end']): NodeJS.Timeout {
	let isAwaited = false
	socket.on('pong', () => {
		isAwaited = false
	})
	return setInterval(() => {
		if (socket.readyState !== WebSocket.OPEN || socket.isPaused) {
			isAwaited = false
			return
		}
		if (isAwaited) {
			end({ reason: `the other side does not answer a ping within ${PING_MS / 1_000} s` })
			socket.terminate()
		}
		isAwaited = true
		socket.ping()
	}, PING_MS)
}

function openSocket(address: string, reach: StreamReach): ReturnType<typeof guardedSocket> {
	const { hostname, port, protocol } = new URL(address)
	const isSecure = protocol === 'wss:'
	const host = hostname.replace(/^\[|\]$/g, '')
	return guardedSocket(
		{
			host: isIP(host) === 0 ? hostname : host,
			port: port === '' ? (isSecure ? 443 : 80) : Number(port),
			...(isSecure && { tls: { ...(reach.ca !== undefined && { ca: reach.ca }) } }),
		},
		reach,
	)
}

function bytesOf(data: RawData): Uint8Array {
	if (Array.isArray(data)) return Buffer.concat(data)
	return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}

function isTooLarge(error: Error): boolean {
	return 'code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'
}

function closing(code: number, words: Buffer): string {
	const said = line(words.toString('utf8'), 200)
	const own = code === TOO_LARGE && said === undefined ? 'message too large' : said
	return `the other side closed the connection (${code}${own === undefined ? '' : `, ${own}`})`
}

function retryAfter(text: string | undefined): { readonly retryAfterMs?: number } {
	return text !== undefined && /^\d{1,4}$/.test(text.trim()) ? { retryAfterMs: Number(text) * 1_000 } : {}
}

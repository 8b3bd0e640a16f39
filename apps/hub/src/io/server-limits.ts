import type { Server, ServerOptions } from 'node:http'
import type { Duplex } from 'node:stream'

import type { Settings } from '@lagebild/config/read.ts'
import { fault, FAULTS } from '@lagebild/model/fault.ts'
import type { FaultCode } from '@lagebild/model/fault.ts'

/** Cookies of ours and a key are under 200 bytes; the rest is the browser's. */
const MOST_HEADER_BYTES = 16_384
/** How often connections that take too long are looked for, at most. */
const LOOK_MS = 5_000

/** A sender that dawdles holds a connection for a known time and nobody else. */
export function serverLimits({ headerSeconds, requestSeconds }: Settings['limits']): ServerOptions {
	const [headersMs, requestMs] = [headerSeconds * 1_000, requestSeconds * 1_000]
	return {
		keepAliveTimeout: 30_000,
		headersTimeout: Math.min(headersMs, requestMs),
		requestTimeout: requestMs,
		connectionsCheckingInterval: Math.min(LOOK_MS, headersMs, requestMs),
		maxHeaderSize: MOST_HEADER_BYTES,
	}
}

/** What a client still sends after it was refused is read for so long, or it would lose the answer with the connection. */
const LINGER_MS = 1_000

/** What never became a request is answered like all else: a fault as JSON, and the connection is closed. */
export function answerBrokenRequests(server: Server, count: (code: FaultCode) => void): void {
	const answered = new WeakSet<Duplex>()
	server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
		if (answered.has(socket)) return
		answered.add(socket)
		if (!socket.writable || error.code === 'ECONNRESET') {
			socket.destroy()
			return
		}
		const code = codeOf(error)
		count(code)
		socket.end(answerOf(code))
		socket.resume()
		const cut = setTimeout(() => {
			socket.destroy()
		}, LINGER_MS)
		socket.once('close', () => {
			clearTimeout(cut)
		})
	})
}

function codeOf({ code }: NodeJS.ErrnoException): FaultCode {
	switch (code) {
		case 'HPE_HEADER_OVERFLOW':
			return 'headers-too-large'
		case 'ERR_HTTP_REQUEST_TIMEOUT':
			return 'too-slow'
		default:
			return 'bad-request'
	}
}

const REASONS: Readonly<Record<number, string>> = {
	400: 'Bad Request',
	408: 'Request Timeout',
	429: 'Too Many Requests',
	431: 'Request Header Fields Too Large',
}

/** A whole answer, for whoever cannot be answered otherwise. */
export function answerOf(code: FaultCode): string {
	const { status } = FAULTS[code]
	const body = JSON.stringify(fault(code))
	const head = [
		`HTTP/1.1 ${status} ${REASONS[status] ?? ''}`,
		'connection: close',
		'cache-control: no-store',
		'content-type: application/json; charset=utf-8',
		`content-length: ${Buffer.byteLength(body)}`,
	]
	return `${head.join('\r\n')}\r\n\r\n${body}`
}

import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** A document of an upstream server. `undefined` from a server means: there is no such address. */
export type Document = {
	readonly type: string
	readonly body: string
	/** Instead of `body`, where the document is no text. */
	readonly bytes?: Uint8Array
	readonly status?: number
}

export function json(value: unknown, status = 200): Document {
	return { type: 'application/json;charset=UTF-8', body: JSON.stringify(value), status }
}

/** Answers with an ETag of the content, and 304 to one who has it. */
export function send(request: IncomingMessage, response: ServerResponse, document: Document): void {
	const body = Buffer.from(document.bytes ?? document.body)
	const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
	const head = { ETag: etag, 'Cache-Control': 'max-age=5', 'Content-Type': document.type }
	if (request.headers['if-none-match'] === etag) {
		response.writeHead(304, head).end()
		return
	}
	response.writeHead(document.status ?? 200, { ...head, 'Content-Length': body.length })
	response.end(request.method === 'HEAD' ? undefined : body)
}

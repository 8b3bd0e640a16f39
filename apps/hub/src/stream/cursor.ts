import { OperationId, Seq } from '@lagebild/model/ids.ts'
import * as z from 'zod'

import type { Place } from './follower.ts'

/** Where a stream is: of each operation in it, and which box it shows. Opaque to whoever holds it. */
export type StreamCursor = { readonly box: string; readonly places: ReadonlyMap<string, Place> }

const MOST = 8_000
const Text = z.tuple([z.string().max(200), z.array(z.tuple([OperationId, z.string().max(64), z.string().max(64), Seq, Seq, Seq])).max(20)])

export function writeCursor({ box, places }: StreamCursor): string {
	const list = Array.from(places, ([operation, { epoch, scopeId, seq }]) => [operation, epoch, scopeId, seq.U, seq.S, seq.M])
	return Buffer.from(JSON.stringify([box, list])).toString('base64url')
}

/** What cannot be read is no cursor: the stream begins anew then, and says so. */
export function readCursor(text: string): StreamCursor | undefined {
	if (text.length > MOST) return undefined
	try {
		const [box, list] = Text.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
		return { box, places: new Map(list.map(([operation, epoch, scopeId, U, S, M]) => [operation, { epoch, scopeId, seq: { U, S, M } }])) }
	} catch {
		return undefined
	}
}

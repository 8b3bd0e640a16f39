import { Seq } from '@lagebild/model/ids.ts'
import { PROTOCOL } from '@lagebild/model/protocol.ts'
import * as z from 'zod'

import { Heard } from './harness.ts'
import type { ClientSocket } from './harness.ts'
import type { MatrixHub } from './matrix-hub.ts'
import type { Reader } from './matrix.ts'

const WANT = { cover: 'all' } as const
const Have = z.object({ epoch: z.string(), scopeId: z.string(), seq: z.object({ U: Seq, S: Seq, M: Seq }) })
type Have = z.infer<typeof Have>
const Welcome = z.object({ scopeId: z.string(), next: z.enum(['resume', 'load']) })
const Frame = z.looseObject({ no: z.int(), lane: z.enum(['U', 'S', 'M']), to: Seq, drop: z.array(z.string()).optional() })
type Frame = z.infer<typeof Frame>

/** What came until a word did: frames of records, and of measured rows, which have a pace of their own. */
export type Told = { readonly records: readonly Frame[]; readonly measured: readonly Frame[] }

/** A client of one reader that shows every frame as it came. */
export class Follower {
	readonly reader: Reader
	readonly #matrix: MatrixHub
	readonly #socket: ClientSocket
	readonly #heard: Heard
	#have: Have

	private constructor(matrix: MatrixHub, reader: Reader, { socket, heard, have }: { socket: ClientSocket; heard: Heard; have: Have }) {
		this.#matrix = matrix
		this.reader = reader
		this.#socket = socket
		this.#heard = heard
		this.#have = have
	}

	/** Connects, loads and follows. */
	static async load(matrix: MatrixHub, reader: Reader): Promise<{ readonly follower: Follower; readonly rows: string }> {
		const { socket, heard, welcome } = await hello(matrix, reader)
		const { body, text } = await matrix.get(reader, `operations/lage/rows?scope=${welcome.scopeId}`)
		const have = Have.parse(body)
		socket.emit('open', { protocol: PROTOCOL, want: WANT, have })
		await heard.take('welcome')
		return { follower: new Follower(matrix, reader, { socket, heard, have }), rows: text }
	}

	/** Goes on with the same content over another connection. */
	async again(): Promise<Follower> {
		const { socket, heard, welcome } = await hello(this.#matrix, this.reader, this.#have)
		if (welcome.next !== 'resume') throw new Error('the hub did not go on where the reader was')
		return new Follower(this.#matrix, this.reader, { socket, heard, have: this.#have })
	}

	leave(): void {
		this.#socket.close()
	}

	/** Until both lanes of records have brought the word; a reader of few kinds has nothing in the urgent one. */
	async until(word: string): Promise<Told> {
		const told = { records: new Array<Frame>(), measured: new Array<Frame>() }
		const waiting = new Set<string>(this.reader.kinds ? ['S'] : ['U', 'S'])
		while (waiting.size > 0) {
			const frame = Frame.parse(await this.#heard.take('frame'))
			const { no, lane, to } = frame
			this.#have = { ...this.#have, seq: { ...this.#have.seq, [lane]: to } }
			this.#socket.emit('ack', { frame: no })
			if (lane === 'M') told.measured.push(frame)
			else told.records.push(frame)
			if (JSON.stringify(frame).includes(word)) waiting.delete(lane)
		}
		return told
	}
}

async function hello(matrix: MatrixHub, reader: Reader, have?: Have) {
	const socket = matrix.hub.socket('lage', { token: matrix.keyOf(reader) })
	const heard = new Heard(socket)
	socket.emit('open', { protocol: PROTOCOL, want: WANT, ...(have && { have }) })
	return { socket, heard, welcome: Welcome.parse(await heard.take('welcome')) }
}

export function droppedIn(frames: readonly Frame[]): ReadonlySet<string> {
	return new Set(frames.flatMap(({ drop }) => drop ?? []))
}

/** Frames without the ids that they take away, as text. */
export function putIn(frames: readonly Frame[]): string {
	return frames.map(({ drop: _gone, ...rest }) => JSON.stringify(rest)).join('\n')
}

import { until } from '@lagebild/testing/until.ts'
import * as z from 'zod'

const Feature = z.looseObject({
	id: z.string(),
	geometry: z.looseObject({ type: z.string() }).nullable(),
	properties: z.looseObject({ kind: z.string(), operation: z.string() }),
})
type Feature = z.infer<typeof Feature>
const Message = z.looseObject({
	type: z.literal('FeatureCollection'),
	event: z.enum(['reset', 'change', 'beat', 'bye']),
	cursor: z.string().nullish(),
	asOf: z.number(),
	features: z.array(Feature),
	drop: z.array(z.string()),
	why: z.string().optional(),
})
type Message = z.infer<typeof Message>

type Held = ReadonlyMap<string, Feature>
type Reading = {
	readonly url: string
	readonly key: string
	readonly accept?: string
	readonly last?: string | undefined
	readonly held?: Held
}

/** A reader as the documentation tells to write one. */
export class StreamReader {
	readonly messages: Message[] = []
	readonly held: Map<string, Feature>
	cursor: string | undefined
	text = ''
	ended = false
	readonly #stop = new AbortController()

	readonly response: Response

	private constructor(response: Response, held: Held) {
		this.held = new Map(held)
		this.response = response
	}

	static async open({ url, key, accept = 'text/event-stream', last, held = new Map() }: Reading): Promise<StreamReader> {
		const stop = new AbortController()
		const headers = { authorization: `Bearer ${key}`, accept, ...(last !== undefined && { 'last-event-id': last }) }
		const response = await fetch(url, { headers, signal: stop.signal })
		const reader = new StreamReader(response, held)
		reader.#stop.signal.addEventListener('abort', () => stop.abort())
		if (response.ok) void reader.#read(accept.includes('seq') ? '\u001E' : '\n\n')
		return reader
	}

	close(): void {
		this.#stop.abort()
	}

	take(message: unknown): void {
		const read = Message.parse(message)
		this.messages.push(read)
		if (read.event === 'reset') this.held.clear()
		for (const feature of read.features) this.held.set(feature.id, feature)
		for (const id of read.drop) this.held.delete(id)
		if (read.cursor !== undefined) this.cursor = read.cursor ?? undefined
	}

	until(what: string, fits: (reader: this) => boolean): Promise<true> {
		return until(what, () => (fits(this) ? true : undefined))
	}

	complete(): Promise<true> {
		return this.until('the whole picture', ({ cursor }) => cursor !== undefined)
	}

	async #read(separator: string): Promise<void> {
		const decoder = new TextDecoder()
		let rest = ''
		try {
			for await (const chunk of this.response.body ?? []) {
				const text = chunk instanceof Uint8Array ? decoder.decode(chunk, { stream: true }) : ''
				this.text += text
				const parts = (rest + text).split(separator)
				rest = parts.pop() ?? ''
				for (const part of parts) this.#hear(part)
				if (separator === '\u001E' && rest.endsWith('\n')) {
					this.#hear(rest)
					rest = ''
				}
			}
		} catch {
			/* cut */
		}
		this.ended = true
	}

	#hear(part: string): void {
		if (part.startsWith('{')) this.take(JSON.parse(part))
		const data = /^data: (.*)$/m.exec(part)?.[1]
		if (data !== undefined) this.take(JSON.parse(data))
	}
}

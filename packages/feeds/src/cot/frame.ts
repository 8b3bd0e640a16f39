/** One message out of a stream, or what stood where one was expected. */
export type CotFrame =
	| { readonly type: 'xml'; readonly bytes: Uint8Array }
	| { readonly type: 'protobuf'; readonly bytes: Uint8Array }
	/** `fatal`: where the next message begins cannot be known any more. */
	| { readonly type: 'junk'; readonly bytes: Uint8Array; readonly reason: string; readonly fatal: boolean }

/** Longest message. */
export const MAX_MESSAGE_BYTES = 1_000_000
const MAGIC = 0xbf
const OPEN = 0x3c
/** First byte of a byte order mark, whose last one is that of a message. */
const MARK = 0xef
const END = Buffer.from('</event>')
const FIRST_BYTES = 4_096

/**
 * Splits a stream of TAK messages, however it is cut into chunks: XML events one behind another, each with or without a declaration, and
 * messages of protobuf in their stream form (`0xBF`, length, message), in any order. Time is linear in the bytes.
 */
export class CotFramer {
	#held = Buffer.alloc(FIRST_BYTES)
	#from = 0
	#to = 0
	/** Up to here no end of an event begins. */
	#searched = 0
	#dead = false

	push(chunk: Uint8Array): readonly CotFrame[] {
		if (this.#dead) return []
		this.#keep(chunk)
		const frames: CotFrame[] = []
		for (let frame = this.#next(); frame; frame = this.#next()) {
			frames.push(frame)
			if (frame.type === 'junk' && frame.fatal) {
				this.#dead = true
				break
			}
		}
		return frames
	}

	/** What is left when the stream ends; nothing when that is blanks, or closes what held the events. */
	end(): readonly CotFrame[] {
		this.#skipBlanks()
		const rest = this.#held.subarray(this.#from, this.#to)
		if (this.#dead || rest.length === 0 || isClosing(rest)) return []
		return [{ type: 'junk', bytes: Uint8Array.from(rest), reason: 'the stream ends within a message', fatal: true }]
	}

	#keep(chunk: Uint8Array): void {
		if (this.#to + chunk.length > this.#held.length) {
			const length = this.#to - this.#from
			const room = Math.max(this.#held.length, 2 * (length + chunk.length))
			const grown = Buffer.allocUnsafe(room)
			this.#held.copy(grown, 0, this.#from, this.#to)
			this.#held = grown
			this.#searched = Math.max(0, this.#searched - this.#from)
			this.#from = 0
			this.#to = length
		}
		this.#held.set(chunk, this.#to)
		this.#to += chunk.length
	}

	#next(): CotFrame | undefined {
		this.#skipBlanks()
		if (this.#from === this.#to) return undefined
		const first = this.#held[this.#from]
		if (first === MARK && this.#to - this.#from < 3) return undefined
		if (first === MAGIC) return this.#protobuf()
		return first === OPEN ? this.#xml() : this.#junk()
	}

	/** Blanks, and the byte order mark that some senders put before each declaration. */
	#skipBlanks(): void {
		for (; this.#from < this.#to; this.#from += 1) {
			const byte = this.#held[this.#from] ?? 0
			const mark = byte === MARK && this.#held[this.#from + 1] === 0xbb && this.#held[this.#from + 2] === MAGIC
			if (mark && this.#from + 2 < this.#to) this.#from += 2
			else if (byte > 0x20) break
		}
	}

	#xml(): CotFrame | undefined {
		const start = Math.max(this.#from, this.#searched)
		const at = this.#held.subarray(0, this.#to).indexOf(END, start)
		const end = at + END.length
		if ((at < 0 ? this.#to : end) - this.#from > MAX_MESSAGE_BYTES)
			return this.#giveUp(`the message has more than ${MAX_MESSAGE_BYTES} bytes`)
		if (at >= 0) return { type: 'xml', bytes: this.#take(end) }
		this.#searched = Math.max(this.#from, this.#to - END.length + 1)
		return undefined
	}

	#protobuf(): CotFrame | undefined {
		const head = varintAt(this.#held, this.#from + 1, this.#to)
		if (head === undefined) return undefined
		if (head.value > MAX_MESSAGE_BYTES) return this.#giveUp(`the message has more than ${MAX_MESSAGE_BYTES} bytes`)
		const end = head.next + head.value
		if (end > this.#to) return undefined
		this.#from = head.next
		return { type: 'protobuf', bytes: this.#take(end) }
	}

	/** What begins no message: up to where the next one may begin. */
	#junk(): CotFrame {
		let at = this.#from + 1
		while (at < this.#to && this.#held[at] !== OPEN && this.#held[at] !== MAGIC) at += 1
		return { type: 'junk', bytes: this.#take(at), reason: 'neither an event nor a message of protobuf begins here', fatal: false }
	}

	#giveUp(reason: string): CotFrame {
		return { type: 'junk', bytes: this.#take(Math.min(this.#to, this.#from + 65_536)), reason, fatal: true }
	}

	#take(end: number): Uint8Array {
		const bytes = Uint8Array.from(this.#held.subarray(this.#from, end))
		this.#from = end
		this.#searched = end
		return bytes
	}
}

function isClosing(rest: Buffer): boolean {
	return rest.length < 200 && /^(?:\s*<(?:\/[^<>]*|!--[^<>]*--)>)+\s*$/.test(rest.toString('latin1'))
}

/** Base-128 number of at most five bytes; a value beyond any limit when it has more. */
function varintAt(bytes: Uint8Array, from: number, to: number): { readonly value: number; readonly next: number } | undefined {
	let value = 0
	for (let i = 0; i < 5; i += 1) {
		const byte = from + i < to ? bytes[from + i] : undefined
		if (byte === undefined) return undefined
		value += (byte & 0x7f) * 2 ** (7 * i)
		if (byte < 0x80) return { value, next: from + i + 1 }
	}
	return { value: Infinity, next: from + 5 }
}

/** The message of a datagram in the mesh form (`0xBF`, version, `0xBF`, message); undefined when it is not in this form. */
export function meshMessage(bytes: Uint8Array): { readonly version: number; readonly message: Uint8Array } | undefined {
	const head = bytes[0] === MAGIC ? varintAt(bytes, 1, bytes.length) : undefined
	if (!head || bytes[head.next] !== MAGIC) return undefined
	return { version: head.value, message: bytes.subarray(head.next + 1) }
}

/** A message of protobuf as a stream carries it. */
export function streamFrame(message: Uint8Array): Uint8Array {
	const length: number[] = []
	let rest = message.length
	for (; rest > 0x7f; rest = Math.floor(rest / 128)) length.push((rest & 0x7f) | 0x80)
	return Buffer.concat([Uint8Array.of(MAGIC, ...length, rest), message])
}

/** A message of protobuf as a datagram carries it. */
export function meshFrame(message: Uint8Array): Uint8Array {
	return Buffer.concat([Uint8Array.of(MAGIC, 1, MAGIC), message])
}

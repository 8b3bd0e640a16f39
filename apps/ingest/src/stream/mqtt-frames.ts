/** One packet of MQTT as it came, or the beginning of one that was longer than the limit. */
export type MqttFrame = { readonly type: 'packet' | 'overlong'; readonly bytes: Uint8Array; readonly length: number }

/** So much of an overlong packet is kept: its topic and number stand at the beginning. */
const KEPT_BYTES = 70_000
const HEAD_BYTES = 5

/**
 * Cuts what a broker sends into packets (MQTT 3.1.1, 2.2) before anything is read out of them: the length stands at the beginning, so that
 * what is too long takes no memory and what stands behind it is read.
 */
export class MqttFramer {
	readonly #maxBytes: number
	#parts: Uint8Array[] = []
	#held = 0
	/** Of the packet that is coming, with its head. */
	#length: number | undefined
	/** Bytes of an overlong packet that are still to come and are not kept. */
	#skip = 0

	constructor(maxBytes: number) {
		this.#maxBytes = maxBytes
	}

	/** @throws when it is no MQTT */
	push(chunk: Uint8Array): readonly MqttFrame[] {
		const frames: MqttFrame[] = []
		let from = 0
		while (from < chunk.length) {
			if (this.#skip > 0) {
				const skipped = Math.min(this.#skip, chunk.length - from)
				this.#skip -= skipped
				from += skipped
				continue
			}
			const wanted = this.#wanted() - this.#held
			const part = chunk.subarray(from, from + wanted)
			this.#parts.push(part)
			this.#held += part.length
			from += part.length
			const frame = this.#frame()
			if (frame) frames.push(frame)
		}
		return frames
	}

	/** Bytes of this packet to hold before the next look. */
	#wanted(): number {
		if (this.#length === undefined) return this.#held + 1
		return this.#length > this.#maxBytes ? Math.min(this.#length, KEPT_BYTES) : this.#length
	}

	#frame(): MqttFrame | undefined {
		this.#length ??= lengthOf(this.#parts.length > 1 ? this.#joined() : (this.#parts[0] ?? new Uint8Array()))
		if (this.#length === undefined || this.#held < this.#wanted()) return undefined
		const length = this.#length
		const bytes = this.#joined()
		this.#skip = length - this.#held
		this.#parts = []
		this.#held = 0
		this.#length = undefined
		return { type: length > this.#maxBytes ? 'overlong' : 'packet', bytes, length }
	}

	#joined(): Uint8Array {
		const joined = Buffer.concat(this.#parts)
		this.#parts = [joined]
		return joined
	}
}

/** Of the whole packet, when its head is there. */
function lengthOf(head: Uint8Array): number | undefined {
	let value = 0
	for (let i = 1; i < Math.min(head.length, HEAD_BYTES); i += 1) {
		const byte = head[i] ?? 0
		value += (byte & 0x7f) * 128 ** (i - 1)
		if (byte < 0x80) return value + i + 1
	}
	if (head.length >= HEAD_BYTES) throw new Error('the other side does not speak MQTT')
	return undefined
}

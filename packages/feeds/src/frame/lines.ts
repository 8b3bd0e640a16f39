import type { Framer } from './framer.ts'

const MAX_BYTES = 1_000_000
/** So much of an overlong line is kept for the quarantine. */
const KEPT_BYTES = 65_536
const FIRST_BYTES = 4_096
const FEED = 0x0a
const RETURN = 0x0d

/** One message a line, ended by LF or CR LF; empty lines are none. What is longer than the limit is dropped up to the end of its line. */
export function lineFramer(maxBytes = MAX_BYTES): Framer {
	return new LineFramer(maxBytes)
}

class LineFramer implements Framer {
	readonly #maxBytes: number
	#held: Uint8Array = new Uint8Array(FIRST_BYTES)
	#length = 0
	/** Inside a line of which no more is kept. */
	#skipping = false
	#overlong: Uint8Array[] = []

	constructor(maxBytes: number) {
		this.#maxBytes = maxBytes
	}

	readonly push = (bytes: Uint8Array): readonly Uint8Array[] => {
		const lines: Uint8Array[] = []
		let from = 0
		for (let at = bytes.indexOf(FEED); at >= 0; at = bytes.indexOf(FEED, from)) {
			this.#hold(bytes.subarray(from, at))
			lines.push(...this.rest())
			from = at + 1
		}
		this.#hold(bytes.subarray(from))
		return lines
	}

	readonly rest = (): readonly Uint8Array[] => {
		const skipped = this.#skipping
		const end = this.#held[this.#length - 1] === RETURN ? this.#length - 1 : this.#length
		const line = this.#held.slice(0, Math.max(0, end))
		this.#length = 0
		this.#skipping = false
		return skipped || line.length === 0 ? [] : [line]
	}

	readonly overlong = (): readonly Uint8Array[] => {
		const beginnings = this.#overlong
		this.#overlong = []
		return beginnings
	}

	#hold(part: Uint8Array): void {
		if (this.#skipping || part.length === 0) return
		if (this.#length + part.length > this.#maxBytes) {
			this.#overlong.push(Buffer.concat([this.#held.subarray(0, this.#length), part.subarray(0, KEPT_BYTES)]).subarray(0, KEPT_BYTES))
			this.#skipping = true
			this.#length = 0
			return
		}
		if (this.#length + part.length > this.#held.length) {
			const grown = new Uint8Array(Math.max(2 * this.#held.length, this.#length + part.length))
			grown.set(this.#held.subarray(0, this.#length))
			this.#held = grown
		}
		this.#held.set(part, this.#length)
		this.#length += part.length
	}
}

/** The bits of a message, six to a character as IEC 61162-1 writes them. */
export class SixBits {
	readonly #sextets: Uint8Array
	/** Bits that are there, without the fill. */
	readonly length: number

	constructor(sextets: Uint8Array, fill: number) {
		this.#sextets = sextets
		this.length = Math.max(0, 6 * sextets.length - fill)
	}

	/** At most 30 bits. Bits behind the end are 0. */
	unsigned(from: number, bits: number): number {
		let value = 0
		let at = from
		for (let left = bits; left > 0;) {
			const sextet = this.#sextets[Math.floor(at / 6)] ?? 0
			const skipped = at % 6
			const taken = Math.min(6 - skipped, left)
			value = value * 2 ** taken + ((sextet >> (6 - skipped - taken)) & (2 ** taken - 1))
			at += taken
			left -= taken
		}
		return value
	}

	/** Two's complement. */
	signed(from: number, bits: number): number {
		const value = this.unsigned(from, bits)
		return value >= 2 ** (bits - 1) ? value - 2 ** bits : value
	}

	flag(at: number): boolean {
		return this.unsigned(at, 1) === 1
	}

	/** Text of the six-bit alphabet up to the first `@`, as far as there are bits. */
	text(from: number, bits: number): string {
		let text = ''
		const end = Math.min(from + bits, this.length)
		for (let at = from; at + 6 <= end; at += 6) {
			const code = this.unsigned(at, 6)
			if (code === 0) break
			text += String.fromCharCode(code < 32 ? code + 64 : code)
		}
		return text
	}
}

/** Characters of a payload as sextets; undefined when one of them is none of the 64. */
export function sextetsOf(payload: string): Uint8Array | undefined {
	const sextets = new Uint8Array(payload.length)
	for (let i = 0; i < payload.length; i += 1) {
		const code = payload.charCodeAt(i)
		if (code < 48 || code > 119 || (code > 87 && code < 96)) return undefined
		sextets[i] = code > 87 ? code - 56 : code - 48
	}
	return sextets
}

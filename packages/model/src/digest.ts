/**
 * 64-bit hash of one row's identity and version: two 32-bit FNV-1a-like lanes with a final avalanche, as two unsigned halves.
 * Not cryptographic; finds a missed or extra row with probability 1 − 2⁻⁶⁴.
 */
export function rowHash(id: string, version: number): readonly [high: number, low: number] {
	let a = 0x811c9dc5
	let b = 0x9e3779b9
	const text = `${id}@${version}`
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i)
		a = Math.imul(a ^ code, 0x01000193)
		b = Math.imul(b ^ code, 0x85ebca6b) ^ (b >>> 13)
	}
	return [avalanche(a), avalanche(b ^ a)]
}

function avalanche(value: number): number {
	let h = value
	h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
	h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
	return (h ^ (h >>> 16)) >>> 0
}

/** Sum of row hashes modulo 2⁶⁴: does not depend on order, and a row is taken out by subtracting it. */
export class Digest {
	#high = 0
	#low = 0

	add(id: string, version: number): void {
		const [high, low] = rowHash(id, version)
		const sum = this.#low + low
		this.#low = sum % 0x1_0000_0000
		this.#high = (this.#high + high + (sum >= 0x1_0000_0000 ? 1 : 0)) % 0x1_0000_0000
	}

	/** 16 hexadecimal digits. */
	toString(): string {
		return this.#high.toString(16).padStart(8, '0') + this.#low.toString(16).padStart(8, '0')
	}
}

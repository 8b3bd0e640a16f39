/** SHA-256 (FIPS 180-4) of a text in UTF-8, in lower-case hexadecimal: a browser has none that answers at once. */
export function sha256(text: string): string {
	const state = Uint32Array.from(START)
	const block = new Uint32Array(64)
	const view = padded(new TextEncoder().encode(text))
	for (let start = 0; start < view.byteLength; start += 64) {
		for (let i = 0; i < 16; i += 1) block[i] = view.getUint32(start + i * 4)
		fold(state, block)
	}
	return [...state].map((word) => word.toString(16).padStart(8, '0')).join('')
}

/** The first 32 bits of the fractional part of a root of a prime. */
function fraction(root: number): number {
	return Math.trunc((root - Math.floor(root)) * 2 ** 32) >>> 0
}

const PRIMES = Array.from({ length: 312 }, (_, n) => n).filter(
	(n) => n > 1 && Array.from({ length: n - 2 }, (_, d) => d + 2).every((d) => n % d !== 0),
)
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))
const ROUNDS = Uint32Array.from(PRIMES.slice(0, 64).map((prime) => fraction(Math.cbrt(prime))))

/** With a one bit, zeros and the length in bits, to whole blocks. */
function padded(bytes: Uint8Array): DataView {
	const whole = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
	whole.set(bytes)
	whole[bytes.length] = 0x80
	const view = new DataView(whole.buffer)
	view.setUint32(whole.length - 8, Math.floor(bytes.length / 2 ** 29))
	view.setUint32(whole.length - 4, (bytes.length << 3) >>> 0)
	return view
}

function turned(word: number, by: number): number {
	return (word >>> by) | (word << (32 - by))
}

function at(words: Uint32Array, index: number): number {
	return words[index] ?? 0
}

function extend(block: Uint32Array): void {
	for (let i = 16; i < 64; i += 1) {
		const [w15, w2] = [at(block, i - 15), at(block, i - 2)]
		const low = turned(w15, 7) ^ turned(w15, 18) ^ (w15 >>> 3)
		const high = turned(w2, 17) ^ turned(w2, 19) ^ (w2 >>> 10)
		block[i] = at(block, i - 16) + low + at(block, i - 7) + high
	}
}

/** The eight working variables `a` to `h` of the standard stand one behind the other. */
function fold(state: Uint32Array, block: Uint32Array): void {
	extend(block)
	const work = Uint32Array.from(state)
	for (const [i, round] of ROUNDS.entries()) {
		const [a, e] = [at(work, 0), at(work, 4)]
		const choice = (e & at(work, 5)) ^ (~e & at(work, 6))
		const majority = (a & at(work, 1)) ^ (a & at(work, 2)) ^ (at(work, 1) & at(work, 2))
		const mixed = at(work, 7) + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + choice + round + at(block, i)
		const most = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + majority
		work.copyWithin(1, 0, 7)
		work[0] = mixed + most
		work[4] = at(work, 4) + mixed
	}
	for (const [i, word] of work.entries()) state[i] = at(state, i) + word
}

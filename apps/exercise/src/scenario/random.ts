/** 32-bit hash of a text (FNV-1a with a final avalanche). Every chance in the exercise comes from here: same seed, same exercise. */
export function hash32(text: string): number {
	let h = 0x811c9dc5
	for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
	h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
	h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
	return (h ^ (h >>> 16)) >>> 0
}

/** A number in [0, 1) that depends on nothing but its key. */
export function chance(...key: readonly (string | number)[]): number {
	return hash32(key.join('|')) / 0x1_0000_0000
}

/** A number in [low, high) by key. */
export function between(low: number, high: number, ...key: readonly (string | number)[]): number {
	return low + (high - low) * chance(...key)
}

/** One item of a list by key. */
export function pick<T>(items: readonly [T, ...T[]], ...key: readonly (string | number)[]): T {
	return items[Math.floor(chance(...key) * items.length)] ?? items[0]
}

/** Smooth noise in [−1, 1]: values at whole steps, cosine in between. */
export function smoothNoise(at: number, step: number, key: string): number {
	const index = Math.floor(at / step)
	const part = (1 - Math.cos(Math.PI * (at / step - index))) / 2
	const a = chance(key, index) * 2 - 1
	const b = chance(key, index + 1) * 2 - 1
	return a + (b - a) * part
}

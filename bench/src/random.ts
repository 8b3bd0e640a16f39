/** Numbers from 0 up to 1, the same for the same seed (mulberry32): two runs measure the same entries. */
export type Random = () => number

export function randomFrom(seed: number): Random {
	let state = seed >>> 0
	return () => {
		state = (state + 0x6d2b79f5) >>> 0
		let mixed = Math.imul(state ^ (state >>> 15), state | 1)
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
	}
}

/** A whole number from 0 up to `below`. */
export function whole(random: Random, below: number): number {
	return Math.floor(random() * below)
}

export function pick<T>(random: Random, list: readonly T[]): T {
	const found = list[whole(random, list.length)]
	if (found === undefined) throw new RangeError('nothing to pick from')
	return found
}

/** Chance that a seed repeats: a round that failed is run again with the number it printed. */
export type Random = {
	/** 0 (included) to 1 (excluded). */
	readonly next: () => number
	/** Whole numbers from `low` to `high`, both included. */
	readonly whole: (low: number, high: number) => number
	readonly chance: (probability: number) => boolean
	readonly pick: <T>(things: readonly [T, ...T[]]) => T
	readonly shuffled: <T>(things: readonly T[]) => T[]
	/** UUID version 7 of a time, epoch ms. */
	readonly uuid7: (ms: number) => string
	/** Another source of chance, which does not depend on how often this one is asked. */
	readonly branch: () => Random
}

const RANGE = 2 ** 32

/** Mulberry32. */
export function randomOf(seed: number): Random {
	let state = seed >>> 0
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0
		let mixed = Math.imul(state ^ (state >>> 15), state | 1)
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
		return ((mixed ^ (mixed >>> 14)) >>> 0) / RANGE
	}
	const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
	const hex = (digits: number) => Array.from({ length: digits }, () => whole(0, 15).toString(16)).join('')
	return {
		next,
		whole,
		chance: (probability) => next() < probability,
		pick: (things) => things[whole(0, things.length - 1)] ?? things[0],
		shuffled: (things) =>
			things
				.map((thing) => ({ thing, at: next() }))
				.toSorted((a, b) => a.at - b.at)
				.map(({ thing }) => thing),
		uuid7: (ms) => {
			const time = ms.toString(16).padStart(12, '0')
			return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${'89ab'[whole(0, 3)]}${hex(3)}-${hex(12)}`
		},
		branch: () => randomOf(whole(0, RANGE - 1)),
	}
}

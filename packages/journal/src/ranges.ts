/** Runs of consecutive numbers, both ends included. */
export type Ranges = [from: number, to: number][]

/** @param ascending without duplicates. */
export function rangesOf(ascending: readonly number[]): Ranges {
	const ranges: Ranges = []
	for (const value of ascending) {
		const last = ranges.at(-1)
		if (last && last[1] === value - 1) last[1] = value
		else ranges.push([value, value])
	}
	return ranges
}

/** Runs of consecutive numbers, both ends included. */
export type Ranges = [from: number, to: number][]

/** @param ascending without duplicates. */
export function rangesOf(ascending: readonly number[]): Ranges {
	const ranges: Ranges = []
	for (const value of ascending) addAscending(ranges, value)
	return ranges
}

/** Adds a number greater than all that are in. */
export function addAscending(ranges: Ranges, value: number): void {
	const last = ranges.at(-1)
	if (last && last[1] === value - 1) last[1] = value
	else ranges.push([value, value])
}

/** @returns the smallest number in `wanted` that no range of `covering` holds; `wanted` ascends, `covering` is in any order. */
export function firstUncovered(wanted: Ranges, covering: Ranges): number | undefined {
	const merged = mergedRanges(covering)
	let index = 0
	for (const [from, to] of wanted) {
		while (index < merged.length && (merged[index]?.[1] ?? 0) < from) index++
		const [start, end] = merged[index] ?? [Infinity, Infinity]
		if (from < start) return from
		if (end < to) return end + 1
	}
	return undefined
}

function mergedRanges(ranges: Ranges): Ranges {
	const merged: Ranges = []
	for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
		const last = merged.at(-1)
		if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to)
		else merged.push([from, to])
	}
	return merged
}

/** Ranges out of foreign JSON; undefined when it is none. */
export function readRanges(value: unknown): Ranges | undefined {
	if (!Array.isArray(value)) return undefined
	const ranges: Ranges = []
	for (const pair of value) {
		const numbers: readonly unknown[] = Array.isArray(pair) ? pair : []
		const [from, to] = numbers
		if (!isCount(from) || !isCount(to)) return undefined
		ranges.push([from, to])
	}
	return ranges
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value)
}

/** What one bench saw, beside its bound. */
export type Finding = {
	readonly name: string
	readonly seen: number
	readonly bound: number
	/** The bound is the least that is wanted; absent: the most. */
	readonly atLeast?: true
	/** `×`, `ms` or `bytes`. */
	readonly unit: string
	/** Smallest and largest of the rounds. */
	readonly spread: readonly [least: number, most: number]
	readonly detail: string
	/** What the rounds were, for a table: a head, and a line for each. */
	readonly rounds?: readonly (readonly string[])[]
}

export function isKept({ seen, bound, atLeast }: Finding): boolean {
	return atLeast ? seen >= bound : seen <= bound
}

export type Bench = (options: BenchOptions) => Promise<readonly Finding[]> | readonly Finding[]
export type BenchOptions = {
	/** A few seconds at a tiny size, to see that it runs; bounds mean nothing then. */
	readonly quick: boolean
	/** How many rounds a median is of, instead of as many as a bench takes by itself. */
	readonly rounds?: number | undefined
}

export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b)
	const middle = sorted.length >> 1
	const [low, high] = [sorted[middle - 1], sorted[middle]]
	if (high === undefined) throw new RangeError('no values')
	return sorted.length % 2 === 1 || low === undefined ? high : (low + high) / 2
}

export function spreadOf(values: readonly number[]): readonly [number, number] {
	return [Math.min(...values), Math.max(...values)]
}

/**
 * Time that this process has computed, all its threads together, ms: what a neighbour on the same cores takes is not in it, and what the
 * collector does beside the main thread is.
 */
export function cpuNow(): number {
	const { user, system } = process.cpuUsage()
	return (user + system) / 1_000
}

/** What one piece of work computes, ms. */
export async function timed(work: () => unknown): Promise<number> {
	const begun = cpuNow()
	await work()
	return cpuNow() - begun
}

/** What somebody waits for, ms: `alone` is the time of the main thread, as on an idle machine; `here` is by the clock on this one. */
export async function waited(work: () => unknown): Promise<{ readonly alone: number; readonly here: number }> {
	const [begun, used] = [performance.now(), process.threadCpuUsage()]
	await work()
	const { user, system } = process.threadCpuUsage(used)
	return { alone: (user + system) / 1_000, here: performance.now() - begun }
}

export function line(finding: Finding): string {
	const { name, seen, bound, unit, spread, detail, atLeast } = finding
	const [low, high] = spread.map((value) => format(value))
	const wanted = `${atLeast ? 'at least' : 'bound'} ${format(bound)}`
	return `${isKept(finding) ? 'ok    ' : 'MISSED'} ${name}: ${format(seen)} ${unit} (${wanted}; ${low} to ${high}); ${detail}`
}

/** Columns of one width each. */
export function table(lines: readonly (readonly string[])[]): string {
	const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)))
	return lines.map((cells) => cells.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')).join('\n')
}

/** Value below which that share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b)
	const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
	if (found === undefined) throw new RangeError('no values')
	return found
}

export function format(value: number): string {
	return value >= 100 ? value.toFixed(0) : value.toFixed(2)
}

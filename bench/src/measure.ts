/** What one bench saw, beside its bound. */
export type Finding = {
	readonly name: string
	readonly seen: number
	readonly bound: number
	/** `×`, `ms` or `bytes`. */
	readonly unit: string
	/** Smallest and largest of the rounds. */
	readonly spread: readonly [least: number, most: number]
	readonly detail: string
}

export type Bench = (options: BenchOptions) => Promise<readonly Finding[]> | readonly Finding[]
/** `quick`: a few seconds at a tiny size, to see that it runs; bounds mean nothing then. */
export type BenchOptions = { readonly quick: boolean }

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

export function line({ name, seen, bound, unit, spread, detail }: Finding): string {
	const [low, high] = spread.map((value) => format(value))
	return `${seen <= bound ? 'ok    ' : 'MISSED'} ${name}: ${format(seen)} ${unit} (bound ${format(bound)}; ${low} to ${high}); ${detail}`
}

function format(value: number): string {
	return value >= 100 ? value.toFixed(0) : value.toFixed(2)
}

import type { Reception } from '@lagebild/feeds/adapter.ts'
import { FORMAT_NAMES } from '@lagebild/feeds/registry.ts'
import { grown, seedOf, usualBytes } from '@lagebild/feeds/testing/grown.ts'
import { openSample } from '@lagebild/feeds/testing/samples.ts'
import { instant } from '@lagebild/model/time.ts'

import { median, spreadOf } from './measure.ts'
import type { Bench, BenchOptions, Finding } from './measure.ts'

const RECEPTION: Reception = {
	feed: 'bench',
	received: instant(Date.UTC(2026, 10, 21, 20)),
	url: 'https://upstream.example/v1.1/document',
}

type Seen = { readonly format: string; readonly bytes: number; readonly ratio: number; readonly ms: number }

/** Thread time of one input, ms: of as many as a window needs that the clock of a thread can tell. */
function timeOf(format: string, input: Uint8Array, windowMs: number): number {
	const seed = seedOf(format)
	const begun = process.threadCpuUsage()
	for (let count = 1; ; count += 1) {
		openSample(format, seed).parse(input, RECEPTION)
		const { user, system } = process.threadCpuUsage(begun)
		const took = (user + system) / 1_000
		if (took >= windowMs) return took / count
	}
}

function seenOf(format: string, quick: boolean): Seen {
	const [half, whole] = [grown(format, usualBytes(format) / 2), grown(format, usualBytes(format))]
	const [rounds, windowMs] = quick ? [2, 20] : [7, 150]
	const times = Array.from({ length: rounds }, () => [timeOf(format, half, windowMs), timeOf(format, whole, windowMs)] as const)
	// The first round warms up.
	const counted = times.slice(1)
	return {
		format,
		bytes: whole.length,
		ratio: median(counted.map(([one, two]) => (two / one) * ((2 * half.length) / whole.length))),
		ms: median(counted.map(([, two]) => two)),
	}
}

/** Every registered format: twice the input against one, and how long an input of the usual largest size takes. */
export const linearBench: Bench = ({ quick }: BenchOptions): readonly Finding[] => {
	const seen = FORMAT_NAMES.map((format) => seenOf(format, quick))
	const head = ['format', 'bytes', 'twice', 'ms']
	const rounds = [head, ...seen.map(({ format, bytes, ratio, ms }) => [format, String(bytes), ratio.toFixed(2), ms.toFixed(1)])]
	const [ratios, times] = [seen.map(({ ratio }) => ratio), seen.map(({ ms }) => ms)]
	return [
		{
			name: 'linear twice',
			seen: Math.max(...ratios),
			spread: spreadOf(ratios),
			bound: 2.5,
			unit: '×',
			detail: 'twice the input against one, the worst of all formats',
			rounds,
		},
		{
			name: 'linear longest',
			seen: Math.max(...times),
			spread: spreadOf(times),
			bound: 100,
			unit: 'ms',
			detail: 'an input of the usual largest size, the worst of all formats',
		},
	]
}

import { median, quantile, spreadOf } from '../measure.ts'
import type { Bench, Finding } from '../measure.ts'
import { duel } from './duel.ts'
import type { Duel, Round, Side } from './duel.ts'
import { BenchHub } from './hub.ts'
import { introductions, SOURCE } from './units.ts'

/** Beyond the tick of 100 ms. */
const LATER_MS = 60
const TICK_MS = 100
/** Keys over which viewers are spread: no credential has more connections than a hub lets it have. */
const KEYS = 20

export type Readers = { readonly token: string; readonly count: number; readonly sampled: number }

export async function readers(hub: BenchHub, count: number): Promise<readonly Readers[]> {
	const keys = Math.min(KEYS, count)
	return Promise.all(
		Array.from({ length: keys }, async (_, n) => ({
			token: await hub.key({ name: `reader-${n}`, role: 'observer' }),
			count: Math.floor(count / keys) + (n < count % keys ? 1 : 0),
			sampled: n < 16 ? 2 : 0,
		})),
	)
}

/** Everybody sees all units, and all of them drive. */
export const fanoutBench: Bench = async ({ quick }) => {
	const [clients, units] = quick ? [100, 200] : [5_000, 2_000]
	const hub = await BenchHub.start()
	try {
		const token = await hub.key({ name: SOURCE, role: 'integrator' })
		await hub.submit(token, introductions(units))
		const groups = (await readers(hub, clients)).map((group) => ({ ...group, want: {} }))
		const feed = { token, source: SOURCE, units, everySeconds: 1, perRequest: 100, urgentPerSecond: 0 }
		const seen = await duel({ hub, groups, feed, ...rounds(quick) })
		const what = `${clients} clients × ${units} units at 1 Hz, one scope`
		return [ratioOf(seen, { name: `fan-out, ${what}`, bound: 0.55 }), latenessOf(seen, what)]
	} finally {
		await hub.stop()
	}
}

/** Each message of lane U in a frame of its own. */
export const immediateBench: Bench = async ({ quick }) => {
	const clients = quick ? 100 : 1_000
	const hub = await BenchHub.start()
	try {
		const token = await hub.key({ name: SOURCE, role: 'integrator' })
		const groups = (await readers(hub, clients)).map((group) => ({ ...group, want: {} }))
		const feed = { token, source: SOURCE, units: 0, everySeconds: 1, perRequest: 1, urgentPerSecond: 30 }
		const seen = await duel({ hub, groups, feed, ...rounds(quick) })
		return [ratioOf(seen, { name: `immediate lane, ${clients} clients, 30 messages a second`, bound: 0.45 })]
	} finally {
		await hub.stop()
	}
}

export function rounds(quick: boolean) {
	return quick
		? { windows: 2, windowMs: 1_000, captureMs: 1_000, warmMs: 2_000 }
		: { windows: 5, windowMs: 6_000, captureMs: 4_000, warmMs: 12_000 }
}

function perSecond({ count, cpu }: Side): number {
	return count.updates / cpu
}

function p99({ latencies }: Side): number {
	return quantile(latencies, 0.99)
}

/** Delivered updates for each second of CPU, hub to floor. */
export function ratioOf({ rounds: all }: Duel, { name, bound }: { readonly name: string; readonly bound: number }): Finding {
	const ratios = all.map(({ hub, floor }) => perSecond(hub) / perSecond(floor))
	const [ours, least] = [all.map(({ hub }) => perSecond(hub)), all.map(({ floor }) => perSecond(floor))]
	return {
		name,
		seen: median(ratios),
		bound,
		atLeast: true,
		unit: '×',
		spread: spreadOf(ratios),
		detail: `${millions(median(ours))} million updates for each second of the hub's CPU against ${millions(median(least))} of the floor's`,
		rounds: [HEAD, ...all.flatMap(linesOf)],
	}
}

function millions(count: number): string {
	return (count / 1e6).toFixed(2)
}

const HEAD = ['', 'updates/s', 'frames/s', 'MB/s', 'acks/s', 'CPU %', 'million updates/CPU s', 'p50 ms', 'p99 ms']

function linesOf({ hub, floor }: Round): readonly (readonly string[])[] {
	return [lineOf('hub', hub), lineOf('floor', floor)]
}

function lineOf(name: string, { count, cpu, latencies }: Side): readonly string[] {
	const { seconds, updates, frames, bytes, acks } = count
	const each = [updates, frames].map((value) => (value / seconds).toFixed(0))
	const late = [0.5, 0.99].map((share) => (latencies.length > 0 ? quantile(latencies, share).toFixed(1) : '–'))
	const rates = [(bytes / seconds / 1e6).toFixed(1), (acks / seconds).toFixed(0), ((100 * cpu) / seconds).toFixed(1)]
	return [name, ...each, ...rates, millions(updates / cpu), ...late]
}

/** From being said until it came, beyond the tick, against the floor's from being due until it came. */
function latenessOf({ rounds: all }: Duel, what: string): Finding {
	const beyond = all.map(({ hub, floor }) => p99(hub) - TICK_MS - p99(floor))
	return {
		name: `event to client, p99 beyond the tick and the floor, ${what}`,
		seen: median(beyond),
		bound: LATER_MS,
		unit: 'ms',
		spread: spreadOf(beyond),
		detail: `p99 ${median(all.map(({ hub }) => p99(hub))).toFixed(0)} ms of the hub, ${median(all.map(({ floor }) => p99(floor))).toFixed(1)} ms of the floor`,
	}
}

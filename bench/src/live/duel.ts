import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { Feed, latencies } from './feed.ts'
import type { FeedPlan } from './feed.ts'
import { Floor } from './floor.ts'
import { OPERATION } from './hub.ts'
import type { BenchHub } from './hub.ts'
import { cpuOf, temporary } from './processes.ts'
import { Viewers } from './viewers.ts'
import type { Count, GroupOfViewers } from './viewers.ts'

const SETTLE_MS = 1_500
/** The kernel tells hundredths: a quick run computes less. */
const LEAST_CPU = 0.005

export type DuelPlan = {
	readonly hub: BenchHub
	readonly groups: readonly GroupOfViewers[]
	readonly feed: Omit<FeedPlan, 'url' | 'operation'>
	readonly windows: number
	readonly windowMs: number
	readonly captureMs: number
	/** Until rows that were put are moved, queues are as they stay, and the compiler has done its part. */
	readonly warmMs: number
}

export type Side = { readonly count: Count; readonly cpu: number; readonly latencies: readonly number[] }
export type Round = { readonly hub: Side; readonly floor: Side }
export type Duel = { readonly rounds: readonly Round[]; readonly capturedBytes: number }

/**
 * The hub and the floor in turns, in one run: first the hub for a while, of which everything that its viewers were sent is kept, then windows
 * of each, the floor sending what was kept.
 */
export async function duel(plan: DuelPlan): Promise<Duel> {
	const { hub, groups, captureMs, warmMs } = plan
	const feed = new Feed({ ...plan.feed, url: hub.url, operation: OPERATION })
	const viewers = await Viewers.connect({ port: hub.port, operation: OPERATION, head: await hub.head() }, groups)
	const folder = temporary('bench-capture')
	const kept = { data: join(folder, 'data'), index: join(folder, 'index') }
	feed.run()
	await delay(warmMs)
	const capturedBytes = await viewers.capture(captureMs, kept)
	await feed.pause()
	const floor = await Floor.start({ ...kept, cycleMs: captureMs, groups: groups.length })
	const audience = await Viewers.connect(
		{ port: floor.port },
		groups.map(({ token, count, slow = 0, slowBytes = 0, sampled = 0 }) => ({ token, count, slow, slowBytes, sampled })),
	)
	const rounds: Round[] = []
	for (let n = 0; n < plan.windows; n++) {
		// One after the other on purpose: they are timed.
		// oxlint-disable-next-line no-await-in-loop
		const ours = await hubWindow(plan, { feed, viewers })
		// oxlint-disable-next-line no-await-in-loop
		rounds.push({ hub: ours, floor: await floorWindow(plan, { floor, audience }) })
	}
	await Promise.all([viewers.end(), audience.end(), feed.end(), floor.end()])
	return { rounds, capturedBytes }
}

async function hubWindow(
	{ hub, windowMs }: DuelPlan,
	{ feed, viewers }: { readonly feed: Feed; readonly viewers: Viewers },
): Promise<Side> {
	feed.run()
	await delay(SETTLE_MS)
	const { count, cpu } = await counted(viewers, hub.pid, windowMs)
	const said = await feed.pause()
	return { count, cpu, latencies: latencies(said, count.sample) }
}

async function floorWindow(
	{ windowMs }: DuelPlan,
	{ floor, audience }: { readonly floor: Floor; readonly audience: Viewers },
): Promise<Side> {
	await floor.run()
	await delay(SETTLE_MS)
	const { count, cpu } = await counted(audience, floor.pid, windowMs)
	await floor.pause()
	return { count, cpu, latencies: floor.latencies(count.sample) }
}

/** What viewers are brought in a window, and what a process computes in it, s. */
export async function counted(viewers: Viewers, pid: number, ms: number): Promise<{ readonly count: Count; readonly cpu: number }> {
	await viewers.mark()
	const before = cpuOf(pid)
	await delay(ms)
	const cpu = Math.max(LEAST_CPU, cpuOf(pid) - before)
	return { count: await viewers.report(), cpu }
}

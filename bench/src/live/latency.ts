import { setTimeout as delay } from 'node:timers/promises'

import { median, quantile, spreadOf } from '../measure.ts'
import type { Bench, Finding } from '../measure.ts'
import { readers } from './fanout.ts'
import { drivingFeed, latencies } from './feed.ts'
import type { Feed, Said } from './feed.ts'
import { BenchHub, OPERATION } from './hub.ts'
import { introductions, SOURCE } from './units.ts'
import { Viewers } from './viewers.ts'

const CLIENTS = 20
const WARM_MS = 4_000
/** Every unit says where it is so often, few or many. */
const EVERY_SECONDS = 10
const URGENT_PER_SECOND = 10

type Stage = { readonly hub: BenchHub; readonly feed: Feed; readonly viewers: Viewers }
type Late = Readonly<Record<Said['lane'], number>>

/** The same things said to a hub with a large picture and to one with a small one, in turns. */
export const latencyBench: Bench = async ({ quick }) => {
	const [many, windows, windowMs] = quick ? [500, 2, 2_000] : [10_000, 5, 6_000]
	const [large, small] = [await stageWith(many), await stageWith(10)]
	const seen: { readonly large: Late; readonly small: Late }[] = []
	for (let n = 0; n < windows; n++) {
		// One after the other on purpose: they are timed.
		// oxlint-disable-next-line no-await-in-loop
		seen.push({ large: await late(large, windowMs), small: await late(small, windowMs) })
	}
	await Promise.all([end(large), end(small)])
	return (['U', 'M'] as const).map((lane): Finding => {
		const ratios = seen.map((round) => round.large[lane] / round.small[lane])
		const [ours, theirs] = [median(seen.map((round) => round.large[lane])), median(seen.map((round) => round.small[lane]))]
		return {
			name: `event to client with ${many} entities against 10, ${lane === 'U' ? 'immediate lane' : 'positions'}`,
			seen: median(ratios),
			bound: 1.3,
			unit: '×',
			spread: spreadOf(ratios),
			detail: `median ${ours.toFixed(1)} ms against ${theirs.toFixed(1)} ms; each entity says every ${EVERY_SECONDS} s where it is, ${URGENT_PER_SECOND} messages a second`,
		}
	})
}

async function stageWith(units: number): Promise<Stage> {
	const hub = await BenchHub.start()
	const token = await hub.key({ name: SOURCE, role: 'integrator' })
	await hub.submit(token, introductions(units))
	const groups = (await readers(hub, CLIENTS)).map((group) => ({ ...group, want: {}, sampled: 1 }))
	const viewers = await Viewers.connect({ port: hub.port, operation: OPERATION, head: await hub.head() }, groups)
	const perRequest = Math.max(1, units / 100)
	const feed = drivingFeed(hub, { token, units, everySeconds: EVERY_SECONDS, perRequest, urgentPerSecond: URGENT_PER_SECOND })
	feed.run()
	await delay(WARM_MS)
	await feed.pause()
	return { hub, feed, viewers }
}

async function late({ feed, viewers }: Stage, ms: number): Promise<Late> {
	feed.run()
	await delay(1_000)
	await viewers.mark()
	await delay(ms)
	const { sample } = await viewers.report()
	const said = await feed.pause()
	const of = (lane: Said['lane']): number =>
		quantile(
			latencies(
				said.filter((one) => one.lane === lane),
				sample,
			),
			0.5,
		)
	return { U: of('U'), M: of('M') }
}

async function end({ hub, feed, viewers }: Stage): Promise<void> {
	await Promise.all([feed.end(), viewers.end()])
	await hub.stop()
}

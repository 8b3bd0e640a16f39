import { setTimeout as delay } from 'node:timers/promises'

import { quantile, spreadOf } from '../measure.ts'
import type { Bench, Finding } from '../measure.ts'
import { drivingFeed } from './feed.ts'
import type { Feed, Said } from './feed.ts'
import { BenchHub, OPERATION } from './hub.ts'
import { micros, numberIn } from './processes.ts'
import { introductions, SOURCE } from './units.ts'
import { Viewers } from './viewers.ts'
import { Watcher } from './watcher.ts'

const BYTES_PER_SECOND = 20_000
/** The load itself takes its time at this rate, and what was pending after it. */
const WARM_MS = 15_000
/** What one of them costs is seen on many. */
const SLOW_CLIENTS = 50

/** When the frames that brought something were applied, and how old they were then, s; when each urgent row came, µs. */
type Heard = { readonly ages: number[]; readonly rows: Map<number, number> }

/** All units move at 1 Hz, 0.9 Mbit/s, and 20 kB/s get through; the reader asks for deflated frames, as tablets do. */
export const slowReaderBench: Bench = async ({ quick }) => {
	const [units, ms] = quick ? [200, 3_000] : [2_000, 40_000]
	const hub = await BenchHub.start()
	try {
		const token = await hub.key({ name: SOURCE, role: 'integrator' })
		await hub.submit(token, introductions(units))
		const reader = await hub.key({ name: 'reader', role: 'observer' })
		const feed = drivingFeed(hub, { token, units, urgentPerSecond: 0.5 })
		const slow = await Watcher.connect(hub, { token: reader, want: { cover: 'all' }, packed: true, bytesPerSecond: BYTES_PER_SECOND })
		const fast = await Watcher.connect(hub, { token: reader, want: { cover: 'all' } })
		feed.run()
		await delay(quick ? 2_000 : WARM_MS)
		const heard = listen(slow)
		await delay(ms)
		const said = await feed.pause()
		const differs = await differences(slow, fast)
		await Promise.all([slow.end(), fast.end()])
		const memory = await memoryOfSlow(hub, { feed, reader, ms: quick ? 2_000 : 20_000 })
		await feed.end()
		return findings({ heard, said, differs, memory })
	} finally {
		await hub.stop()
	}
}

function listen({ client }: Watcher): Heard {
	const heard: Heard = { ages: [], rows: new Map() }
	client.subscribe(({ changed, measured, state }) => {
		const at = micros()
		if (changed.size + measured.size > 0) heard.ages.push(((client.hubNow() ?? 0) - (state.asOf ?? 0)) / 1_000)
		for (const id of changed) {
			const row = client.rows().get(id)
			if (row?.kind === 'message') heard.rows.set(row.v, at)
		}
	})
	return heard
}

function placeOf({ client }: Watcher): string {
	return JSON.stringify(client.state().cursors)
}

function texts({ client }: Watcher): ReadonlySet<string> {
	return new Set([...client.rows().values(), ...client.measured().values()].map((row) => JSON.stringify(row)))
}

/** Rows in which the slow one differs from the other when nothing more comes. */
async function differences(slow: Watcher, fast: Watcher): Promise<number> {
	let before = ''
	await slow.until(() => {
		const [now, same] = [placeOf(slow), before]
		before = now
		return now === same && placeOf(fast) === now
	}, 'the slow client comes to where the other is')
	return texts(slow).symmetricDifference(texts(fast)).size
}

type Measuring = { readonly feed: Feed; readonly reader: string; readonly ms: number }

/** Resident memory that each of many slow ones adds to what as many fast ones took, MB. */
async function memoryOfSlow(hub: BenchHub, { feed, reader, ms }: Measuring): Promise<number> {
	const connect = async (slow: number) =>
		Viewers.connect({ port: hub.port, operation: OPERATION, head: await hub.head() }, [
			{ token: reader, want: {}, count: SLOW_CLIENTS, slow, slowBytes: BYTES_PER_SECOND },
		])
	const fast = await connect(0)
	feed.run()
	await delay(ms)
	const before = numberIn(await hub.probe('memory'), 'rss')
	await feed.pause()
	await fast.end()
	const slow = await connect(SLOW_CLIENTS - 1)
	feed.run()
	await delay(ms)
	const after = numberIn(await hub.probe('memory'), 'rss')
	await feed.pause()
	await slow.end()
	return (after - before) / (SLOW_CLIENTS - 1) / 1e6
}

type Outcome = { readonly heard: Heard; readonly said: readonly Said[]; readonly differs: number; readonly memory: number }

function findings({ heard, said, differs, memory }: Outcome): readonly Finding[] {
	const waits = said.flatMap(({ lane, at, seq }) => {
		const came = heard.rows.get(seq)
		return lane === 'U' && came !== undefined ? [(came - at) / 1e6] : []
	})
	const link = `reader at ${BYTES_PER_SECOND / 1e3} kB/s`
	const of = (name: string, values: readonly number[], bound: number): Finding => ({
		name: `${link}: ${name}`,
		seen: Math.max(...values),
		bound,
		unit: 's',
		spread: spreadOf(values),
		detail: `the longest of ${values.length}; half of them at most ${quantile(values, 0.5).toFixed(2)} s`,
	})
	return [
		of('age of a frame when it is applied', heard.ages, 3),
		of('until an urgent row is there', waits, 2),
		{
			name: `${link}: rows that differ at the end`,
			seen: differs,
			bound: 0,
			unit: 'rows',
			spread: [differs, differs],
			detail: 'against a client on a fast link',
		},
		{
			name: `${link}: memory of the hub for one`,
			seen: memory,
			bound: 2,
			unit: 'MB',
			spread: [memory, memory],
			detail: `of ${SLOW_CLIENTS - 1} slow ones, beyond what as many fast ones took`,
		},
	]
}

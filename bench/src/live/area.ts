import { setTimeout as delay } from 'node:timers/promises'

import { tileOf } from '@lagebild/picture/scope.ts'

import { median, spreadOf } from '../measure.ts'
import type { Bench, Finding } from '../measure.ts'
import { randomFrom } from '../random.ts'
import { drivingFeed } from './feed.ts'
import { BenchHub } from './hub.ts'
import { introductions, SOURCE } from './units.ts'
import { viewports } from './viewports.ts'
import type { Viewport } from './viewports.ts'
import { Watcher } from './watcher.ts'

const VIEWERS = 60
const WARM_MS = 4_000

type Seat = { readonly watcher: Watcher; readonly viewport: Viewport }
/** Bytes of all viewers; what of them was about things outside of their tiles; and what one without an area of interest was sent. */
type Seen = { readonly bytes: number; readonly outside: number; readonly everything: number }

/** What 60 clients that look at streets, districts and the city are sent, against what lies in their tiles, and against everything. */
export const areaBench: Bench = async ({ quick }) => {
	const [units, windows, windowMs] = quick ? [200, 2, 1_000] : [2_000, 5, 5_000]
	const hub = await BenchHub.start()
	try {
		const token = await hub.key({ name: SOURCE, role: 'integrator' })
		await hub.submit(token, introductions(units))
		const reader = await hub.key({ name: 'reader', role: 'observer' })
		const seats = await seated(hub, { reader, units })
		const everything = await Watcher.connect(hub, { token: reader, want: { cover: 'all' } })
		const feed = drivingFeed(hub, { token, units })
		feed.run()
		await delay(WARM_MS)
		const seen: Seen[] = []
		// One after the other on purpose: they are counted.
		// oxlint-disable-next-line no-await-in-loop
		for (let n = 0; n < windows; n++) seen.push(await counted(seats, everything, windowMs))
		await feed.pause()
		await Promise.all([everything.end(), feed.end(), ...seats.map(({ watcher }) => watcher.end())])
		return findings(seen, units)
	} finally {
		await hub.stop()
	}
}

async function seated(hub: BenchHub, { reader, units }: { readonly reader: string; readonly units: number }): Promise<readonly Seat[]> {
	const seats: Seat[] = []
	for (const viewport of viewports(VIEWERS, { random: randomFrom(7), units })) {
		const { cover } = viewport
		// oxlint-disable-next-line no-await-in-loop
		const watcher = await Watcher.connect(hub, { token: reader, want: { cover: typeof cover === 'string' ? cover : [...cover] } })
		seats.push({ watcher, viewport })
	}
	return seats
}

async function counted(seats: readonly Seat[], all: Watcher, ms: number): Promise<Seen> {
	const before = seats.map(({ watcher }) => watcher.bytes)
	const beforeAll = all.bytes
	const rows = { inside: 0, outside: 0, all: 0 }
	const stops = seats.map(({ watcher: { client }, viewport }) =>
		client.subscribe(({ measured }) => {
			for (const id of measured) {
				const position = client.measured().get(id)?.position
				if (!position || liesIn(viewport.cover, position)) rows.inside++
				else rows.outside++
			}
		}),
	)
	stops.push(
		all.client.subscribe(({ measured }) => {
			rows.all += measured.size
		}),
	)
	await delay(ms)
	for (const stop of stops) stop()
	const bytes = seats.reduce((sum, { watcher }, n) => sum + watcher.bytes - (before[n] ?? 0), 0)
	const everything = all.bytes - beforeAll
	return { bytes, outside: rows.outside * (everything / Math.max(1, rows.all)), everything }
}

function liesIn(cover: Viewport['cover'], position: Parameters<typeof tileOf>[0]): boolean {
	return cover === 'all' || cover.includes(tileOf(position, Number(cover[0]?.split('/')[0])))
}

function findings(seen: readonly Seen[], units: number): readonly Finding[] {
	const over = seen.map(({ bytes, outside }) => bytes / (bytes - outside))
	const share = seen.map(({ bytes, everything }) => bytes / (VIEWERS * everything))
	const what = `${VIEWERS} clients at 60/30/10 viewports, ${units} units at 1 Hz`
	const each = `${(median(seen.map(({ bytes }) => bytes)) / VIEWERS / 1e3).toFixed(1)} kB a window and client against ${(median(seen.map(({ everything }) => everything)) / 1e3).toFixed(1)} kB`
	return [
		{ name: `bytes against the chosen tiles, ${what}`, seen: median(over), bound: 1.05, unit: '×', spread: spreadOf(over), detail: each },
		{
			name: `bytes against no area of interest, ${what}`,
			seen: median(share),
			bound: 1 / 6,
			unit: '×',
			spread: spreadOf(share),
			detail: each,
		},
	]
}

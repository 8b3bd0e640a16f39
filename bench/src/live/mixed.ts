import type { Bench } from '../measure.ts'
import { randomFrom, whole } from '../random.ts'
import { duel } from './duel.ts'
import { ratioOf, rounds } from './fanout.ts'
import { BenchHub } from './hub.ts'
import { introductions, SOURCE } from './units.ts'
import type { GroupOfViewers } from './viewers.ts'
import { viewports } from './viewports.ts'

/** Grants that see different things: by level, by organisation, by kind. */
export const CLASSES = [
	{ role: 'observer', clearance: 'open' },
	{ role: 'observer', clearance: 'internal' },
	{ role: 'staff', clearance: 'restricted', organisation: 'feuerwehr' },
	{ role: 'staff', clearance: 'restricted', organisation: 'polizei' },
	{ role: 'observer', clearance: 'internal', kinds: ['unit', 'incident', 'warning', 'message'] },
] as const
/** Keys of each class, so that none has more connections than a hub lets it have. */
const KEYS = 5
const SLOW_BYTES = 20_000
/** One in so many reads slowly. */
const SLOW_EACH = 20

/** The same as `fanout` with five classes of grants, viewports of all sizes, and one in twenty on a link of 20 kB/s. */
export const mixedBench: Bench = async ({ quick }) => {
	const [clients, units] = quick ? [100, 200] : [5_000, 2_000]
	const hub = await BenchHub.start()
	try {
		const token = await hub.key({ name: SOURCE, role: 'integrator', clearance: 'restricted' })
		await hub.submit(token, introductions(units, { labelled: true }))
		const groups = grouped(audience(await keysOf(hub), { clients, units }))
		const feed = { token, source: SOURCE, units, everySeconds: 1, perRequest: 100, urgentPerSecond: 0 }
		const seen = await duel({ hub, groups, feed, ...rounds(quick) })
		const name = `fan-out, ${clients} clients × ${units} units at 1 Hz, ${CLASSES.length} classes, 60/30/10 viewports, 5 % slow, ${groups.length} views`
		return [ratioOf(seen, { name, bound: 0.35 })]
	} finally {
		await hub.stop()
	}
}

async function keysOf(hub: BenchHub): Promise<readonly (readonly string[])[]> {
	return Promise.all(
		CLASSES.map((grant, n) => Promise.all(Array.from({ length: KEYS }, (_, i) => hub.key({ name: `class-${n}-${i}`, ...grant })))),
	)
}

type Size = { readonly clients: number; readonly units: number }
type Seat = { readonly token: string; readonly want: object; readonly slow: boolean }

/** Who reads slowly looks at what somebody else looks at, too, so that the floor knows what is sent there. */
function audience(keys: readonly (readonly string[])[], { clients, units }: Size): readonly Seat[] {
	const random = randomFrom(5)
	const seats: Seat[] = []
	for (const { cover } of viewports(clients, { random, units })) {
		const before = seats.at(-1)
		if (before && seats.length % SLOW_EACH === 0) {
			seats.push({ ...before, slow: true })
			continue
		}
		const own = keys[whole(random, keys.length)] ?? []
		seats.push({ token: own[whole(random, own.length)] ?? '', want: { cover }, slow: false })
	}
	return seats
}

/** Those who are sent the same are one group. */
function grouped(seats: readonly Seat[]): readonly GroupOfViewers[] {
	const fast = Map.groupBy(seats, ({ token, want }) => `${token} ${JSON.stringify(want)}`)
	return [...fast.values()].flatMap((same, n) => {
		const [first] = same
		const slow = same.filter((seat) => seat.slow).length
		return first ? [{ token: first.token, want: first.want, count: same.length, slow, slowBytes: SLOW_BYTES, sampled: n < 16 ? 1 : 0 }] : []
	})
}

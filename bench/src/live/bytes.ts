import { setTimeout as delay } from 'node:timers/promises'
import { constants, deflateRawSync } from 'node:zlib'

import type { MeasuredRow } from '@lagebild/model/row.ts'

import { median, spreadOf } from '../measure.ts'
import type { Bench } from '../measure.ts'
import { drivingFeed } from './feed.ts'
import { BenchHub } from './hub.ts'
import { introductions, SOURCE } from './units.ts'
import { Watcher } from './watcher.ts'

/** Bytes of one position in 24 bytes of binary, deflated, as measured before anything was built. */
const PACKED_BINARY = 18.3
/** k, v, time, latitude, longitude: 4 bytes each; course and speed: 2. */
const RECORD = 24

/** What comes down a link for one position, all that travels with it included, for a client that asked for deflated frames. */
export const bytesBench: Bench = async ({ quick }) => {
	const [units, windows, windowMs] = quick ? [200, 2, 1_000] : [2_000, 5, 5_000]
	const hub = await BenchHub.start()
	try {
		const token = await hub.key({ name: SOURCE, role: 'integrator' })
		await hub.submit(token, introductions(units))
		const reader = await hub.key({ name: 'reader', role: 'observer' })
		const packed = await Watcher.connect(hub, { token: reader, want: { cover: 'all' }, packed: true })
		const plain = await Watcher.connect(hub, { token: reader, want: { cover: 'all' } })
		const feed = drivingFeed(hub, { token, units })
		feed.run()
		await delay(3_000)
		const seen: Seen[] = []
		// One after the other on purpose: they are counted.
		// oxlint-disable-next-line no-await-in-loop
		for (let n = 0; n < windows; n++) seen.push(await counted({ packed, plain }, windowMs))
		await feed.pause()
		await Promise.all([packed.end(), plain.end(), feed.end()])
		return [finding(seen, units)]
	} finally {
		await hub.stop()
	}
}

/** Bytes for each position. */
type Seen = { readonly packed: number; readonly plain: number; readonly binary: number }
type Watchers = { readonly packed: Watcher; readonly plain: Watcher }

async function counted({ packed, plain }: Watchers, ms: number): Promise<Seen> {
	const [before, beforePlain] = [packed.bytes, plain.bytes]
	let [rows, rowsPlain, binary] = [0, 0, 0]
	const stops = [
		packed.client.subscribe(({ measured }) => {
			rows += measured.size
			if (measured.size > 0) binary += binaryOf([...measured].flatMap((id) => packed.client.measured().get(id) ?? []))
		}),
		plain.client.subscribe(({ measured }) => {
			rowsPlain += measured.size
		}),
	]
	await delay(ms)
	for (const stop of stops) stop()
	return { packed: (packed.bytes - before) / rows, plain: (plain.bytes - beforePlain) / rowsPlain, binary: binary / rows }
}

/** The same positions as the smallest plain form, deflated with the least effort. */
function binaryOf(rows: readonly MeasuredRow[]): number {
	const bytes = Buffer.alloc(RECORD * rows.length)
	for (const [i, { k, v, at, position, course = 0, speed = 0 }] of rows.entries()) {
		const place = RECORD * i
		bytes.writeUInt32LE(k, place)
		bytes.writeUInt32LE(v, place + 4)
		bytes.writeUInt32LE(at % 2 ** 32, place + 8)
		bytes.writeInt32LE(Math.round((position?.lat ?? 0) * 1e6), place + 12)
		bytes.writeInt32LE(Math.round((position?.lng ?? 0) * 1e6), place + 16)
		bytes.writeUInt16LE(course, place + 20)
		bytes.writeUInt16LE(Math.round(speed * 10), place + 22)
	}
	return deflateRawSync(bytes, { level: constants.Z_BEST_SPEED }).length
}

function finding(seen: readonly Seen[], units: number) {
	const ratios = seen.map(({ packed }) => packed / PACKED_BINARY)
	const [packed, plain, binary] = [seen.map((one) => one.packed), seen.map((one) => one.plain), seen.map((one) => one.binary)]
	return {
		name: `bytes of a position, deflated, ${units} units at 1 Hz`,
		seen: median(ratios),
		bound: 1.25,
		unit: '×',
		spread: spreadOf(ratios),
		detail: `${median(packed).toFixed(1)} bytes on the link, all told, against ${PACKED_BINARY}; the same positions as deflated binary ${median(binary).toFixed(1)}, as plain frames ${median(plain).toFixed(1)}`,
		rounds: [
			['', 'deflated', 'plain', 'binary'],
			...seen.map((one, n) => [String(n + 1), one.packed.toFixed(1), one.plain.toFixed(1), one.binary.toFixed(1)]),
		],
	}
}

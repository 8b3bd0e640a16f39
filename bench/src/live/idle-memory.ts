import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { median, spreadOf } from '../measure.ts'
import type { Finding } from '../measure.ts'
import { readers } from './fanout.ts'
import { askProbe, BenchHub, OPERATION, preloadOf } from './hub.ts'
import { numberIn, recordOf, temporary } from './processes.ts'
import { introductions, SOURCE } from './units.ts'
import { Viewers } from './viewers.ts'
import type { GroupOfViewers } from './viewers.ts'

const BARE = fileURLToPath(new URL('bare.ts', import.meta.url))
/** Pools and compiled code are there with these; only who comes later is counted. */
const FIRST = 200
const UNITS = 100
const SETTLE_MS = 1_500

type Kilobytes = { readonly resident: number; readonly heap: number }

function seats(count: number, groups: readonly GroupOfViewers[]): readonly GroupOfViewers[] {
	return groups.map((group) => ({ ...group, want: {}, count: Math.ceil(count / groups.length), sampled: 0 }))
}

/** Resident memory of a client that is there and to whom nothing happens, against one of Socket.IO and nothing else; fresh processes each time. */
export async function idleMemory(quick: boolean): Promise<Finding> {
	const [clients, count] = quick ? [200, 1] : [3_000, 3]
	const seen: { readonly hub: Kilobytes; readonly bare: Kilobytes }[] = []
	for (let n = 0; n < count; n++) {
		// One after the other on purpose: they are measured.
		// oxlint-disable-next-line no-await-in-loop
		seen.push({ hub: await ofHub(clients), bare: await ofBare(clients) })
	}
	const ratios = seen.map(({ hub, bare }) => hub.resident / bare.resident)
	const [hub, bare] = [seen.map((round) => round.hub), seen.map((round) => round.bare)]
	return {
		name: `memory of an idle client, ${clients} clients`,
		seen: median(ratios),
		bound: 1.3,
		unit: '×',
		spread: spreadOf(ratios),
		detail: `${median(hub.map(({ resident }) => resident)).toFixed(1)} kB against ${median(bare.map(({ resident }) => resident)).toFixed(1)} kB of a bare Socket.IO; of it on the heap ${median(hub.map(({ heap }) => heap)).toFixed(1)} and ${median(bare.map(({ heap }) => heap)).toFixed(1)} kB`,
	}
}

async function ofHub(clients: number): Promise<Kilobytes> {
	const hub = await BenchHub.start()
	try {
		const token = await hub.key({ name: SOURCE, role: 'integrator' })
		await hub.submit(token, introductions(UNITS))
		const head = await hub.head()
		const [first] = await readers(hub, 1)
		const many = await readers(hub, clients)
		const connect = (count: number, groups: readonly GroupOfViewers[]) =>
			Viewers.connect({ port: hub.port, operation: OPERATION, head }, seats(count, groups))
		return await grown(() => hub.probe('memory'), {
			few: () => connect(FIRST, first ? [first] : []),
			many: () => connect(clients, many),
			clients,
		})
	} finally {
		await hub.stop()
	}
}

async function ofBare(clients: number): Promise<Kilobytes> {
	const folder = temporary('bench-bare')
	const [body, probe] = [join(folder, 'body'), join(folder, 'probe.sock')]
	writeFileSync(body, '')
	const child = fork(BARE, [body], { env: { ...env, ...preloadOf(probe) }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
	const told = await new Promise((resolve) => {
		child.once('message', resolve)
	})
	const port = numberIn(recordOf(told), 'port')
	const connect = (count: number) => Viewers.connect({ port, operation: OPERATION }, [{ token: 'none', count }])
	try {
		return await grown(() => askProbe(probe, 'memory'), { few: () => connect(FIRST), many: () => connect(clients), clients })
	} finally {
		child.disconnect()
		await once(child, 'exit')
	}
}

type Growth = { readonly few: () => Promise<Viewers>; readonly many: () => Promise<Viewers>; readonly clients: number }

async function grown(memory: () => Promise<Readonly<Record<string, unknown>>>, { few, many, clients }: Growth): Promise<Kilobytes> {
	const first = await few()
	await delay(SETTLE_MS)
	const before = await memory()
	const later = await many()
	await delay(SETTLE_MS)
	const after = await memory()
	await Promise.all([first.end(), later.end()])
	const each = (key: string): number => (numberIn(after, key) - numberIn(before, key)) / clients / 1e3
	return { resident: each('rss'), heap: each('heapUsed') }
}

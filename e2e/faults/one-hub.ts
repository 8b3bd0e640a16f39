import { setTimeout as pause } from 'node:timers/promises'

import type { Node } from '@lagebild/testing/cluster.ts'

import { deliver } from './deliver.ts'
import type { Fault, Stage } from './fault.ts'
import type { Statement } from './ledger.ts'
import { RESTORE } from './restore.ts'

const HOUR_S = 3_600

/** Faults of one hub with SQLite, and those of its clients. */
export const ONE_HUB: readonly Fault[] = [
	{ name: 'kill-hub', place: 'one', run: killHub },
	{ name: 'stop-hub', place: 'one', run: stopHub },
	{ name: 'clock', place: 'one', run: jump, timesDiffer: true },
	{ name: 'clock-kill', place: 'one', run: (stage) => Promise.all([jump(stage), killHub(stage)]).then(() => undefined), timesDiffer: true },
	{ name: 'same-events', place: 'one', run: sameEvents },
	{ name: 'two-starts', place: 'one', run: twoStarts },
	{ name: 'cut-clients', place: 'one', run: cutClients },
	{ name: 'reload-clients', place: 'one', run: reloadClients },
	RESTORE,
	{ name: 'full-disk', place: 'disk', run: fullDisk, mayEnd: true, allows: /full|ENOSPC|no space|journal/i },
	{ name: 'full-disk-kill', place: 'disk', run: fullDiskAndKill, mayEnd: true, allows: /full|ENOSPC|no space|journal/i },
]

export function someNode({ nodes, random }: Stage): Node {
	return random.pick(nodes)
}

/** Up to three times, at any moment of the start as well. */
export async function killHub(stage: Stage): Promise<void> {
	const { hub } = someNode(stage)
	for (let left = stage.random.whole(1, 3); left > 0; left--) {
		hub.kill()
		// oxlint-disable-next-line no-await-in-loop
		await pause(stage.random.whole(50, 1_500))
	}
	await hub.ready()
}

export async function stopHub(stage: Stage): Promise<void> {
	const { hub } = someNode(stage)
	hub.pause()
	await pause(stage.lasts(10_000))
	hub.resume()
}

async function jump({ clock, random, lasts }: Stage): Promise<void> {
	clock?.set(random.pick([HOUR_S, -HOUR_S]))
	await pause(lasts(3_000))
	clock?.set(0)
	await pause(lasts(1_000))
}

/** The same events over many connections and from every end of the list, while they are new. */
export async function sameEvents({ senders, random, operation }: Stage): Promise<void> {
	const [sender] = senders
	const at = Date.now()
	const events = Array.from({ length: 40 }, (_, n): Statement => {
		const entity = `incident:${sender.name}:${operation}-same-${n % 10}`
		const times = { observed: new Date(at - random.whole(0, 5_000)).toISOString() }
		return { id: random.uuid7(at), kind: 'incident', entity, op: 'upsert', times, payload: { title: `Gleich ${n}`, category: 'other' } }
	})
	const apart = Array.from({ length: 6 }, () => random.shuffled(events))
	await Promise.all(
		apart.flatMap((order) => [deliver(sender, order.slice(0, 20)), ...order.slice(20).map((event) => deliver(sender, [event]))]),
	)
}

async function twoStarts(stage: Stage): Promise<void> {
	const { hub } = someNode(stage)
	const before = hub.pid()
	const rivals = await Promise.all([hub.rival(), hub.rival()])
	for (const { status, stderr } of rivals) {
		if (status === 0 || !/process \d+/.test(stderr)) stage.broken(`a second start ended with ${status}: ${stderr}`)
	}
	if (hub.pid() !== before) stage.broken('a second start ended the first')
}

/** Everything that a radio does to its link. */
export async function cutClients(stage: Stage): Promise<void> {
	const { random, lasts } = stage
	const { clients } = someNode(stage)
	for (let left = random.whole(1, 3); left > 0; left--) {
		random.pick([clients.cut, clients.stall, () => clients.delay(random.whole(50, 300)), () => clients.limit(20_000)])()
		// oxlint-disable-next-line no-await-in-loop
		await pause(random.whole(100, lasts(4_000)))
		clients.heal()
		clients.delay(0)
		clients.limit(undefined)
		// oxlint-disable-next-line no-await-in-loop
		await pause(random.whole(0, 300))
	}
}

/** Pages go and come back with what they kept, over a link that comes and goes. */
export async function reloadClients(stage: Stage): Promise<void> {
	await Promise.all([cutClients(stage), ...stage.viewers.map((viewer) => viewer.reload())])
	await Promise.all(stage.viewers.map((viewer) => viewer.reload()))
}

async function fullDisk({ disk, lasts }: Stage): Promise<void> {
	disk?.fill()
	await pause(lasts(4_000))
	disk?.free()
}

async function fullDiskAndKill(stage: Stage): Promise<void> {
	const { hub } = someNode(stage)
	stage.disk?.fill()
	await pause(stage.random.whole(0, 500))
	hub.kill()
	await pause(stage.lasts(3_000))
	stage.disk?.free()
	await hub.ready()
}

import { once } from 'node:events'
import type { Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

import { callsOf, CONTROL_ROOM, incidentStatements } from './devices/control-room.ts'
import { gateRepeats, gateStatements, GUARDS, SENSORS } from './devices/gates.ts'
import { post } from './devices/hub.ts'
import type { Hub } from './devices/hub.ts'
import { createOutbox } from './devices/outbox.ts'
import type { Outbox } from './devices/outbox.ts'
import { staffStatements } from './devices/staff.ts'
import type { Statement } from './devices/statement.ts'
import { columnsOf, introductions, radiosOf, VEHICLES } from './devices/units.ts'
import type { PositionRow, Radio } from './devices/units.ts'
import { startOf } from './scenario/clock.ts'
import { readIncidents } from './scenario/incidents.ts'
import type { Incident } from './scenario/incidents.ts'
import type { World } from './scenario/missions.ts'
import { roadsOf, watersOf } from './scenario/network.ts'
import { readLand } from './scenario/schematic.ts'
import type { Land } from './scenario/schematic.ts'
import { upstreamServer } from './serve/server.ts'
import { writeState } from './state.ts'
import type { State } from './state.ts'

/** Sources that the exercise speaks as; each needs a key of its own. */
export const SOURCES = [VEHICLES, SENSORS, GUARDS, CONTROL_ROOM] as const
export type Source = (typeof SOURCES)[number]
export type Keys = Readonly<Record<Source, string>>

const DATA = new URL('../data/', import.meta.url)

export type Setup = {
	readonly hub: Hub
	readonly keys: Keys
	readonly stateFile: string
	readonly now: () => number
}

/** Starts the upstream servers; asks for the same port as last time and takes any other when that one is taken. */
export async function listen(state: State, port: number, now: () => number): Promise<{ readonly server: Server; readonly port: number }> {
	const server = upstreamServer((base) => ({ base, clock: state.clock, now: now() }))
	for (const wanted of new Set([port === 0 ? state.port : port, port])) {
		server.listen({ port: wanted, host: '127.0.0.1' })
		const taken = await once(server, 'listening').then(
			() => false,
			() => true,
		)
		const address = server.address()
		if (!taken && address !== null && typeof address === 'object') return { server, port: address.port }
	}
	throw new Error(`The exercise could not open port ${port}.`)
}

type Scene = {
	readonly state: State
	readonly incidents: readonly Incident[]
	readonly radios: readonly Radio[]
	readonly boxes: Readonly<Record<Source, Outbox>>
}

/** Lets the devices of the exercise speak until the signal ends it. */
export async function play(setup: Setup, state: State): Promise<void> {
	const { hub, keys, now } = setup
	const world = worldOf()
	const incidents = readIncidents(new URL('incidents.json', DATA))
	const box = (source: Source): Outbox => createOutbox(hub, { key: keys[source], run: String(startOf(state.clock)) })
	const scene: Scene = {
		state,
		incidents,
		radios: radiosOf({ world, clock: state.clock, calls: callsOf(incidents, state.clock) }, Math.max(state.told, startOf(state.clock))),
		boxes: { [VEHICLES]: box(VEHICLES), [SENSORS]: box(SENSORS), [GUARDS]: box(GUARDS), [CONTROL_ROOM]: box(CONTROL_ROOM) },
	}
	scene.boxes[VEHICLES].say(introductions(world, state.clock))
	const positions = createPositions(hub, keys[VEHICLES])
	let [last, saved] = [state.told, 0]
	while (!hub.signal.aborted) {
		const to = now()
		speak(scene, { from: last, to })
		positions.add(scene.radios.flatMap((radio) => radio.position(to) ?? []))
		last = to
		if (to - saved >= SAVE_MS) {
			saved = to
			save(setup, scene, to)
		}
		await pause(TICK_MS, undefined, { signal: hub.signal }).catch(() => undefined)
	}
	save(setup, scene, last)
}

const TICK_MS = 1_000
const SAVE_MS = 5_000

export function landOf(): Land {
	return readLand(new URL('hamburg-schematic.geojson', DATA))
}

function worldOf(): World {
	const land = landOf()
	return { roads: roadsOf(land), rivers: watersOf(land) }
}

/** Everything that happened after `from` and up to `to` (wall time), each said by whom it concerns. */
function speak({ state, incidents, radios, boxes }: Scene, span: { readonly from: number; readonly to: number }): void {
	const said: Readonly<Record<Source, readonly Statement[]>> = {
		[VEHICLES]: radios.flatMap((radio) => radio.statements(span.to)),
		[SENSORS]: [
			...gateStatements('sensor', state.clock, span),
			...gateRepeats(state.clock, { ...span, from: Math.max(span.from, span.to - REPEAT_WITHIN_MS) }),
		],
		[GUARDS]: gateStatements('guard', state.clock, span),
		[CONTROL_ROOM]: [...incidentStatements(incidents, state.clock, span), ...staffStatements(state.clock, span)],
	}
	for (const source of SOURCES)
		boxes[source].say(said[source].map((one) => (one.at < startOf(state.clock) ? { ...one, backfill: true } : one)))
}

/** What sensors would have repeated while the exercise did not run is not made up afterwards. */
const REPEAT_WITHIN_MS = 60_000

/** A full disk ends no exercise: a restart goes on from what was kept last. */
function save({ stateFile, hub }: Setup, { state, boxes }: Scene, now: number): void {
	const waiting = SOURCES.flatMap((source) => boxes[source].waitingSince() ?? [])
	try {
		writeState(stateFile, { ...state, alive: now, told: Math.min(now, ...waiting.map((at) => at - 1)) })
	} catch (error) {
		hub.warn(`where the exercise is could not be kept: ${error instanceof Error ? error.message : 'unknown'}`)
	}
}

/** Positions that wait for a hub that is away: beyond this the oldest are lost, as in a vehicle's radio. */
const KEPT_POSITIONS = 20_000
const ROWS_AT_ONCE = 2_000

/** Sends positions in order, one request at a time. */
function createPositions(hub: Hub, key: string): { readonly add: (rows: readonly PositionRow[]) => void } {
	const buffer: PositionRow[] = []
	let sending = false
	async function drain(): Promise<void> {
		while (buffer.length > 0 && !hub.signal.aborted) {
			const rows = buffer.splice(0, ROWS_AT_ONCE)
			await post(hub, { key, path: 'measurements', body: columnsOf(rows) })
		}
	}
	return {
		add: (rows) => {
			buffer.push(...rows)
			buffer.splice(0, Math.max(0, buffer.length - KEPT_POSITIONS))
			if (sending || buffer.length === 0) return
			sending = true
			void drain().finally(() => {
				sending = false
			})
		},
	}
}

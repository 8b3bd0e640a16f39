import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { BenchHub, OPERATION } from './live/hub.ts'
import type { Joined } from './live/joiners.ts'
import { connect, leave, load } from './live/joining.ts'
import type { JoinPlan } from './live/joining.ts'
import { cpuOf, numberIn, recordOf, temporary } from './live/processes.ts'
import { Driving, introductions, SOURCE } from './live/units.ts'
import { median, spreadOf } from './measure.ts'
import type { Bench, Finding } from './measure.ts'

const JOINERS = fileURLToPath(new URL('live/joiners.ts', import.meta.url))
const BARE = fileURLToPath(new URL('live/bare.ts', import.meta.url))
const AT_ONCE = 100
const ROUNDS = 5
/** Units whose places are said in one request. */
const PLACES = 1_000
/** What the last round left behind is done then, and a load is read anew. */
const PAUSE_MS = 3_000
const SETTLE_MS = 1_000

type Side = { readonly cpu: number; readonly seconds: number; readonly bytes: number; readonly waited: number }
type Round = { readonly hub: Side; readonly bare: Side; readonly stall: number; readonly longest: number }

/** 1,000 clients that join a picture of 10,000 units, against as many bare connects and answers of the same bytes. */
export const joinBench: Bench = async ({ quick }) => {
	const [clients, units, rounds] = quick ? [20, 200, 1] : [1_000, 10_000, ROUNDS]
	const { hub, reader } = await hubWith(units)
	const joiners = fork(JOINERS, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
	const plan = { url: hub.url, operation: OPERATION, token: reader, clients, atOnce: AT_ONCE }
	const bare = await bareWith(await bodyOf(plan))
	try {
		const seen: Round[] = []
		for (let n = 0; n < rounds; n++) seen.push(await roundOf(plan, { hub, bare, joiners }))
		return findings(seen, { clients, units })
	} finally {
		joiners.disconnect()
		bare.child.disconnect()
		await hub.stop()
	}
}

async function hubWith(units: number): Promise<{ readonly hub: BenchHub; readonly reader: string }> {
	const hub = await BenchHub.start()
	const feeder = await hub.key({ name: SOURCE, role: 'integrator' })
	await hub.submit(feeder, introductions(units))
	const driving = new Driving(units)
	for (let from = 0; from < units; from += PLACES) {
		const places = driving.columns(from, Math.min(units, from + PLACES))
		await hub.post(`/api/v1/operations/${OPERATION}/measurements`, places, feeder)
	}
	return { hub, reader: await hub.key({ name: 'zuschauer', role: 'observer' }) }
}

type Bare = { readonly child: ChildProcess; readonly url: string }

async function bareWith(body: Buffer): Promise<Bare> {
	const file = join(temporary('bench-join'), 'body')
	writeFileSync(file, body)
	const child = fork(BARE, [file], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
	return { child, url: `http://127.0.0.1:${numberIn(recordOf(await messageOf(child)), 'port')}` }
}

/** As the hub gives it. */
async function bodyOf(plan: JoinPlan): Promise<Buffer> {
	const { welcome } = await connect(plan)
	const body = await load(plan, welcome.scopeId)
	leave()
	return body
}

type Sides = { readonly hub: BenchHub; readonly bare: Bare; readonly joiners: ChildProcess }

async function roundOf(plan: JoinPlan, { hub, bare, joiners }: Sides): Promise<Round> {
	await delay(PAUSE_MS)
	await hub.probe('stall')
	const ours = await sideOf(joiners, plan, hub.pid)
	const stall = await hub.probe('stall')
	await delay(PAUSE_MS)
	const theirs = await sideOf(joiners, { ...plan, url: bare.url, token: undefined }, bare.child.pid ?? 0)
	return { hub: ours, bare: theirs, stall: numberIn(stall, 'p99'), longest: numberIn(stall, 'max') }
}

/** Until everybody is there, and what that began is done. */
async function sideOf(joiners: ChildProcess, plan: JoinPlan, pid: number): Promise<Side> {
	const [before, begun] = [cpuOf(pid), performance.now()]
	const { ms, bytes } = joinedIn(await askJoiners(joiners, { join: plan }))
	const seconds = (performance.now() - begun) / 1_000
	await delay(SETTLE_MS)
	const cpu = cpuOf(pid) - before
	await askJoiners(joiners, { leave: true })
	return { cpu, seconds, bytes, waited: median(ms) }
}

function askJoiners(joiners: ChildProcess, order: object): Promise<unknown> {
	joiners.send(order)
	return messageOf(joiners)
}

function messageOf(child: ChildProcess): Promise<unknown> {
	return new Promise((resolve) => {
		child.once('message', resolve)
	})
}

function joinedIn(told: unknown): Joined {
	const { ms, failed, ...rest } = recordOf(told)
	if (!Array.isArray(ms)) throw new Error(`not everybody could join: ${String(failed)}`)
	return { ms: ms.map(Number), bytes: numberIn(rest, 'bytes') }
}

function findings(rounds: readonly Round[], { clients, units }: { readonly clients: number; readonly units: number }): readonly Finding[] {
	const ratios = rounds.map(({ hub, bare }) => hub.cpu / bare.cpu)
	const stalls = rounds.map(({ stall }) => stall)
	const of = (side: 'hub' | 'bare', what: keyof Side): number => median(rounds.map((round) => round[side][what]))
	const said = (side: 'hub' | 'bare'): string =>
		`${of(side, 'cpu').toFixed(2)} s in ${of(side, 'seconds').toFixed(1)} s, ${(of(side, 'bytes') / 1e6).toFixed(0)} MB, half of them within ${of(side, 'waited').toFixed(0)} ms`
	return [
		{
			name: `${clients} clients joining ${units} units, computing`,
			seen: median(ratios),
			bound: 2,
			unit: '×',
			spread: spreadOf(ratios),
			detail: `hub ${said('hub')}; bare Socket.IO and the same bytes ${said('bare')}; ${AT_ONCE} at once`,
		},
		{
			name: "the hub's loop meanwhile, p99 of its stalls",
			seen: median(stalls),
			bound: 50,
			unit: 'ms',
			spread: spreadOf(stalls),
			detail: `longest ${median(rounds.map(({ longest }) => longest)).toFixed(0)} ms`,
		},
	]
}

/**
 * A process that says where units are, each once in a while, evenly spread over time, and at request urgent things. Told and asked by `feed.ts`.
 * It notes when it said what, and which seq it was told in answer.
 */
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { env } from 'node:process'

import type { FeedPlan, Said } from './feed.ts'
import { numberIn, recordOf } from './processes.ts'
import { Driving } from './units.ts'

const agent = new Agent({ keepAlive: true, maxSockets: 16 })
const said: Said[] = []
let waiting = 0
let faults = 0
const timers = new Set<NodeJS.Timeout>()

function micros(): number {
	return Number(process.hrtime.bigint() / 1_000n)
}

/** At `everyMs`, each time up to one distance late, so that the ticks of the hub are met at any phase. */
function regularly(everyMs: number, work: () => void): void {
	const later = () => {
		const timer = setTimeout(() => {
			timers.delete(timer)
			work()
		}, Math.random() * everyMs)
		timers.add(timer)
	}
	timers.add(setInterval(later, everyMs))
}

function say(plan: FeedPlan, lane: Said['lane'], { path, body }: { readonly path: string; readonly body: unknown }): void {
	const at = micros()
	const text = JSON.stringify(body)
	waiting++
	const headers = { authorization: `Bearer ${plan.token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
	const asked = request(`${plan.url}/api/v1/operations/${plan.operation}/${path}`, { method: 'POST', agent, headers }, (response) => {
		let answer = ''
		response.setEncoding('utf8').on('data', (part: string) => {
			answer += part
		})
		response.on('end', () => {
			waiting--
			note(lane, at, answer)
		})
	})
	asked.on('error', () => {
		waiting--
		faults++
	})
	asked.end(text)
}

function note(lane: Said['lane'], at: number, answer: string): void {
	try {
		const parsed: unknown = JSON.parse(answer)
		const told = recordOf(Array.isArray(parsed) ? parsed[0] : parsed)
		said.push({ lane, at, seq: numberIn(told, 'seq') })
	} catch {
		faults++
		if (faults === 1) process.stderr.write(`feeder: ${answer.slice(0, 300)}\n`)
	}
}

function run(plan: FeedPlan): void {
	const { units, everySeconds, perRequest, urgentPerSecond } = plan
	let next = 0
	let count = 0
	if (units > 0) {
		const driving = new Driving(units)
		const most = Math.min(perRequest, units)
		regularly((everySeconds * 1_000 * most) / units, () => {
			const from = next
			const until = Math.min(units, from + most)
			next = until === units ? 0 : until
			say(plan, 'M', { path: 'measurements', body: driving.columns(from, until) })
		})
	}
	if (urgentPerSecond > 0) {
		regularly(1_000 / urgentPerSecond, () => say(plan, 'U', { path: 'events', body: [message(plan, ++count)] }))
	}
}

function message({ source }: FeedPlan, n: number): object {
	return {
		id: randomUUID(),
		kind: 'message',
		entity: `message:${source}:${process.pid}-${n}`,
		op: 'upsert',
		times: { observed: new Date().toISOString() },
		payload: { text: `Lagemeldung ${n}: Deichfuß auf etwa zwanzig Metern aufgeweicht, Sickerwasser tritt klar aus.`, priority: 'sofort' },
	}
}

function pause(): void {
	for (const timer of timers) clearTimeout(timer)
	timers.clear()
	const ended = setInterval(() => {
		if (waiting > 0) return
		clearInterval(ended)
		process.send?.({ said: said.splice(0), faults })
		faults = 0
	}, 10)
}

type Order = { readonly run: FeedPlan } | { readonly pause: true }

process.on('message', (order: Order) => {
	if ('run' in order) run(order.run)
	else pause()
})
process.on('disconnect', () => process.exit())
if (env['NODE_CHANNEL_FD'] === undefined && !process.connected) process.exit(1)

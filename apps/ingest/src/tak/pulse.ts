import { hostname } from 'node:os'

import type { Reject } from '@lagebild/feeds/adapter.ts'
import { cot } from '@lagebild/feeds/cot/adapter.ts'
import { CotOptions } from '@lagebild/feeds/cot/options.ts'
import type { CheckStep, FeedError, FeedVitals } from '@lagebild/model/feeds-protocol.ts'
import { iso, readIso } from '@lagebild/model/time.ts'

import { count, newFigures, summaryOf } from '../core/figures.ts'
import type { Figures } from '../core/figures.ts'
import { healthEvent } from '../health-event.ts'
import type { ToldHealth } from '../health-event.ts'
import { hubOf, sleep } from '../hub.ts'
import type { Hub } from '../hub.ts'
import { deskOf } from '../vitals/desk.ts'
import type { KeyedTak } from './door.ts'
import type { TakOrders } from './orders.ts'

export type PulsePorts = {
	readonly hub: string
	readonly now: () => number
	readonly signal: AbortSignal
	readonly orders: Pick<TakOrders, 'paused' | 'tellPause'>
}

/** What one delivery to the hub came to. */
export type Delivery = { readonly times: readonly string[]; readonly messages: number; readonly rejects: readonly Reject[] }

type Name = { readonly state: 'green' | 'amber' | 'red'; readonly code: string; readonly reason: string | null }
type Problem = Omit<Name, 'state'> & { readonly until: number }

const EVERY_MS = 10_000
const FIRST_MS = 1_000
const GOODBYE_MS = 1_000
/** What was wrong is said for so long after it was last so. */
const STICKY_MS = 60_000
const AHEAD_MS = 60_000
/** A server that lets everybody in and throws them out at once is not reached. */
const HOLDS_MS = 10_000
const WELL: Name = { state: 'green', code: 'ok', reason: null }

/** How the lines of one credential do: transitions as entries, figures beside them. Nobody waits for it. */
export class TakPulse {
	readonly #tak: KeyedTak
	readonly #ports: PulsePorts
	readonly #hub: Hub
	readonly #figures: Figures
	/** Undefined: nobody tried yet. */
	#line: Name | undefined
	/** A line that is there and has not shown yet that it holds. */
	#upSince: number | undefined
	#problem: Problem | undefined
	#error: FeedError | null = null
	#newest: number | undefined
	#lastGood: number | null = null
	#told = ''
	#telling: Promise<void> = Promise.resolve()

	constructor(tak: KeyedTak, ports: PulsePorts) {
		this.#tak = tak
		this.#ports = ports
		this.#hub = hubOf({ ...this.#address, signal: ports.signal, attempts: 1 })
		this.#figures = newFigures(ports.now())
		if (!tak.connect) this.#line = WELL
	}

	/** Until the signal. What the hub did not hear is told again. */
	async run(): Promise<void> {
		const { signal } = this.#ports
		const desk = deskOf({ ...this.#address, signal })
		for (let pause = FIRST_MS; !signal.aborted && (await sleep(pause, signal)); pause = EVERY_MS) {
			await (this.#ports.orders.paused === undefined ? this.#judge() : this.#ports.orders.tellPause())
			await desk.vitals(this.#vitals)
		}
	}

	/** A line to a server begins. */
	connected(): void {
		this.#upSince = this.#ports.now()
	}

	/** There is none, or it was cut. */
	lost(why: string): void {
		this.#upSince = undefined
		this.#line = { state: 'red', code: 'failed', reason: `the TAK server cannot be reached: ${why}`.slice(0, 300) }
		this.#wrong(why)
		void this.#judge()
	}

	/** Nobody wants it silent any more. */
	resumed(): void {
		this.#told = ''
		void this.#judge()
	}

	/** Something could be read. */
	heard(): void {
		this.#lastGood = this.#ports.now()
		if (this.#upSince === undefined) return
		this.#holds()
		void this.#judge()
	}

	delivered({ times, messages, rejects }: Delivery): void {
		const now = this.#ports.now()
		const ages = times.flatMap((time) => now - (readIso(time) ?? Infinity)).filter((age) => age > -AHEAD_MS)
		count(this.#figures, now, { messages, rejects: rejects.length, lagsMs: ages })
		const newest = now - ages.reduce((least, age) => Math.min(least, age), Infinity)
		if (newest > (this.#newest ?? 0)) this.#newest = newest
		const last = rejects.at(-1)
		if (last) this.#wrong(last.message)
	}

	/** The hub did not take something. */
	untold(reason: string): void {
		this.#problem = { code: 'untold', reason: `not taken by the hub: ${reason}`.slice(0, 300), until: this.#ports.now() + STICKY_MS }
		this.#wrong(this.#problem.reason ?? '')
	}

	/** From the address to what was understood, by what is known of the lines; nothing is tried for it. */
	look(lines: number): readonly CheckStep[] {
		const isUp = this.#name?.state !== 'red'
		const heard = this.#lastGood === null ? 'nothing came yet' : `the newest message came at ${iso(this.#lastGood)}`
		return [
			step('address', 'ok', addressOf(this.#tak).slice(0, 300)),
			step('connect', isUp ? 'ok' : 'failed', isUp ? `${lines} lines` : (this.#name?.reason ?? '')),
			step('answer', this.#lastGood === null ? 'failed' : 'ok', heard),
		]
	}

	/** Nobody watches from now on. */
	async goodbye(): Promise<void> {
		await this.#telling
		if (this.#ports.orders.paused !== undefined) return
		const since = this.#ports.now()
		const hub = hubOf({ ...this.#address, signal: AbortSignal.timeout(GOODBYE_MS), attempts: 1 })
		await hub.submit([this.#event({ state: 'off', reason: 'the ingest is stopped', since, lastGood: this.#lastGood })])
	}

	get #address() {
		const { id, key, operation } = this.#tak
		return { url: this.#ports.hub, key, operation, feed: id }
	}

	#holds(): void {
		this.#upSince = undefined
		this.#line = WELL
	}

	get #name(): Name | undefined {
		if (this.#upSince !== undefined && this.#ports.now() - this.#upSince >= HOLDS_MS) this.#holds()
		const problem = this.#problem && this.#problem.until > this.#ports.now() ? this.#problem : undefined
		if (this.#line?.state !== 'green' || !problem) return this.#line
		return { state: 'amber', code: problem.code, reason: problem.reason }
	}

	#wrong(text: string): void {
		this.#error = { at: iso(this.#ports.now()), text: text.slice(0, 300).toWellFormed() }
	}

	#judge(): Promise<void> {
		this.#telling = this.#telling.then(() => this.#tell())
		return this.#telling
	}

	async #tell(): Promise<void> {
		const known = this.#name
		if (this.#ports.orders.paused !== undefined) this.#told = ''
		if (!known || this.#ports.orders.paused !== undefined) return
		const { state, code, reason } = known
		const name = `${state} ${code}`
		if (this.#ports.signal.aborted || this.#told === name) return
		const since = this.#ports.now()
		const delivered = await this.#hub.submit([this.#event({ state, code, reason, since, lastGood: this.#lastGood })])
		const answer = delivered.type === 'answered' ? delivered.answer[0] : undefined
		if (answer && !('fault' in answer)) this.#told = name
	}

	#event(health: ToldHealth) {
		const { id, name } = this.#tak
		return healthEvent({ id, name, format: 'cot', everySeconds: 60, attribution: undefined, licence: undefined }, health, this.#ports.now())
	}

	get #vitals(): FeedVitals {
		const { operation, options, listen, connect } = this.#tak
		const { everyMs, silentMs, mode, key, version, endRule, geometryFrom } = cot.describe(CotOptions.parse(options))
		const { minutes, ...rates } = summaryOf(this.#figures, this.#ports.now())
		return {
			operation,
			transport: (listen ?? connect) ? 'tcp' : 'udp',
			mode,
			key,
			version,
			endRule,
			geometryFrom,
			cadenceMs: everyMs,
			silentMs,
			newest: this.#newest === undefined ? null : iso(this.#newest),
			lastError: this.#error,
			...rates,
			address: addressOf(this.#tak),
			node: `${hostname()} (${process.pid})`.slice(-120),
			mappingVersion: null,
			minutes: [...minutes],
		}
	}
}

function step(name: CheckStep['step'], outcome: CheckStep['outcome'], text: string): CheckStep {
	return { step: name, outcome, ms: null, text }
}

function addressOf({ listen, connect, udp }: KeyedTak): string {
	const lines = [
		...(listen ? [`${listen.tls ? 'tls' : 'tcp'}://${listen.host}:${listen.port}`] : []),
		...(connect ? [`${connect.tls ? 'tls' : 'tcp'}://${connect.host}:${connect.port}`] : []),
		...(udp ? [`udp://${udp.group ?? udp.host}:${udp.port}`] : []),
	]
	return lines.join(', ').slice(0, 2_000)
}

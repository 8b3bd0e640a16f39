import type { Fetcher } from '@lagebild/feeds/fetch.ts'
import { openFormat } from '@lagebild/feeds/registry.ts'
import type { CheckStep, HeardCommand } from '@lagebild/model/feeds-protocol.ts'
import { iso } from '@lagebild/model/time.ts'
import type { Logger } from 'pino'

import { KeyedFeed } from '../config.ts'
import { hubOf } from '../hub.ts'
import { hearCommands } from '../vitals/attend.ts'
import { deskOf } from '../vitals/desk.ts'
import type { Desk } from '../vitals/desk.ts'
import { rerun } from '../vitals/rerun.ts'
import { createWorker, goOn, tellPause } from '../worker.ts'
import type { Worker } from '../worker.ts'
import type { KeyedTak } from './door.ts'

export type OrderPorts = {
	readonly hub: string
	readonly now: () => number
	readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
	readonly signal: AbortSignal
	/** What a look at the lines finds, from the address to what was understood. */
	readonly look: () => readonly CheckStep[]
}

/** Nothing is fetched for a door. */
const NOTHING: Fetcher = {
	get: () => Promise.resolve({ type: 'failed', reason: 'nothing is fetched for a TAK door' }),
	close: () => Promise.resolve(),
}

/** What people want of a door: the same as of any other source. */
export class TakOrders {
	readonly worker: Worker
	readonly #ports: OrderPorts
	readonly #desk: Desk

	constructor({ id, name, operation, key, options }: KeyedTak, ports: OrderPorts) {
		const feed = KeyedFeed.parse({ id, name, operation, key, options, format: 'cot', url: 'webhook:' })
		const adapter = openFormat('cot', options)
		if (!adapter.ok) throw new Error(adapter.fault[0]?.message ?? 'the options are not valid')
		const address = { url: ports.hub, key, operation, feed: id, signal: ports.signal }
		this.worker = createWorker(feed, adapter.value, { ...ports, hub: hubOf(address), fetcher: NOTHING })
		this.#ports = ports
		this.#desk = deskOf(address)
	}

	/** Why nothing is taken; undefined while the door is open. */
	get paused(): string | undefined {
		return this.worker.controls.paused
	}

	/** Until the signal. What was paused before a restart stays so. */
	async follow(): Promise<void> {
		await goOn(this.worker)
		if (this.paused !== undefined) this.worker.controls.pause(this.paused.replace(/^paused by /, ''))
		await hearCommands({ desk: this.#desk, signal: this.#ports.signal }, (command) => this.#obey(command))
	}

	/** The hub may not have heard it when it was ordered. */
	tellPause(): Promise<void> {
		return tellPause(this.worker)
	}

	#obey(command: HeardCommand): void {
		const { controls } = this.worker
		this.#ports.log.info({ tak: this.worker.feed.id, command: command.type, by: command.by }, 'told what to do')
		switch (command.type) {
			case 'pause':
				controls.pause(command.by)
				return this.#beside(this.tellPause())
			case 'resume':
				this.worker.told = ''
				return controls.resume()
			case 'poll-now':
				return controls.wake()
			case 'reconnect':
				return controls.reconnect()
			case 'check':
				return this.#beside(this.#check(command.no))
			case 'rerun':
				return this.#beside(rerun(this.worker, this.#desk, command))
		}
	}

	async #check(command: number): Promise<void> {
		const hub: CheckStep = { step: 'hub', outcome: 'ok', ms: null, text: 'reached' }
		await this.#desk.check({ command, at: iso(this.#ports.now()), steps: [...this.#ports.look(), hub] })
	}

	#beside(work: Promise<void>): void {
		work.catch((error: unknown) => this.#ports.log.error({ tak: this.worker.feed.id, err: error }, 'a command ended in a mistake of ours'))
	}
}

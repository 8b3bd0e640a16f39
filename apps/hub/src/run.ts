import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'

import type { Appended, Journal, Prepared } from '@lagebild/journal/port.ts'
import { prepareBatch, prepareEvent } from '@lagebild/journal/prepare.ts'
import type { Entry } from '@lagebild/model/entry.ts'
import { fault } from '@lagebild/model/fault.ts'
import { seq } from '@lagebild/model/ids.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import type { Logger } from 'pino'

import type { Clock } from './clock.ts'
import type { Speaker } from './core/guest.ts'
import type { Hub } from './core/hub.ts'
import type { Effect, Input, Ref, RequestId } from './core/input.ts'
import { step } from './core/step.ts'
import type { Meter } from './meter.ts'
import { namedId } from './named-id.ts'

/** What goes out to connections, in the order the core gave it. */
export type Delivery = Extract<Effect, { type: 'frame' | 'welcome' | 'beat' | 'operation' | 'reset' | 'refused' | 'bye' }>
/** What answers a request. */
export type Reply = Extract<Effect, { request: RequestId }>
type AppendEffect = Extract<Effect, { type: 'append' }>

function prepare({ body, urgency, grants = [] }: Pick<AppendEffect, 'body' | 'urgency' | 'grants'>): Prepared {
	const [grantVersion] = grants
	switch (body.type) {
		case 'event':
			return { ...prepareEvent(body.event, body.said, urgency), ...(grantVersion && { grantVersion }) }
		case 'batch':
			return { ...prepareBatch(body.batch, urgency), partVersions: grants }
		case 'thinned':
			return prepareEvent({ ...body.event, id: namedId(body.name) }, body.name, urgency)
	}
}

function reasonIn(message: unknown): 'gap' | 'digest' {
	const why = typeof message === 'object' && message !== null && 'why' in message ? message.why : undefined
	return typeof why === 'string' && why.startsWith('digest') ? 'digest' : 'gap'
}

/** Whoever is told what was applied may speak to a viewer on another way than these effects: nothing is held back then. */
function mayTravelTogether(effects: readonly Effect[]): boolean {
	let frames = 0
	for (const { type } of effects) {
		if (type === 'applied' || type === 'doubted') return false
		if (type === 'frame' || type === 'beat') frames++
	}
	return frames > 1
}

function placeOf({ seq: at, known, number }: Appended) {
	return { seq: at, known, ...(number !== undefined && { number }) }
}

export type RunOptions = {
	readonly hub: Hub
	readonly journal: Journal
	readonly now: Clock
	readonly log: Logger
	readonly deliver: (delivery: Delivery) => void
	/** What this work delivers to one viewer may travel together. */
	readonly together?: (work: () => void) => void
	/** What the core has applied, once each, in order of seq and without a gap. */
	readonly onApplied?: (entries: readonly Entry[]) => void
	/** N4: what came does not follow from what was applied. */
	readonly onDoubt?: () => void
	/** Others write into this journal too. */
	readonly shared?: boolean
	/** What a credential may do now; `same` when it cannot have changed, undefined when it is no more. */
	readonly grantOf: (credential: string) => Speaker | 'same' | undefined
	readonly meter?: Meter
	/** The core failed at something that no client said: what it holds cannot be trusted any more. */
	readonly onFatal: (error: Error) => void
}

/** Entries per journal read. */
const PAGE = 1_000

const IDLE_CHECK_MS = 10

/** The shell around one operation's core: takes one input at a time, performs what comes of it, and tells the outcomes. */
export class Runner {
	readonly #options: RunOptions
	readonly #queue: Input[] = []
	readonly #replies = new Map<RequestId, (reply: Reply) => void>()
	readonly #timers = new Set<NodeJS.Timeout>()
	#draining = false
	#reading: Promise<void> | undefined
	/** Said once per outage. */
	#unreadable = false
	#stopped = false

	constructor(options: RunOptions) {
		this.#options = options
	}

	/** An input that arises while another is handled waits its turn. */
	tell(input: Input): void {
		this.#queue.push(input)
		if (this.#draining) return
		this.#draining = true
		try {
			for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#take(next)
		} finally {
			this.#draining = false
		}
	}

	/** Tells an input that asks for an answer, under a name made up here. */
	ask(question: (request: RequestId) => Input): Promise<Reply> {
		const request = randomUUID()
		if (this.#stopped) return Promise.resolve({ type: 'refuse', request, fault: fault('not-ready') })
		return new Promise((resolve) => {
			this.#replies.set(request, resolve)
			this.tell(question(request))
		})
	}

	/** Requests without an answer yet. */
	get waiting(): number {
		return this.#replies.size
	}

	/** Resolves when nothing waits, or when the time is up. */
	async idle(patienceMs: number): Promise<void> {
		const deadline = performance.now() + patienceMs
		while (this.#replies.size > 0 && performance.now() < deadline) await delay(IDLE_CHECK_MS)
	}

	/** Ends the timers and answers whoever still waits. */
	stop(): void {
		this.#stopped = true
		for (const timer of this.#timers) clearTimeout(timer)
		for (const [request, resolve] of this.#replies) resolve({ type: 'refuse', request, fault: fault('not-ready') })
		this.#replies.clear()
	}

	#take(input: Input): void {
		const { hub, meter } = this.#options
		const begun = performance.now()
		try {
			this.#performAll(step(hub, input))
			if (input.type === 'tick') meter?.ticked(performance.now() - begun)
			else if (input.type === 'resync') meter?.resynced(reasonIn(input.message))
		} catch (error) {
			this.#failed(input, error)
		}
	}

	/** A bug. One message of one client must not end the hub for all others; anything else is the picture itself. */
	#failed(input: Input, error: unknown): void {
		if ('request' in input) {
			this.#logError(error, `the core failed at ${input.type}`)
			this.#send({ type: 'refuse', request: input.request, fault: fault('internal') })
		} else if ('viewer' in input) {
			this.#logError(error, `the core failed at ${input.type}`)
			this.#send({ type: 'refused', to: input.viewer, message: fault('internal') })
		} else {
			this.#options.onFatal(error instanceof Error ? error : new Error(String(error)))
		}
	}

	/** A viewer that comes, or is late, has frames of several lanes at one tick. */
	#performAll(effects: readonly Effect[]): void {
		if (effects.length === 0) return
		const perform = (): void => {
			for (const effect of effects) this.#perform(effect)
		}
		const { together } = this.#options
		if (together && mayTravelTogether(effects)) together(perform)
		else perform()
	}

	#perform(effect: Effect): void {
		switch (effect.type) {
			case 'append':
				void this.#append(effect)
				return
			case 'find':
				void this.#find(effect)
				return
			case 'grant':
				this.#grant(effect)
				return
			case 'read':
				void this.read(effect.from)
				return
			case 'applied':
			case 'doubted':
				this.#report(effect)
				return
			case 'wake':
				this.#wake(effect.inMs)
				return
			case 'slice':
				this.#slice()
				return
			default:
				this.#send(effect)
		}
	}

	#report(effect: Extract<Effect, { type: 'applied' | 'doubted' }>): void {
		if (effect.type === 'applied') this.#options.onApplied?.(effect.entries)
		else this.#options.onDoubt?.()
	}

	#send(effect: Delivery | Reply): void {
		if (!('request' in effect)) {
			this.#options.deliver(effect)
			return
		}
		this.#replies.get(effect.request)?.(effect)
		this.#replies.delete(effect.request)
	}

	async #append(effect: AppendEffect): Promise<void> {
		this.tell(await this.#outcome(effect))
	}

	/** A body that cannot be made canonical, or a broken journal: the sender hears that nothing is certain, and the log why. */
	async #outcome({ ref, ...append }: AppendEffect): Promise<Input> {
		try {
			const begun = performance.now()
			const outcome = await this.#options.journal.append(prepare(append))
			this.#options.meter?.appended(performance.now() - begun)
			if (!outcome.ok) return { type: 'failed', ref, fault: outcome.fault }
			return { type: 'stored', ref, ...placeOf(outcome.value) }
		} catch (error) {
			return this.#broken(ref, error)
		}
	}

	#broken(ref: Ref, error: unknown): Input {
		this.#logError(error, 'an append failed')
		return { type: 'failed', ref, fault: fault('internal') }
	}

	#grant({ ref, credential }: Extract<Effect, { type: 'grant' }>): void {
		const grant = this.#options.grantOf(credential)
		this.tell({ type: 'granted', ref, ...(grant && { grant }), now: this.#options.now() })
	}

	/** A search that failed found nothing: the sender is told so and may ask again. */
	async #find({ ref, event }: Extract<Effect, { type: 'find' }>): Promise<void> {
		const entry = await this.#options.journal.find(event).catch((error: unknown) => {
			this.#logError(error, 'a search failed')
			return undefined
		})
		this.tell({ type: 'found', ref, ...(entry && { entry }), now: this.#options.now() })
	}

	/** Tells the core what is in the journal from there on. Never rejects: the core asks again when it still misses something. */
	read(from: Seq): Promise<void> {
		this.#reading ??= this.#readOn(from).finally(() => {
			this.#reading = undefined
		})
		return this.#reading
	}

	/** Page by page: after a pause a hub may be far behind. */
	async #readOn(from: Seq): Promise<void> {
		const elsewhere = this.#options.shared ? { elsewhere: true as const } : {}
		try {
			for (let next = from, full = true; full;) {
				const entries = await this.#options.journal.read(next, PAGE)
				if (entries.length > 0) this.tell({ type: 'appended', entries, now: this.#options.now(), ...elsewhere })
				full = entries.length === PAGE && !this.#options.hub.newer
				next = seq(next + entries.length)
			}
			this.#unreadable = false
		} catch (error) {
			if (!this.#unreadable) this.#logError(error, 'the journal could not be read')
			this.#unreadable = true
		}
	}

	#wake(inMs: number): void {
		const timer = setTimeout(() => {
			this.#timers.delete(timer)
			this.tell({ type: 'woken', now: this.#options.now() })
		}, inMs)
		this.#timers.add(timer)
	}

	/** After the loop's turn: timers, what has come in, and what is to go out. */
	#slice(): void {
		setImmediate(() => {
			if (!this.#stopped) this.tell({ type: 'sliced', now: this.#options.now() })
		})
	}

	#logError(error: unknown, message: string): void {
		this.#options.log.error({ err: error, operation: this.#options.hub.operation.id }, message)
	}
}

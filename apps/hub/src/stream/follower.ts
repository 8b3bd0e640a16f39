import { randomUUID } from 'node:crypto'

import { advance } from '@lagebild/client/advance.ts'
import { haveOf } from '@lagebild/client/content.ts'
import type { Content } from '@lagebild/client/content.ts'
import { createSession } from '@lagebild/client/session.ts'
import type { Changes, SessionEffect, SessionEvent } from '@lagebild/client/session.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Bye, Open, Want } from '@lagebild/model/protocol.ts'

import type { Clock } from '../clock.ts'
import type { ViewerId } from '../core/input.ts'
import type { Delivery } from '../run.ts'
import type { RunningOperation } from '../running.ts'
import type { InnerViewers } from './inner-viewers.ts'

export type Place = NonNullable<Open['have']>

export type Following = {
	readonly running: RunningOperation
	readonly grant: Grant
	readonly want: Want
	readonly viewers: InnerViewers
	readonly now: Clock
	readonly onChange: (changes: Changes) => void
	/** It gets nothing any more. */
	readonly onEnd: (bye: Bye) => void
}

const SECOND_MS = 1_000
const BROKEN: Bye = { why: 'stopping', retryAfterMs: 1_000 }

/** Follows one operation as a client does, by the same frames and the same rules, without a wire between. */
export class Follower {
	readonly viewer: ViewerId = randomUUID()
	readonly running: RunningOperation
	readonly #following: Following
	readonly #session
	readonly #second: NodeJS.Timeout
	#grant: Grant
	#ended = false

	constructor(following: Following) {
		this.#following = following
		this.#grant = following.grant
		this.running = following.running
		this.#session = createSession({ want: following.want })
		this.#second = setInterval(() => this.#tell({ type: 'second', now: performance.now() }), SECOND_MS)
		following.viewers.add(this.viewer, (delivery) => this.#hear(delivery))
		this.#tell({ type: 'connected', now: performance.now() })
	}

	/** What it holds, once it has loaded and follows. */
	get content(): Content | undefined {
		return this.#session.state === 'live' ? this.#session.content : undefined
	}

	get asOf(): number {
		return this.#session.asOf ?? 0
	}

	/** Where another client could go on with the same content. */
	get place(): Place | undefined {
		return this.content && haveOf(this.content)
	}

	/** H7: its credential sees something else now, or nothing. */
	regrant(grant: Grant | undefined): void {
		const { credential } = this.#grant
		this.#grant = grant ?? this.#grant
		this.running.runner.tell({ type: 'regranted', credential, viewers: [this.viewer], ...(grant && { grant }), now: this.#following.now() })
	}

	close(): void {
		if (this.#ended) return
		this.#ended = true
		clearInterval(this.#second)
		this.#following.viewers.remove(this.viewer)
		this.running.runner.tell({ type: 'left', viewer: this.viewer })
	}

	#end(bye: Bye): void {
		if (this.#ended) return
		this.close()
		this.#following.onEnd(bye)
	}

	#hear(delivery: Delivery): void {
		const now = performance.now()
		switch (delivery.type) {
			case 'frame':
				return this.#tell({ type: 'frame', frame: delivery.message, bytes: delivery.text.length, now })
			case 'welcome':
				return this.#tell({ type: 'welcome', message: delivery.message })
			case 'beat':
				return this.#tell({ type: 'beat', beat: delivery.message, now })
			case 'reset':
				return this.#tell({ type: 'reset', message: delivery.message, now })
			case 'bye':
				return this.#end(delivery.message)
			case 'refused':
				return this.#end(BROKEN)
			case 'operation':
				return this.#following.onChange(NOTHING)
		}
	}

	#tell(event: SessionEvent): void {
		if (this.#ended) return
		for (const effect of advance(this.#session, event)) this.#perform(effect)
	}

	#perform(effect: SessionEffect): void {
		const { running, now, onChange } = this.#following
		const { viewer } = this
		const grant = this.#grant
		switch (effect.type) {
			case 'open':
				running.runner.tell({ type: 'opened', viewer, grant, message: effect.message, now: now() })
				return
			case 'ack':
				running.runner.tell({ type: 'acked', viewer, message: effect.message, now: now() })
				return
			case 'resync':
				running.runner.tell({ type: 'resync', viewer, message: effect.message, now: now() })
				return
			case 'load':
				void this.#load(effect.scopeId)
				return
			case 'changed':
				onChange(effect.changes)
				return
			case 'disconnect':
				this.#end(BROKEN)
				return
			default:
		}
	}

	async #load(scopeId: string): Promise<void> {
		const { running, want } = this.#following
		const load = await running.load(this.#grant, { scopeId, want })
		const isGood = load.ok && !running.withdrawn(load.value)
		this.#tell(isGood ? { type: 'loaded', load: load.value, now: performance.now() } : { type: 'load-failed' })
	}
}

const NOTHING: Changes = { rows: [], measured: [], dropped: [], reloaded: false }

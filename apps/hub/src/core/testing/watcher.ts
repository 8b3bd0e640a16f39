import type { Grant } from '@lagebild/model/label.ts'
import { PROTOCOL } from '@lagebild/model/protocol.ts'
import type { Beat, Frame, Load, Open, Welcome } from '@lagebild/model/protocol.ts'

import type { Effect } from '../input.ts'
import type { Desk } from './desk.ts'
import { grantOf } from './make.ts'

const EVERYTHING: Open['want'] = { cover: 'all' }

/** One viewer of a desk, by hand. */
export class Watcher {
	readonly id: string
	readonly #desk: Desk
	readonly #grant: Grant

	constructor(desk: Desk, id: string, grant: Grant = grantOf({ source: id })) {
		this.id = id
		this.#desk = desk
		this.#grant = grant
	}

	open(have?: Open['have'], want = EVERYTHING): Welcome | undefined {
		this.say('opened', { protocol: PROTOCOL, want, ...(have && { have }) })
		return this.#desk.take('welcome').find(({ to }) => to === this.id)?.message
	}

	load(scopeId: string): Load | undefined {
		this.#desk.tell({ type: 'rows', request: this.id, grant: this.#grant, scopeId, now: this.#desk.now })
		return this.#desk.take('load')[0]?.load
	}

	/** Opens, loads and opens again; live from the next tick on. */
	join(want = EVERYTHING): void {
		const load = this.load(this.open(undefined, want)?.scopeId ?? '')
		if (!load) throw new Error('no load')
		this.open({ epoch: load.epoch, scopeId: load.scopeId, seq: load.seq }, want)
	}

	say(type: 'opened' | 'scope' | 'acked' | 'resync', message: unknown): void {
		const { now } = this.#desk
		if (type === 'opened') this.#desk.tell({ type, viewer: this.id, grant: this.#grant, message, now })
		else this.#desk.tell({ type, viewer: this.id, message, now })
	}

	/** Takes the frames that were written to it, and leaves none to others. */
	frames(): readonly Frame[] {
		return framesTo(this.#desk.take('frame'), this.id)
	}

	beats(): readonly Beat[] {
		return this.#desk
			.take('beat')
			.filter(({ to }) => to.includes(this.id))
			.map(({ message }) => message)
	}

	ack(frames: readonly Frame[]): void {
		const last = frames.at(-1)
		if (last) this.say('acked', { frame: last.no })
	}
}

export function framesTo(effects: readonly Extract<Effect, { type: 'frame' }>[], id: string): readonly Frame[] {
	return effects.filter(({ to }) => to.includes(id)).map(({ message }) => message)
}

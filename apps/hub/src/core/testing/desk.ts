import type { Entry, EntryBody } from '@lagebild/model/entry.ts'
import { seq } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { Answer } from '@lagebild/model/protocol.ts'
import { instant } from '@lagebild/model/time.ts'
import { createPicture, headOf } from '@lagebild/picture/picture.ts'
import { entry } from '@lagebild/picture/testing/entries.ts'

import { namedId } from '../../named-id.ts'
import { createHub } from '../hub.ts'
import type { Hub } from '../hub.ts'
import type { AppendBody, Effect, Input } from '../input.ts'
import { step } from '../step.ts'
import { grantOf, operation, START } from './make.ts'

/** A core with the shortest of shells: what it appends is committed at once, and every effect is kept. */
export class Desk {
	readonly hub: Hub
	readonly entries: Entry[] = []
	/** Effects since they were last taken. */
	effects: Effect[] = []
	now = START
	/** The disk is slow: what is to be appended waits for `write`. */
	slow = false
	#unwritten: Extract<Effect, { type: 'append' }>[] = []

	constructor(over: Partial<Operation> = {}) {
		this.hub = createHub({ operation: operation(over), epoch: 'e1', picture: createPicture() })
	}

	tell(input: Input): void {
		for (const effect of step(this.hub, input)) {
			this.effects.push(effect)
			if (effect.type === 'append' && this.slow) this.#unwritten.push(effect)
			else if (effect.type === 'append') this.#commit(effect)
			if (effect.type === 'find') this.#find(effect)
			if (effect.type === 'slice') this.tell({ type: 'sliced', now: this.now })
		}
	}

	write(): void {
		for (const effect of this.#unwritten.splice(0)) this.#commit(effect)
	}

	take<T extends Effect['type']>(type: T): readonly Extract<Effect, { type: T }>[] {
		const of = (effect: Effect): effect is Extract<Effect, { type: T }> => effect.type === type
		const taken = this.effects.filter(of)
		this.effects = this.effects.filter((effect) => !of(effect))
		return taken
	}

	tick(ms = 100): void {
		this.now = instant(this.now + ms)
		this.tell({ type: 'tick', now: this.now })
	}

	submit(events: readonly unknown[], grant: Grant = grantOf()): readonly Answer[] {
		this.tell({ type: 'submitted', request: 'r', grant, events, now: this.now })
		const refused = this.take('refuse')[0]
		return refused ? [refused.fault] : (this.take('answers')[0]?.answers ?? [])
	}

	/** The answer after the next tick. */
	measure(message: unknown, grant: Grant = grantOf()): unknown {
		this.tell({ type: 'measured', request: 'm', grant, message, now: this.now })
		this.tick()
		return this.take('measured')[0]?.answer
	}

	/** An entry as if another hub had appended it. */
	append(body: EntryBody): void {
		this.#append(body)
	}

	#append(body: EntryBody): number {
		const number = headOf(this.hub.picture) + 1
		const made = { ...entry(number, body), recorded: this.now }
		this.entries.push(made)
		this.tell({ type: 'appended', entries: [made], now: this.now })
		return number
	}

	#commit({ ref, body }: Extract<Effect, { type: 'append' }>): void {
		const made = madeOf(body)
		const held = this.entries.find((one) => made.type === 'event' && one.body.type === 'event' && one.body.event.id === made.event.id)
		if (held) {
			this.tell({ type: 'stored', ref, seq: held.seq, known: true })
			return
		}
		const number = this.#append(made)
		this.tell({ type: 'stored', ref, seq: seq(number), known: false })
	}

	#find({ ref, event }: Extract<Effect, { type: 'find' }>): void {
		const held = this.entries.find(({ body }) => body.type === 'event' && body.event.id === event)
		this.tell({ type: 'found', ref, ...(held && { entry: held }), now: this.now })
	}
}

function madeOf(body: AppendBody): EntryBody {
	switch (body.type) {
		case 'batch':
			return body
		case 'event':
			return { type: 'event', event: body.event }
		case 'thinned':
			return { type: 'event', event: { ...body.event, id: namedId(body.name) } }
	}
}

export function uuid(n: number): string {
	return `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
}

export function incident(n: number, over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
	const entity = 'incident:lage:keller'
	return { id: uuid(n), kind: 'incident', entity, op: 'upsert', payload: { title: 'Keller', category: 'flooding' }, ...over }
}

export function unit(n: number, native = 'elw', source = 'lage'): Record<string, unknown> {
	const payload = { callsign: `Florian ${native}`, organisation: 'feuerwehr' }
	return { id: uuid(n), kind: 'unit', entity: `unit:${source}:${native}`, op: 'upsert', payload }
}

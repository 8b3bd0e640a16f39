import { advance } from '@lagebild/client/advance.ts'
import { createSession } from '@lagebild/client/session.ts'
import type { Session, SessionEvent } from '@lagebild/client/session.ts'
import { Want } from '@lagebild/model/protocol.ts'
import { describe, expect, test } from 'vitest'

import { Desk, unit } from './testing/desk.ts'
import { grantOf } from './testing/make.ts'

const UNITS = 400
const RATE = 20_000
/** What buffers between hub and client hold beyond the hub's knowledge empties at the rate of the link. */
const STEP_MS = 10

type Letter = { readonly text: string; readonly event: (now: number) => SessionEvent; left: number }

/** One client behind a link, in simulated time. */
class SlowClient {
	readonly session: Session = createSession({ want: Want.parse({}) })
	readonly #desk: Desk
	readonly #queue: Letter[] = []
	frames = 0

	constructor(desk: Desk) {
		this.#desk = desk
		this.tell({ type: 'due' })
		this.tell({ type: 'connected', now: desk.now })
	}

	tell(event: SessionEvent): void {
		const { now } = this.#desk
		const viewer = 'slow'
		for (const effect of advance(this.session, event)) {
			if (effect.type === 'open') this.#desk.tell({ type: 'opened', viewer, grant: grantOf(), message: effect.message, now })
			if (effect.type === 'ack') this.#desk.tell({ type: 'acked', viewer, message: effect.message, now })
			if (effect.type === 'load') this.#desk.tell({ type: 'rows', request: viewer, grant: grantOf(), scopeId: effect.scopeId, now })
		}
		this.#takePost()
	}

	#takePost(): void {
		const { effects } = this.#desk
		this.#desk.effects = []
		for (const effect of effects) {
			if (effect.type === 'load') this.tell({ type: 'loaded', load: effect.load, now: this.#desk.now })
			if (effect.type === 'welcome') this.tell({ type: 'welcome', message: effect.message })
			if (effect.type === 'beat') this.#post(JSON.stringify(effect.message), (now) => ({ type: 'beat', beat: effect.message, now }))
			if (effect.type !== 'frame') continue
			this.frames++
			this.#post(effect.text, (now) => ({ type: 'frame', frame: effect.message, bytes: effect.text.length, now }))
		}
	}

	#post(text: string, event: Letter['event']): void {
		this.#queue.push({ text, event, left: text.length })
	}

	/** Lets so many bytes through. */
	read(bytes: number): void {
		this.#takePost()
		let left = bytes
		for (let letter = this.#queue[0]; letter && left > 0; letter = this.#queue[0]) {
			const part = Math.min(left, letter.left)
			letter.left -= part
			left -= part
			if (letter.left > 0) return
			this.#queue.shift()
			this.tell(letter.event(this.#desk.now))
		}
	}
}

function moveAll(desk: Desk, i: number): void {
	move(desk, i, { first: 0, count: UNITS })
}

function move(desk: Desk, i: number, { first, count }: { readonly first: number; readonly count: number }): void {
	const observed = new Date(desk.now).toISOString()
	const numbers = Array.from({ length: count }, (_, n) => first + n)
	const positions = {
		entity: numbers.map((n) => `unit:lage:u${n}`),
		observed: numbers.map(() => observed),
		lat: numbers.map((n) => 53 + (n + i) / 1e4),
		lng: numbers.map(() => 10),
	}
	desk.tell({ type: 'measured', request: 'm', grant: grantOf(), message: { positions }, now: desk.now })
}

describe('a reader at 20 kB/s', () => {
	test('[H4] sees data at most three seconds old while twice as much happens', () => {
		const desk = new Desk()
		desk.submit(Array.from({ length: UNITS }, (_, n) => unit(n + 1, `u${n}`)))
		const client = new SlowClient(desk)
		let worst = 0
		for (let t = 0; t < 60_000; t += STEP_MS) {
			if (t % 500 === 0) moveAll(desk, t / 500)
			if (t % 100 === 0) desk.tick()
			if (t % 1_000 === 0) client.tell({ type: 'second', now: desk.now })
			client.read((RATE * STEP_MS) / 1_000)
			if (t > 10_000) worst = Math.max(worst, desk.now - (client.session.asOf ?? 0))
		}
		expect(client.session.content?.measured.size).toBe(UNITS)
		expect(worst).toBeLessThan(3_000)
	})
})

/** 98 kB a second: as much of it is new at each tick. */
const [MANY, TENTH] = [2_000, 200]

test.each([3_000, 12_000])('[H4, F7] a reader that keeps up is in step again soon after its link was cut for %i ms', (cut) => {
	const desk = new Desk()
	desk.submit(Array.from({ length: MANY }, (_, n) => unit(n + 1, `u${n}`)))
	const client = new SlowClient(desk)
	for (let t = 0; t < 40_000; t += STEP_MS) {
		if (t % 100 === 0) {
			move(desk, t / 100, { first: ((t / 100) % 10) * TENTH, count: TENTH })
			desk.tick()
		}
		if (t % 1_000 === 330) client.tell({ type: 'second', now: desk.now })
		if (t < 15_000 || t > 15_000 + cut) client.read(4_000)
		if (t === 33_000) client.frames = 0
	}
	expect(client.frames).toBeGreaterThanOrEqual(68)
})

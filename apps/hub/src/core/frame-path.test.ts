import { advance } from '@lagebild/client/advance.ts'
import { createSession } from '@lagebild/client/session.ts'
import type { SessionEvent } from '@lagebild/client/session.ts'
import { seq } from '@lagebild/model/ids.ts'
import type { Frame } from '@lagebild/model/protocol.ts'
import { Want } from '@lagebild/model/protocol.ts'
import { tileOf } from '@lagebild/picture/scope.ts'
import { describe, expect, test } from 'vitest'

import { acknowledge, affords, createCredit, CREDIT_LIMITS, spend } from './credit.ts'
import { Desk, incident, unit } from './testing/desk.ts'
import { grantOf } from './testing/make.ts'
import { Watcher } from './testing/watcher.ts'

const HERE = { lat: 53.55, lng: 9.97 }
/** Some 13 km away. */
const AWAY = { lat: 53.55, lng: 10.17 }
const near = Want.parse({ cover: [tileOf(HERE, 12)] })
const far = Want.parse({ cover: [tileOf(AWAY, 12)] })

function measure(desk: Desk, entity: string, { lat, lng }: { readonly lat: number; readonly lng: number }): void {
	const positions = { entity: [entity], observed: [new Date(desk.now).toISOString()], lat: [lat], lng: [lng] }
	desk.tell({ type: 'measured', request: 'm', grant: grantOf(), message: { positions }, now: desk.now })
}

/** Two units, one in each cover, and a watcher of each cover, in step. */
function twoCovers(): { desk: Desk; here: Watcher; away: Watcher } {
	const desk = new Desk()
	desk.submit([unit(1, 'here'), unit(2, 'away')])
	measure(desk, 'unit:lage:here', HERE)
	measure(desk, 'unit:lage:away', AWAY)
	desk.tick()
	const [here, away] = [new Watcher(desk, 'here'), new Watcher(desk, 'away')]
	here.join(near)
	away.join(far)
	desk.tick()
	const frames = desk.take('frame')
	for (const watcher of [here, away]) watcher.ack(frames.filter(({ to }) => to.includes(watcher.id)).map(({ message }) => message))
	return { desk, here, away }
}

function tickWith(desk: Desk, place: number): readonly { readonly to: readonly string[]; readonly message: Frame }[] {
	measure(desk, 'unit:lage:here', { ...HERE, lat: HERE.lat + place / 1e4 })
	desk.tick()
	return desk.take('frame')
}

describe('a tick', () => {
	test('[F3] sends a group nothing for what it does not see, and its next frame joins on', () => {
		const { desk, here, away } = twoCovers()
		for (let n = 1; n <= 3; n++) expect(tickWith(desk, n).map(({ to }) => to)).toEqual([[here.id]])
		measure(desk, 'unit:lage:away', { ...AWAY, lat: AWAY.lat + 1e-4 })
		desk.tick()
		const [told] = away.frames()
		expect(told).toMatchObject({ lane: 'M', move: { k: [2] } })
		expect(told?.from).toBeLessThan((told?.to ?? 0) - 1)
	})

	test('[F3] a thing that crosses from one cover into another is dropped here and put there', () => {
		const { desk, here, away } = twoCovers()
		desk.tick(3_600_000)
		desk.effects = []
		measure(desk, 'unit:lage:here', AWAY)
		desk.tick()
		const frames = desk.take('frame')
		expect(frames.find(({ to }) => to.includes(here.id))?.message).toMatchObject({ drop: ['unit:lage:here'] })
		expect(frames.find(({ to }) => to.includes(away.id))?.message).toMatchObject({ put: [{ id: 'unit:lage:here' }] })
	})

	test('[F4] tells lanes U and S once for one class of readers, whatever their covers, and again for another class', () => {
		const { desk, here, away } = twoCovers()
		const guest = new Watcher(desk, 'guest', grantOf({ source: 'guest', clearance: 'open' }))
		guest.join(near)
		desk.tick()
		desk.effects = []
		desk.submit([incident(9)])
		desk.tick()
		const frames = desk.take('frame').filter(({ message }) => message.lane === 'S')
		expect(frames.map(({ to }) => to)).toEqual([[here.id], [away.id]])
		const [first, second] = frames.map(({ text }) => text.slice(text.indexOf('"put"')))
		expect(second).toBe(first)
		expect([...desk.hub.changes.shared.keys()].filter((key) => key.startsWith('S'))).toHaveLength(2)
		for (const { message, text } of frames) expect(JSON.parse(text)).toEqual(message)
	})

	test('[F5] sends what was measured before it, as soon as it is durable', () => {
		const { desk, here } = twoCovers()
		desk.slow = true
		expect(tickWith(desk, 1)).toEqual([])
		desk.write()
		expect(here.frames()).toMatchObject([{ lane: 'M', move: { k: [1] } }])
	})

	test('[F5] does not wait for a slow disk longer than until the next one', () => {
		const { desk, here } = twoCovers()
		desk.slow = true
		expect(tickWith(desk, 1)).toEqual([])
		desk.tick()
		desk.write()
		expect(here.frames()).toEqual([])
		desk.slow = false
		expect(tickWith(desk, 2)).toMatchObject([{ to: [here.id], message: { lane: 'M' } }])
	})
})

type Stream = { readonly bytes: number; readonly lane?: 'U' | 'M'; readonly late?: boolean; readonly roundTrip?: number }

/** Hub and client by their rules, with a round trip of 50 ms if nothing else is said, and a frame of so many bytes at each tick. */
class Flow {
	readonly #session = createSession({ want: Want.parse({}) })
	readonly #credit = createCredit(CREDIT_LIMITS)
	#onTheWay: { readonly at: number; readonly arrive: (now: number) => void }[] = []
	readonly #stream: Required<Stream>
	#late = false
	acks = 0
	refused = 0

	constructor(stream: Stream) {
		this.#stream = { lane: 'M', late: false, roundTrip: 50, ...stream }
		this.#session.state = 'loading'
	}

	/** What happens from `since` on counts; from there on it is late, if it is. */
	run(until: number, since: number): void {
		for (let now = 0; now < until; now += 25) {
			if (now === since) this.acks = this.refused = 0
			this.#late = this.#stream.late && now >= since
			const due = this.#onTheWay.filter(({ at }) => at <= now)
			this.#onTheWay = this.#onTheWay.filter(({ at }) => at > now)
			for (const { arrive } of due) arrive(now)
			if (now % 1_000 === 0) this.#tell({ type: 'second', now })
			if (now % 100 === 0) this.#tick(now)
		}
	}

	#tick(now: number): void {
		const { bytes, lane, roundTrip } = this.#stream
		if (!affords(this.#credit, lane, { bytes, now, late: this.#late })) {
			this.refused++
			return
		}
		spend(this.#credit, lane, { no: now, bytes, now })
		const message = frame(now, lane)
		this.#onTheWay.push({ at: now + roundTrip / 2, arrive: (later) => this.#tell({ type: 'frame', frame: message, bytes, now: later }) })
	}

	#tell(event: Extract<SessionEvent, { type: 'frame' | 'second' }>): void {
		for (const effect of advance(this.#session, event)) {
			if (effect.type !== 'ack') continue
			this.acks++
			const { frame: no } = effect.message
			this.#onTheWay.push({ at: event.now + this.#stream.roundTrip / 2, arrive: (now) => void acknowledge(this.#credit, no, now) })
		}
	}
}

function frame(no: number, lane: 'U' | 'M'): Frame {
	return { no, epoch: 'e', scopeId: 's', from: seq(0), to: seq(1), asOf: 0, lane }
}

const SIZES = [200, 1_000, 4_000, 10_000, 20_000]

test.each([
	{ late: false, roundTrip: 50 },
	{ late: false, roundTrip: 600 },
	{ late: true, roundTrip: 50 },
	{ late: true, roundTrip: 200 },
])('[F7] a client that keeps up acknowledges hardly more than once a second, and never starves by that: %j', (link) => {
	for (const bytes of SIZES) {
		const flow = new Flow({ ...link, bytes })
		flow.run(20_000, 10_000)
		expect({ bytes, refused: flow.refused }).toEqual({ bytes, refused: 0 })
		expect(flow.acks / 10).toBeLessThanOrEqual(Math.max(1.5, (bytes * 10) / 81_920 + 0.2))
	}
})

test('[F7] urgent frames that come often are acknowledged before the hub holds the next one back', () => {
	for (const bytes of [200, 1_000, 4_000]) {
		const flow = new Flow({ bytes, lane: 'U' })
		flow.run(20_000, 10_000)
		expect({ bytes, refused: flow.refused }).toEqual({ bytes, refused: 0 })
	}
})

import type { Entry } from '@lagebild/model/entry.ts'
import { instant } from '@lagebild/model/time.ts'
import { createPicture, headOf } from '@lagebild/picture/picture.ts'
import { entry, statement } from '@lagebild/picture/testing/entries.ts'
import { describe, expect, test } from 'vitest'

import { createHub } from './hub.ts'
import type { Hub } from './hub.ts'
import type { Effect, Input } from './input.ts'
import { step } from './step.ts'
import { Desk, unit } from './testing/desk.ts'
import { grantOf, operation, START } from './testing/make.ts'

function hashOf(n: number): string {
	return n.toString(16).padStart(64, '0')
}

/** Entry n of a journal whose hashes are its numbers. */
function linked(n: number, prevHash = hashOf(n - 1)): Entry {
	const event = statement({
		op: 'upsert',
		entity: `incident:lage:i${n}`,
		id: n,
		with: { payload: { title: `${n}`, category: 'flooding' } },
	})
	return { ...entry(n, { type: 'event', event }), prevHash, hash: hashOf(n) }
}

function hubAt(): Hub {
	return createHub({ operation: operation(), epoch: 'e1', picture: createPicture(), hash: hashOf(0) })
}

function tell(hub: Hub, entries: readonly Entry[], over: { readonly now?: number; readonly elsewhere?: true } = {}): readonly Effect[] {
	const { now = 1_000, elsewhere } = over
	return step(hub, { type: 'appended', entries, now: instant(now), ...(elsewhere && { elsewhere }) })
}

function of<T extends Effect['type']>(effects: readonly Effect[], type: T): readonly Extract<Effect, { type: T }>[] {
	return effects.filter((effect): effect is Extract<Effect, { type: T }> => effect.type === type)
}

describe('entries of other hubs', () => {
	test('[N2] come in any order, are applied once by seq, and what is missing is asked for after 50 ms', () => {
		const hub = hubAt()
		const early = tell(hub, [linked(2), linked(3)], { elsewhere: true })
		expect([headOf(hub.picture), of(early, 'wake')[0]?.inMs]).toEqual([0, 50])
		expect(of(step(hub, { type: 'woken', now: instant(1_040) }), 'read')).toEqual([])
		expect(of(step(hub, { type: 'woken', now: instant(1_050) }), 'read')).toEqual([{ type: 'read', from: 1 }])
		const late = tell(hub, [linked(1), linked(2)], { elsewhere: true, now: 1_060 })
		expect(of(late, 'applied').map(({ entries }) => entries.map(({ seq }) => seq))).toEqual([[1, 2, 3]])
		expect([headOf(hub.picture), hub.hole]).toEqual([3, undefined])
	})

	test('[N3] are no proof that the picture is at the head; an answer about the head is', () => {
		const hub = hubAt()
		tell(hub, [linked(1)], { elsewhere: true })
		expect(hub.asOf).toBe(0)
		step(hub, { type: 'polled', seq: linked(1).seq, asked: instant(900) })
		expect(hub.asOf).toBe(900)
		tell(hub, [linked(2)])
		expect(hub.asOf).toBe(1_000)
	})

	test('[N4] that do not follow from what was applied are not applied, and doubted; the true ones still are', () => {
		const hub = hubAt()
		tell(hub, [linked(1)])
		const effects = tell(hub, [linked(2, hashOf(77)), linked(3)], { elsewhere: true })
		expect([headOf(hub.picture), of(effects, 'doubted')]).toEqual([1, [{ type: 'doubted', after: 1 }]])
		const asked: Input = { type: 'tick', now: instant(1_100) }
		expect(of(step(hub, asked), 'read')).toEqual([{ type: 'read', from: 2 }])
		expect(of(tell(hub, [linked(2), linked(3)], { elsewhere: true }), 'applied')[0]?.entries).toHaveLength(2)
		expect([headOf(hub.picture), hub.hole]).toEqual([3, undefined])
	})

	test('[N14] a position is kept by the hub that wrote its batch, and by another one when that does not', () => {
		const desk = new Desk()
		desk.submit([unit(1)])
		desk.now = instant(START + 600_000)
		const positions = { entity: ['unit:lage:elw'], observed: [new Date(desk.now).toISOString()], lat: [53.5], lng: [10] }
		desk.measure({ positions }, grantOf({ source: 'geraet', rank: 'device' }))
		const other = createHub({ operation: operation(), epoch: 'e1', picture: createPicture() })
		const written = desk.entries.filter(({ body }) => body.type === 'batch' || (body.type === 'event' && !('thinned' in body.event)))
		step(other, { type: 'appended', entries: written, now: desk.now, elsewhere: true })
		const soon = step(other, { type: 'tick', now: instant(desk.now + 4_900) })
		expect([of(soon, 'append'), other.thinning.due.size]).toEqual([[], 1])
		expect(of(step(other, { type: 'tick', now: instant(desk.now + 5_000) }), 'append')).toHaveLength(1)
		desk.tick()
		const kept = desk.entries.filter(({ body }) => body.type === 'event' && 'thinned' in body.event)
		expect(kept).toHaveLength(1)
	})
})

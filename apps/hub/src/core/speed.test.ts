import { describe, expect, test } from 'vitest'

import { Desk, unit } from './testing/desk.ts'
import { grantOf } from './testing/make.ts'
import { Watcher } from './testing/watcher.ts'

const UNITS = 2_000
const VIEWERS = 200

function positionsAt(now: number): unknown {
	const entity = Array.from({ length: UNITS }, (_, n) => `unit:lage:u${n}`)
	const observed = entity.map(() => new Date(now).toISOString())
	return {
		positions: { entity, observed, lat: entity.map((_, n) => 53 + (n % 100) / 1e3 + now / 1e12), lng: entity.map((_, n) => 10 + n / 1e5) },
	}
}

/** Medians of many runs on a shared machine; the bounds are an order of magnitude above what a quiet one needs. */
describe('one tick', () => {
	test('[H3] with 2,000 moved units is encoded once for 200 viewers, in a few milliseconds', () => {
		const desk = new Desk()
		for (let n = 0; n < UNITS; n += 1_000) desk.submit(Array.from({ length: 1_000 }, (_, i) => unit(n + i + 1, `u${n + i}`)))
		const viewers = Array.from({ length: VIEWERS }, (_, i) => new Watcher(desk, `v${i}`))
		for (const viewer of viewers) viewer.join()
		desk.tick()
		const spent: number[] = []
		let texts = 0
		for (let round = 0; round < 12; round++) {
			const last = desk.effects.findLast((effect) => effect.type === 'frame')
			for (const viewer of viewers) viewer.say('acked', { frame: last?.message.no ?? 0 })
			desk.effects = []
			desk.tell({ type: 'measured', request: 'm', grant: grantOf(), message: positionsAt(desk.now), now: desk.now })
			desk.tick()
			const begun = performance.now()
			desk.tick()
			spent.push(performance.now() - begun)
			texts = desk.effects.filter((effect) => effect.type === 'frame').length
		}
		const median = spent.toSorted((a, b) => a - b)[6] ?? Infinity
		expect(texts).toBe(1)
		expect(median).toBeLessThan(50)
	})
})

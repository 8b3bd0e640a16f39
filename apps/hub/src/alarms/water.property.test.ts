import { EntityId } from '@lagebild/model/ids.ts'
import { instant, iso } from '@lagebild/model/time.ts'
import { batch, curve, curves, journal, observations, statement } from '@lagebild/picture/testing/entries.ts'
import { fold } from '@lagebild/picture/testing/fold.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { alarmId } from './decide.ts'
import { Bell, findingsIn, GAUGE, MINUTE, sightOf } from './testing/bell.ts'

const NAME = { name: 'ST. PAULI', property: 'W', unit: 'm NHN' }
const LINES = [4, 5, 6]
/** Down by 10 cm, for 20 minutes, and then the half minute that every end waits. */
const [FALL, LONG] = [0.1, 20]

/** Metres, from minute to minute within what water can do. */
const water = fc
	.array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 60 })
	.map((steps) =>
		steps.reduce<number[]>((levels, step) => [...levels, Math.max(3.7, Math.min(6.3, (levels.at(-1) ?? 3.9) + step / 20))], []),
	)

function surge(levels: readonly number[]): { readonly bell: Bell; readonly raised: readonly string[][] } {
	const bell = new Bell({ alarms: { off: ['rise', 'forecast'], settleSeconds: 0 } })
	bell.say('sensor', 'pegel', NAME, { version: 2 })
	const raised = levels.map((level) => {
		const before = bell.said.length
		bell.desk.measure({ observations: { entity: [GAUGE], observed: [iso(instant(bell.now))], value: [level] } })
		bell.look()
		const fresh = bell.said.slice(before).flatMap((one) => (one['op'] === 'upsert' ? [one.entity] : []))
		bell.desk.now = instant(bell.desk.now + MINUTE - 100)
		return fresh
	})
	return { bell, raised }
}

test('[R10] each line that the water passes is alarmed exactly once, and again only after it has been well below for long enough', () => {
	fc.assert(
		fc.property(water, (levels) => {
			const { raised } = surge(levels)
			for (const [stage, line] of LINES.entries()) {
				const id = alarmId({ rule: 'level', part: String(stage), about: EntityId.parse(GAUGE) })
				const times = raised.flatMap((ids, minute) => (ids.includes(id) ? [minute] : []))
				const first = levels.findIndex((level) => level + 0.0005 >= line)
				expect(times[0] ?? -1).toBe(first)
				for (const [n, again] of times.entries()) {
					const before = times[n - 1]
					if (before === undefined) continue
					const between = levels.slice(before, again)
					const longest = Math.max(
						0,
						...between
							.join(' ')
							.split(' ')
							.map((_, from) => quiet(between.slice(from), line)),
					)
					expect(longest).toBeGreaterThanOrEqual(LONG)
				}
			}
		}),
		{ numRuns: 40 },
	)
})

/** How many values from the first on are well below. */
function quiet(levels: readonly number[], line: number): number {
	const high = levels.findIndex((level) => level + 0.0005 >= line - FALL)
	return high === -1 ? levels.length : high
}

test('[R1] the same entries in any order are alarmed alike', () => {
	const at = 1_000 * MINUTE
	const sensor = statement({ op: 'upsert', entity: GAUGE, with: { version: 2, payload: NAME } })
	fc.assert(
		fc.property(water, fc.array(fc.nat(), { minLength: 61, maxLength: 61 }), (levels, chance) => {
			const entries = journal(sensor, ...levels.map((value, n) => batch(observations([{ entity: GAUGE, at: at + n * MINUTE, value }]))))
			const shuffled = entries
				.map((entry, n) => ({ entry, place: chance[n] ?? 0 }))
				.toSorted((a, b) => a.place - b.place)
				.map(({ entry }) => entry)
			const now = at + levels.length * MINUTE
			const [one, other] = [fold(entries), fold(shuffled)]
			expect(findingsIn(other, sightOf(other, now))).toEqual(findingsIn(one, sightOf(one, now)))
		}),
		{ numRuns: 40 },
	)
})

function measuredUntil(values: readonly (readonly [minute: number, metres: number])[], now: number) {
	const sensor = statement({ op: 'upsert', entity: GAUGE, with: { version: 2, payload: NAME } })
	const picture = fold(
		journal(sensor, ...values.map(([minute, value]) => batch(observations([{ entity: GAUGE, at: (1_000 + minute) * MINUTE, value }])))),
	)
	return findingsIn(picture, sightOf(picture, (1_000 + now) * MINUTE))
}

test('[R10] [R4] a level that is old, or that no water reaches so fast, raises nothing', () => {
	const states = (found: ReturnType<typeof measuredUntil>) => found.filter(({ rule }) => rule === 'level').map(({ state }) => state)
	expect(states(measuredUntil([[0, 4.1]], 5))).toEqual(['up'])
	expect(states(measuredUntil([[0, 4.1]], 31))).toEqual(['keep'])
	expect(
		states(
			measuredUntil(
				[
					[0, 3],
					[1, 4.5],
				],
				2,
			),
		),
	).toEqual(['keep'])
})

test('[R11] a rise over the limit, until it is below four fifths of it', () => {
	const state = (cmPerHour: number) =>
		measuredUntil(
			[
				[0, 3],
				[30, 3 + cmPerHour / 200],
			],
			30,
		).find(({ rule }) => rule === 'rise')?.state
	expect([state(160), state(130), state(110)]).toEqual(['up', 'keep', undefined])
})

test('[R12] the highest line that the forecast passes and the water has not, once', () => {
	const sensor = statement({ op: 'upsert', entity: GAUGE, with: { version: 2, payload: NAME } })
	const now = 1_000 * MINUTE
	const found = (level: number, peak: number) => {
		const issue = curve({ entity: GAUGE, series: 'forecast', issued: now, points: [[now + 120 * MINUTE, peak]] })
		const picture = fold(journal(sensor, batch(observations([{ entity: GAUGE, at: now, value: level }])), batch(curves([issue]))))
		return findingsIn(picture, sightOf(picture, now)).flatMap(({ rule, part, state }) => (rule === 'forecast' ? [`${part} ${state}`] : []))
	}
	expect(found(3, 5.84)).toEqual(['1 up'])
	expect(found(5.2, 5.84)).toEqual([])
	expect(found(3, 5.95)).toEqual(['1 up', '2 keep'])
	expect(found(3, 3.8)).toEqual([])
})

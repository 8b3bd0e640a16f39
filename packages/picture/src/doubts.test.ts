import type { StatementEvent } from '@lagebild/model/event.ts'
import type { Batch } from '@lagebild/model/measurement.ts'
import { iso } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { effectOf } from './effect.ts'
import { countOf } from './fixes.ts'
import { restorePicture, snapshotOf } from './snapshot.ts'
import { chained } from './state.ts'
import { batch, entry, journal, observations, positions, retraction, statement, thinned } from './testing/entries.ts'
import type { Position } from './testing/entries.ts'
import { dump, fold, measuredRow, row } from './testing/fold.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const UNIT = 'unit:a:1'
const PEGEL = 'sensor:wsv:st-pauli'
const unitAs = (payload: object) =>
	statement({ op: 'upsert', entity: UNIT, with: { payload: { callsign: 'Florian 1', organisation: 'feuerwehr', ...payload } } })
const unit = unitAs({})
const pegelIn = (fields: object) =>
	statement({ op: 'upsert', entity: PEGEL, with: { payload: { name: 'St. Pauli', property: 'W', unit: 'cm', ...fields } } })
const pegel = pegelIn({})

/** Metres north of the Elbe at a second. */
const at = (seconds: number, north: number, who: Parameters<typeof positions>[1] = {}, more: Partial<Position> = {}) =>
	batch(positions([{ entity: UNIT, at: seconds * SECOND, ...place(north), ...more }], who))
const place = (north: number) => ({ lat: 53.5 + north / 111_195, lng: 10 })
const level = (minutes: number, value: number | null, source = 'wsv') =>
	batch(observations([{ entity: PEGEL, at: minutes * MINUTE, value }], { source }))

/** In every order that puts one entry last or turns them round: verdicts do not depend on it. */
function shown(...said: readonly (StatementEvent | Batch)[]) {
	const entries = journal(...said)
	const pictures = [entries, entries.toReversed(), ...entries.map((last) => [...entries.filter((each) => each !== last), last])].map(fold)
	for (const picture of pictures) {
		expect(dump(picture)).toEqual(dump(fold(entries)))
		expect(dump(restorePicture(JSON.parse(JSON.stringify(snapshotOf(picture)))))).toEqual(dump(picture))
	}
	return fold(entries)
}

const far = 400_000
/** A position that the hub marked. */
const farAt = (seconds: number) => {
	const { parts } = at(seconds, far)
	return batch(...parts.map((part) => ({ ...part, ...(part.positions && { positions: { ...part.positions, far: [0] } }) })))
}
const ghostOf = (...said: readonly (StatementEvent | Batch)[]) => measuredRow(shown(...said), UNIT)

describe('a position that cannot be', () => {
	test('[P44] is a ghost beside the last plausible one', () => {
		expect(ghostOf(unit, at(10, 0), at(70, far))).toEqual({
			id: UNIT,
			k: 1,
			v: 3,
			at: 10 * SECOND,
			position: place(0),
			ghost: { position: place(far), at: 70 * SECOND, source: 'geraet', what: 'speed', from: 10 * SECOND },
			source: 'geraet',
			doubts: [{ what: 'speed', field: 'position', source: 'geraet', at: 70 * SECOND }],
		})
	})

	test('[P44] does not condemn the return', () => {
		expect(ghostOf(unit, at(10, 0), at(20, far), at(30, 100))).not.toHaveProperty('ghost')
		expect(ghostOf(unit, at(10, 0), at(20, far), at(30, 100))).toMatchObject({ position: place(100), at: 30 * SECOND })
	})

	test('[P44] is plausible again with the second one that agrees', () => {
		expect(ghostOf(unit, at(10, 0), at(20, far), at(30, far + 100))).toMatchObject({ position: place(far + 100) })
		expect(ghostOf(unit, at(10, 0), at(20, far), at(30, far + 100))).not.toHaveProperty('doubts')
	})

	test('[P44] two implausible ones that disagree with each other leave the last plausible one where it is', () => {
		expect(ghostOf(unit, at(10, 0), at(20, far), at(30, 2 * far))).toMatchObject({
			position: place(0),
			ghost: { position: place(2 * far), at: 30 * SECOND, from: 10 * SECOND },
		})
	})

	test('[P44] what was three before vouches for nothing', () => {
		const back = ghostOf(unit, at(10, 0), at(70, far), at(130, -far), at(190, 0))
		expect([back?.at, back?.ghost?.at]).toEqual([10 * SECOND, 190 * SECOND])
	})

	test('[P44] two places told by turns are shown both', () => {
		const turns = [at(10, 0), at(20, far), at(30, 0), at(40, far), at(50, 0)]
		expect(ghostOf(unit, ...turns)).toMatchObject({ position: place(0), at: 50 * SECOND, ghost: { position: place(far), at: 40 * SECOND } })
	})

	test('[P44] allows for time, accuracy and scatter', () => {
		expect(ghostOf(unit, at(0, 0), at(6_000, far))).not.toHaveProperty('ghost')
		expect(ghostOf(unit, at(0, 0), at(1, 260))).not.toHaveProperty('ghost')
		expect(ghostOf(unit, at(0, 0), at(1, 290))).toHaveProperty('ghost')
	})

	test('[P44] is judged by what the thing is: a helicopter, a ship, anything in the air', () => {
		const heli = unitAs({ sign: { grundzeichen: 'hubschrauber' } })
		expect(ghostOf(unit, at(0, 0), at(60, 6_000))).toHaveProperty('ghost')
		expect(ghostOf(heli, at(0, 0), at(60, 6_000))).not.toHaveProperty('ghost')
		const track = (payload: object) => statement({ op: 'upsert', entity: 'track:ais:1', with: { payload: { name: 'x', ...payload } } })
		const fix = (seconds: number, north: number) => batch(positions([{ entity: 'track:ais:1', at: seconds * SECOND, ...place(north) }]))
		const ghost = (payload: object) => measuredRow(shown(track(payload), fix(0, 0), fix(60, 6_000)), 'track:ais:1')?.ghost
		expect([ghost({ mmsi: '211281610' })?.what, ghost({ mmsi: '111211001' }), ghost({})]).toEqual(['speed', undefined, undefined])
	})

	test('[P44] what becomes known of a thing changes the verdict on it', () => {
		const later = statement({ op: 'patch', entity: UNIT, id: 2, at: 2_000, with: { payload: { sign: { symbol: 'hubschrauber' } } } })
		expect(ghostOf(unit, at(0, 0), at(60, 6_000), later)).not.toHaveProperty('ghost')
	})

	test('[P44] each source is judged by itself, and the newest plausible position of any shows', () => {
		const [a, b] = [{ source: 'tablet' }, { source: 'funk' }]
		expect(ghostOf(unit, at(10, 0, a), at(20, far, b), at(30, 50, a), at(40, far, a))).toMatchObject({
			position: place(50),
			source: 'tablet',
			ghost: { source: 'tablet', at: 40 * SECOND },
		})
		const older = ghostOf(unit, at(10, 0, a), at(20, far, a), at(30, 500, b))
		expect(older).toMatchObject({ position: place(500), source: 'funk' })
		expect(older).not.toHaveProperty('ghost')
	})

	test('[P44] a place that a record states is not judged by speed', () => {
		const says = statement({
			op: 'patch',
			entity: UNIT,
			id: 2,
			at: 12_000,
			with: { geometry: { type: 'Point', coordinates: [11.5, 48.1] } },
		})
		expect(ghostOf(unit, at(10, 0), says)).toMatchObject({ position: { lat: 48.1, lng: 11.5 }, at: 12_000 })
		expect(ghostOf(unit, at(10, 0), says)).not.toHaveProperty('ghost')
	})

	test('[P44, P46] far outside is shown and says so; the first such place of a source is a ghost', () => {
		const away = farAt
		const doubt = { what: 'far', field: 'position', source: 'geraet', at: 9_000 * SECOND }
		expect(ghostOf(unit, away(9_000))).toMatchObject({ position: place(far), doubts: [doubt] })
		expect(ghostOf(unit, at(0, 0), away(9_000))).toMatchObject({
			position: place(0),
			ghost: { what: 'far', at: 9_000 * SECOND },
			doubts: [doubt],
		})
		expect(ghostOf(unit, at(0, 0), away(8_990), away(9_000))).toMatchObject({ position: place(far), doubts: [doubt] })
		expect(ghostOf(unit, at(0, 0), away(8_990), away(9_000))).not.toHaveProperty('ghost')
	})

	test('[P44] of two places told by turns the one far outside is the ghost', () => {
		const here = (seconds: number) => at(seconds, 0)
		const picture = ghostOf(unit, here(10), farAt(20), here(30), farAt(40))
		expect(picture).toMatchObject({ position: place(0), at: 30 * SECOND, ghost: { position: place(far), at: 40 * SECOND } })
	})

	test('[P46] a record that states a place far outside is marked in both rows, and its effect stays what it is', () => {
		const event = {
			...statement({ op: 'patch', entity: UNIT, id: 2, at: 12_000, with: { geometry: { type: 'Point', coordinates: [11.5, 48.1] } } }),
			doubts: ['far'] as const,
		}
		const picture = shown(unit, event)
		const doubts = [{ what: 'far', field: 'position', source: 'a', at: 12_000 }]
		expect(row(picture, UNIT)).toMatchObject({ geometry: { coordinates: [11.5, 48.1] }, doubts })
		expect(measuredRow(picture, UNIT)).toMatchObject({ position: { lat: 48.1, lng: 11.5 }, doubts })
		expect(effectOf(picture, event)).toEqual({ effect: 'applied' })
	})

	test('[P47] the newest four instants decide, and one instant counts once', () => {
		const many = Array.from({ length: 9 }, (_, i) => at(i, i * 10))
		const picture = shown(unit, ...many, at(8, 85, { n: 1 }))
		expect(measuredRow(picture, UNIT)).toMatchObject({ position: place(85) })
		expect(chained(picture.entities[0]?.measured?.track).map(countOf)).toEqual([4])
	})

	test('[P47] after its batch was erased, a position that stands as a record is judged among records', () => {
		const entries = journal(unit, at(10, 0), at(80, far))
		const [first, second, third] = entries
		if (!first || !second || !third) throw new Error('three entries')
		const restated = [
			entry(4, { type: 'event', event: thinned(second, 10 * SECOND, { id: 4 }) }),
			entry(5, { type: 'event', event: thinned(third, 80 * SECOND, { id: 5 }) }),
		]
		const whole = measuredRow(fold([...entries, ...restated]), UNIT)
		const erased = [first, entry(2, { type: 'erased' }), entry(3, { type: 'erased' }), ...restated]
		for (const order of [erased, erased.toReversed()]) {
			expect({ ...measuredRow(fold(order), UNIT), v: 0 }).toEqual({ ...whole, v: 0, thinned: true })
		}
	})
})

describe('a level that cannot be', () => {
	const doubtsOf = (...said: readonly (StatementEvent | Batch)[]) => measuredRow(shown(...said), PEGEL)

	test('[P45] is shown and marked: 3 m in a minute', () => {
		expect(doubtsOf(pegel, level(0, 500), level(1, 800))).toMatchObject({
			value: 800,
			doubts: [{ what: 'jump', field: 'value', source: 'wsv', at: MINUTE, value: 800 }],
		})
	})

	test('[P45] 3 m after an hour without values is no jump, nor is the second value that agrees', () => {
		expect(doubtsOf(pegel, level(0, 500), level(60, 800))).not.toHaveProperty('doubts')
		expect(doubtsOf(pegel, level(0, 500), level(1, 800), level(40, 805))).not.toHaveProperty('doubts')
		expect(doubtsOf(pegel, level(0, 500), level(1, null), level(2, 555))).not.toHaveProperty('doubts')
	})

	test('[P45] marks the trend that it is part of, for as long as it is', () => {
		const spike = [pegel, level(0, 500), level(1, 800), level(2, 501)] as const
		const doubts = [{ what: 'jump', field: 'trend', source: 'wsv', at: MINUTE, value: 800 }]
		expect(doubtsOf(...spike)).toMatchObject({ value: 501, doubts })
		expect(doubtsOf(...spike, level(31, 510))).toMatchObject({ doubts })
		expect(doubtsOf(...spike, level(32, 510))).not.toHaveProperty('doubts')
	})

	test('[P45] is judged in metres whatever the unit, and never for what is no level', () => {
		const jump = (fields: object, by: number) => doubtsOf(pegelIn(fields), level(0, 5), level(1, 5 + by))?.doubts?.length ?? 0
		expect([jump({ unit: 'm+NHN' }, 3), jump({ unit: 'm+NHN' }, 0.5), jump({ unit: 'mm' }, 300), jump({ unit: 'mm' }, 600)]).toEqual([
			1, 0, 0, 1,
		])
		expect([jump({ property: 'Q', unit: 'm³/s' }, 900), jump({ unit: '--' }, 900)]).toEqual([0, 0])
	})

	test('[P45] each source is judged by itself', () => {
		expect(doubtsOf(pegel, level(0, 500, 'wsv'), level(1, 900, 'hpa'))).not.toHaveProperty('doubts')
	})
})

describe('a clock that is off', () => {
	const off = (saying: Parameters<typeof statement>[0], claimed: number) => ({
		...statement({ ...saying, with: { ...saying.with, times: { observed: iso(claimed) } } }),
		doubts: ['clock'] as const,
	})
	const T = 10 * HOUR
	const fms = (status: number) => ({ payload: { fms: status } })
	const good = (id: number, time: number) => statement({ op: 'patch', entity: UNIT, id, at: time, with: fms(3) })
	const behind = off({ op: 'patch', entity: UNIT, id: 3, at: T - 3 * HOUR, received: T + 1, with: fms(4) }, T - 3 * HOUR)
	const doubt = { what: 'clock', field: 'time', source: 'a', at: T - 3 * HOUR, said: iso(T - 3 * HOUR), received: T + 1 }

	test('[P43] is told although nothing of what was said shows', () => {
		expect(row(shown(unit, good(2, T), behind), UNIT)).toMatchObject({ fields: { fms: 3 }, doubts: [doubt] })
	})

	test('[P43] is told until the source is heard with a good time', () => {
		expect(row(shown(unit, behind, good(4, T + 2)), UNIT)).not.toHaveProperty('doubts')
		const other = statement({ op: 'patch', entity: UNIT, id: 5, source: 'b', at: T + 5, with: fms(1) })
		expect(row(shown(unit, behind, other), UNIT)).toMatchObject({ doubts: [doubt] })
	})

	test('[P43] is told with the time that was claimed, not with the one that it was cut to', () => {
		const ahead = off({ op: 'end', entity: UNIT, id: 3, at: T + 2_000, received: T }, T + 5 * HOUR)
		expect(row(shown(unit, ahead), UNIT)).toMatchObject({
			life: 'ended',
			doubts: [{ at: T + 2_000, said: iso(T + 5 * HOUR), received: T }],
		})
	})

	test('[P43] is not told any more when the statement was taken back', () => {
		expect(row(shown(unit, behind, retraction(behind, { id: 9, at: T + 9 })), UNIT)).not.toHaveProperty('doubts')
	})

	test('[P43] of a measuring device stands in the measured row, also if its positions are too old to show', () => {
		const doubted = (seconds: number, received: number) => {
			const part = positions([{ entity: UNIT, at: seconds * SECOND, ...place(0) }], { received })
			if (!part.positions) throw new Error('a part with positions')
			return batch({ ...part, positions: { ...part.positions, clock: { row: [0], said: part.positions.at } } })
		}
		const fresh = Array.from({ length: 6 }, (_, i) => at(20_000 + i, 10, { received: (20_000 + i) * SECOND }))
		const late = doubted(9_200, 20_006 * SECOND)
		const clock = { what: 'clock', field: 'time', source: 'geraet', at: 9_200_000, said: iso(9_200_000), received: 20_006_000 }
		expect(measuredRow(shown(unit, ...fresh, late), UNIT)).toMatchObject({ at: 20_005_000, doubts: [clock] })
		expect(measuredRow(shown(unit, ...fresh, late, at(20_007, 10, { received: 20_007 * SECOND })), UNIT)).not.toHaveProperty('doubts')
	})
})

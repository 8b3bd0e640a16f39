import { EntityId } from '@lagebild/model/ids.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { curvesOf, recentOf, recordedAt } from './read.ts'
import { KEPT_OBSERVATIONS } from './series.ts'
import { restorePicture, snapshotOf } from './snapshot.ts'
import { batch, curve, curves, entry, journal, observations, positions, statement, thinned } from './testing/entries.ts'
import { dump, fold, measuredRow, row } from './testing/fold.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const PEGEL = 'sensor:wsv:st-pauli'
const UNIT = 'unit:a:1'
const pegel = statement({ op: 'upsert', entity: PEGEL, with: { payload: { name: 'St. Pauli', property: 'W', unit: 'cm' } } })
const unit = statement({ op: 'upsert', entity: UNIT, with: { payload: { callsign: 'Florian 1', organisation: 'feuerwehr' } } })
const level = (at: number, value: number | null, who: Parameters<typeof observations>[1] = {}) =>
	batch(observations([{ entity: PEGEL, at, value }], who))
const at = (time: number, lng: number, who: Parameters<typeof positions>[1] = {}) =>
	batch(positions([{ entity: UNIT, at: time, lat: 53.5, lng }], who))

describe('measurements', () => {
	test('[P30] a correction with the same timestamp wins by its revision, in any order', () => {
		const entries = journal(pegel, level(MINUTE, 500, { n: 1 }), level(MINUTE, 510, { n: 2 }))
		for (const order of [entries, entries.toReversed()]) {
			expect(measuredRow(fold(order), PEGEL)).toMatchObject({ value: 510, at: MINUTE })
			expect(recentOf(fold(order), EntityId.parse(PEGEL))).toEqual([{ at: MINUTE, value: 510, quality: null }])
		}
	})

	test('[P31] the newest position of any source shows', () => {
		const entries = journal(unit, at(2_000, 10.2), at(3_000, 10.3, { source: 'ais' }), at(2_500, 10.25))
		expect(measuredRow(fold(entries), UNIT)).toMatchObject({ position: { lat: 53.5, lng: 10.3 }, source: 'ais', at: 3_000 })
	})

	test('[P31] a unit that states its own place in a record is measured, an estimated place is not', () => {
		const says = (id: number, time: number, more: object) =>
			statement({ op: 'patch', entity: UNIT, id, at: time, with: { geometry: { type: 'Point', coordinates: [10.5, 53.5] }, ...more } })
		expect(measuredRow(fold(journal(unit, at(2_000, 10.2), says(2, 3_000, {}))), UNIT)?.position).toEqual({ lat: 53.5, lng: 10.5 })
		expect(measuredRow(fold(journal(unit, at(4_000, 10.2), says(2, 3_000, {}))), UNIT)?.position).toEqual({ lat: 53.5, lng: 10.2 })
		expect(measuredRow(fold(journal(unit, at(2_000, 10.2), says(2, 3_000, { geometrySource: 'estimated' }))), UNIT)?.position).toEqual({
			lat: 53.5,
			lng: 10.2,
		})
	})

	test('[P41] a position that a record restates changes nothing beside its batch, and stands for it when that is erased', () => {
		const drive = at(2_000, 10.2, { received: 2_500, n: 1 })
		const [first, second] = journal(unit, drive)
		const both = first && second ? [first, second, entry(3, { type: 'event', event: thinned(second, 2_000, { id: 3, fms: 4 }) })] : []
		const shown = measuredRow(fold(both), UNIT)
		expect(shown).toEqual({ id: UNIT, k: 1, v: 2, at: 2_000, position: { lat: 53.5, lng: 10.2 }, source: 'geraet' })
		expect(dump(fold(both.toReversed()))).toEqual(dump(fold(both)))
		const erased = fold(both.map((each) => (each.seq === 2 ? entry(2, { type: 'erased' }) : each)))
		expect(measuredRow(erased, UNIT)).toEqual({ ...shown, v: 3, thinned: true })
		expect(row(erased, UNIT)).toEqual(row(fold(both), UNIT))
		expect(row(erased, UNIT)).toMatchObject({ at: 1_000, sources: [{ source: 'a' }] })
		expect(row(erased, UNIT)).not.toHaveProperty('geometry')
		for (const picture of [fold(both), erased]) {
			const again = restorePicture(JSON.parse(JSON.stringify(snapshotOf(picture))))
			expect(dump(again)).toEqual(dump(picture))
			expect(recordedAt(again, 0)).toMatchObject({ at: 2_000, lat: 53.5, lng: 10.2, fms: 4 })
		}
	})

	test('[P32] the newest 128 instants are kept, whatever the order in which they come', () => {
		const times = Array.from({ length: KEPT_OBSERVATIONS + 20 }, (_, i) => i + 1)
		const entries = journal(pegel, ...times.map((time) => level(time * MINUTE, time)))
		const expected = times.slice(-KEPT_OBSERVATIONS).map((time) => ({ at: time * MINUTE, value: time, quality: null }))
		fc.assert(
			fc.property(fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }), (order) => {
				expect(recentOf(fold(order), EntityId.parse(PEGEL))).toEqual(expected)
				expect(dump(fold(order))).toEqual(dump(fold(entries)))
			}),
			{ numRuns: 20 },
		)
	})

	test('[P32] a stated gap is a value that is missing, not the one before', () => {
		expect(measuredRow(fold(journal(pegel, level(MINUTE, 500), level(2 * MINUTE, null))), PEGEL)).toMatchObject({
			value: null,
			at: 2 * MINUTE,
		})
	})

	test('[P32] the source that measured last shows, with its quality', () => {
		const other = batch(observations([{ entity: PEGEL, at: 3 * MINUTE, value: 520, quality: 'raw' }], { source: 'hpa' }))
		const picture = fold(journal(pegel, level(MINUTE, 500), level(2 * MINUTE, 501), other))
		expect(measuredRow(picture, PEGEL)).toMatchObject({ value: 520, quality: 'raw', source: 'hpa' })
		expect(measuredRow(picture, PEGEL)).not.toHaveProperty('trend')
	})

	test('[P33] the newest issue of a curve replaces the one before', () => {
		const issue = (issued: number, value: number) =>
			batch(curves([curve({ entity: PEGEL, series: 'forecast', issued, points: [[HOUR, value]] })]))
		const entries = journal(pegel, issue(2, 600), issue(1, 700))
		expect(curvesOf(fold(entries), EntityId.parse(PEGEL)).map(({ values }) => values)).toEqual([[600]])
		expect(measuredRow(fold(entries), PEGEL)?.peaks).toEqual([{ series: 'forecast', issued: 2, at: HOUR, value: 600 }])
	})

	test('[P34] what is measured before content comes is kept, and has no row until then', () => {
		const entries = journal(level(MINUTE, 500), pegel)
		expect(measuredRow(fold(entries.slice(0, 1)), PEGEL)).toBeUndefined()
		expect(measuredRow(fold(entries), PEGEL)).toEqual({ id: PEGEL, k: 2, v: 2, at: MINUTE, value: 500, source: 'geraet' })
	})

	test('[P35] the trend is the slope of the last 30 minutes per hour', () => {
		const rising = [0, 10, 20, 30, 40].map((minute) => level(HOUR + minute * MINUTE, minute === 0 ? 9_999 : 500 + minute))
		expect(measuredRow(fold(journal(pegel, ...rising)), PEGEL)?.trend).toBe(60)
		expect(measuredRow(fold(journal(pegel, level(HOUR, 5), level(HOUR + MINUTE, null))), PEGEL)).not.toHaveProperty('trend')
		expect(measuredRow(fold(journal(pegel, level(HOUR, 5), level(HOUR + MINUTE, 5))), PEGEL)?.trend).toBe(0)
	})

	test('[P36] of equal levels the first is the peak', () => {
		const flat = curve({
			entity: PEGEL,
			series: 'forecast',
			issued: 1,
			points: [
				[HOUR, 600],
				[2 * HOUR, 700],
				[3 * HOUR, 700],
			],
		})
		expect(measuredRow(fold(journal(pegel, batch(curves([flat])))), PEGEL)?.peaks).toMatchObject([{ at: 2 * HOUR, value: 700 }])
	})

	test('[P36] the peaks: the highest forecast to come, and the astronomic high water of that tide', () => {
		const forecast = curve({
			entity: PEGEL,
			series: 'forecast',
			issued: HOUR,
			points: [
				[HOUR, 900],
				[5 * HOUR, 700],
				[17 * HOUR, 800],
				[18 * HOUR, null],
			],
		})
		const astronomic = curve({
			entity: PEGEL,
			series: 'astronomic',
			issued: 0,
			points: [
				[5 * HOUR, 690],
				[17 * HOUR, 610],
				[29 * HOUR, 680],
			],
		})
		const both = batch(curves([{ ...forecast, lower: [null, null, 780, null], upper: [null, null, 830, null] }, astronomic]))
		expect(measuredRow(fold(journal(pegel, level(2 * HOUR, 500), both)), PEGEL)?.peaks).toEqual([
			{ series: 'forecast', issued: HOUR, at: 17 * HOUR, value: 800, lower: 780, upper: 830 },
			{ series: 'astronomic', issued: 0, at: 17 * HOUR, value: 610 },
		])
		expect(measuredRow(fold(journal(pegel, both)), PEGEL)?.peaks?.[0]?.value).toBe(900)
		expect(measuredRow(fold(journal(pegel, level(2 * HOUR, 500), batch(curves([astronomic])))), PEGEL)?.peaks).toEqual([
			{ series: 'astronomic', issued: 0, at: 5 * HOUR, value: 690 },
		])
		expect(measuredRow(fold(journal(pegel, level(40 * HOUR, 500), both)), PEGEL)).not.toHaveProperty('peaks')
	})
})

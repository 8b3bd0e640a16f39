import type { StatementEvent } from '@lagebild/model/event.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import type { Batch } from '@lagebild/model/measurement.ts'
import { instant, iso } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { explain } from './explain.ts'
import { snapshotOf, restorePicture } from './snapshot.ts'
import { batch, journal, observations, positions, statement } from './testing/entries.ts'
import { fold } from './testing/fold.ts'

const UNIT = 'unit:a:1'
const PEGEL = 'sensor:wsv:st-pauli'
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const FAR = 400_000

const unit = statement({ op: 'upsert', entity: UNIT, with: { payload: { callsign: 'Florian 1' } } })
const pegel = statement({ op: 'upsert', entity: PEGEL, with: { payload: { name: 'St. Pauli', property: 'W', unit: 'cm' } } })

function at(seconds: number, north: number): Batch {
	return batch(positions([{ entity: UNIT, at: seconds * SECOND, lat: 53.5 + north / 111_195, lng: 10 }]))
}

function level(minutes: number, value: number): Batch {
	return batch(observations([{ entity: PEGEL, at: minutes * MINUTE, value }], { source: 'wsv' }))
}

/** Time, standing and doubts of all that was said; the same after a restart. */
function told(entity: string, field: string, ...said: readonly (StatementEvent | Batch)[]) {
	const entries = journal(...said)
	const picture = fold(entries)
	const [answer, again] = [picture, restorePicture(JSON.parse(JSON.stringify(snapshotOf(picture))))].map((each) =>
		explain({ picture: each, entity: EntityId.parse(entity), field, entries, sees: () => true }),
	)
	expect(again).toEqual(answer)
	if (!answer) throw new Error('this cannot be explained')
	return answer.values.map(({ effective, standing, doubts, claimed }) => [effective, standing, doubts, claimed])
}

describe('doubts in the answer to why', () => {
	test('[P61] a place that nothing of its kind reaches', () => {
		expect(told(UNIT, 'position', unit, at(10, 0), at(70, FAR))).toEqual([
			[10 * SECOND, 'shown', undefined, undefined],
			[70 * SECOND, 'doubtful', ['speed'], undefined],
		])
	})

	test('[P61] an outlier stays doubted after the return, and so does the other place that is told by turns', () => {
		expect(told(UNIT, 'position', unit, at(10, 0), at(20, FAR), at(30, 100))).toEqual([
			[30 * SECOND, 'shown', undefined, undefined],
			[20 * SECOND, 'overtaken', ['speed'], undefined],
			[10 * SECOND, 'overtaken', undefined, undefined],
		])
		const turns = told(UNIT, 'position', unit, at(10, 0), at(20, FAR), at(30, 0), at(40, FAR))
		expect(turns.map(([time, , doubts]) => [time, doubts])).toEqual([
			[40 * SECOND, undefined],
			[30 * SECOND, ['speed']],
			[20 * SECOND, ['speed']],
			[10 * SECOND, undefined],
		])
	})

	test('[P61] a place far outside, measured and stated', () => {
		const away = at(9_000, FAR)
		const marked = batch(...away.parts.map((part) => ({ ...part, ...(part.positions && { positions: { ...part.positions, far: [0] } }) })))
		expect(told(UNIT, 'position', unit, marked)).toEqual([[9_000 * SECOND, 'shown', ['far'], undefined]])
		const geometry = { type: 'Point', coordinates: [11.5, 48.1] }
		const says: StatementEvent = {
			...statement({ op: 'patch', entity: UNIT, id: 2, at: 12_000, with: { geometry, payload: { fms: 3 } } }),
			doubts: ['far'],
		}
		expect(told(UNIT, 'position', unit, says)).toEqual([[12_000, 'shown', ['far'], undefined]])
		expect(told(UNIT, 'geometry', unit, says)).toEqual([[12_000, 'shown', ['far'], undefined]])
		expect(told(UNIT, 'fms', unit, says)).toEqual([[12_000, 'shown', undefined, undefined]])
	})

	test('[P61] a level that jumps', () => {
		expect(told(PEGEL, 'value', pegel, level(0, 500), level(1, 800), level(2, 501))).toEqual([
			[2 * MINUTE, 'shown', undefined, undefined],
			[MINUTE, 'overtaken', ['jump'], undefined],
			[0, 'overtaken', undefined, undefined],
		])
	})

	test('[P61] a clock that is off, with the time that it claims, of statements and of measurements', () => {
		const late: StatementEvent = {
			...statement({
				op: 'patch',
				entity: UNIT,
				id: 3,
				at: 7 * HOUR,
				received: 10 * HOUR,
				with: { payload: { fms: 4 }, times: { observed: iso(7 * HOUR) } },
			}),
			doubts: ['clock'],
		}
		expect(told(UNIT, 'fms', unit, late)).toEqual([[7 * HOUR, 'shown', ['clock'], 7 * HOUR]])
		const { parts } = level(600, 500)
		const ahead = batch(
			...parts.map((part) => ({
				...part,
				...(part.observations && { observations: { ...part.observations, clock: { row: [0], said: [instant(720 * MINUTE)] } } }),
			})),
		)
		expect(told(PEGEL, 'value', pegel, ahead)).toEqual([[600 * MINUTE, 'shown', ['clock'], 720 * MINUTE]])
	})
})

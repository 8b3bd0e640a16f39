import type { Entry } from '@lagebild/model/entry.ts'
import type { StatementEvent } from '@lagebild/model/event.ts'
import { pointGeometry } from '@lagebild/model/geo.ts'
import type { Batch } from '@lagebild/model/measurement.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { cellOfPosition, isInside, withinCell } from './cell.ts'
import { equal } from './equal.ts'
import { apply, createPicture } from './picture.ts'
import type { Picture } from './picture.ts'
import { facet, facetAt, measuredAt, rowAt, size } from './read.ts'
import { restorePicture, snapshotOf } from './snapshot.ts'
import { batch, journal, positions, statement } from './testing/entries.ts'
import type { Position } from './testing/entries.ts'
import { dump, fold, versions } from './testing/fold.ts'

const UNITS = ['unit:a:1', 'unit:a:2', 'warning:a:3'] as const

/** Steps of a walk to the east: within what is near, beyond it, and over the edge of a cell, which is 0.022 degrees wide. */
type Step = { readonly entity: string; readonly after: number; readonly east: number; readonly source: string; readonly far: boolean }
const step = fc.record<Step>({
	entity: fc.constantFrom(...UNITS, UNITS[0], UNITS[0]),
	after: fc.constantFrom(1_000, 1_000, 1_000, 50, 50, 0, -1_500),
	east: fc.constantFrom(0.0002, 0.0006, 0.0006, 0.0009, 0.004, -0.01, 5),
	source: fc.constantFrom('geraet', 'geraet', 'geraet', 'geraet', 'geraet', 'zweites'),
	far: fc.integer({ min: 0, max: 15 }).map((die) => die === 0),
})
type Turn = { readonly steps: readonly Step[]; readonly said: 'upsert' | 'patch' | 'status' | 'classify' | 'end' | undefined }
const turn = fc.record<Turn>({
	steps: fc.array(step, { minLength: 1, maxLength: 5 }),
	said: fc.constantFrom(undefined, undefined, undefined, 'upsert', 'patch', 'patch', 'status', 'status', 'classify', 'end'),
})

/** Where the walk is, and when. */
type Walk = { at: number; lng: number }

function moved(walk: Walk, { steps }: Turn): Batch {
	const rows = steps.map(({ entity, after, east }): Position => {
		walk.at += after
		walk.lng += Math.abs(east) > 1 ? 0 : east
		return { entity, at: walk.at, lat: 53.5, lng: Math.abs(east) > 1 ? walk.lng + east : walk.lng }
	})
	const part = positions(rows, { source: steps[0]?.source ?? 'geraet', received: walk.at })
	const far = steps.flatMap((each, i) => (each.far ? [i] : []))
	return batch(far.length > 0 && part.positions ? { ...part, positions: { ...part.positions, far } } : part)
}

function spoken(walk: Walk, { said, steps }: Turn, id: number): StatementEvent[] {
	const entity = steps[0]?.entity === UNITS[1] ? UNITS[1] : UNITS[0]
	const whole = { callsign: 'x', organisation: 'thw' }
	const label = { level: id % 2 === 0 ? 'open' : 'restricted' }
	const geometry = pointGeometry({ lat: 53.5, lng: walk.lng })
	switch (said) {
		case 'upsert':
			return [statement({ op: said, entity, id, at: walk.at + (id % 2 === 0 ? 4_000 : 100), with: { payload: whole, geometry, label } })]
		case 'patch':
			return [statement({ op: said, entity, id, at: walk.at + 100, with: { payload: { fms: 3 }, geometry } })]
		case 'status':
			return [statement({ op: 'patch', entity, id, at: walk.at + 100, with: { payload: { fms: 4 } } })]
		case 'classify':
			return [statement({ op: said, entity, id, at: walk.at, with: { label } })]
		case 'end':
			return [statement({ op: said, entity, id, at: walk.at })]
		default:
			return []
	}
}

const walks = fc.array(turn, { minLength: 3, maxLength: 14 }).map((turns): Entry[] => {
	const walk: Walk = { at: 1_000_000, lng: 9.98 }
	const geometry = pointGeometry({ lat: 53.5, lng: walk.lng })
	const first = statement({ op: 'upsert', entity: UNITS[0], id: 1, with: { payload: { callsign: 'x', organisation: 'thw' }, geometry } })
	const other = { msgType: 'Alert', event: 'x', severity: 'Minor' }
	const second = statement({ op: 'upsert', entity: UNITS[2], id: 1, with: { payload: other, geometry } })
	return journal(first, second, ...turns.flatMap((each, i) => [moved(walk, each), ...spoken(walk, each, i + 2)]))
})

const rearranged = walks.chain((entries) =>
	fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length })),
)

/** But for their versions. */
function measuredOf(picture: Picture) {
	return Array.from({ length: size(picture) }, (_, index) => ({ ...measuredAt(picture, index), v: 0 }))
}

function throughJson(value: unknown): unknown {
	return JSON.parse(JSON.stringify(value))
}

function facetsOf(picture: Picture) {
	return Array.from({ length: size(picture) }, (_, index) => facet(picture, facetAt(picture, index)))
}

test('[P39, P28] what moves has the facet that follows from its rows, and is told the same whoever reads', { timeout: 60_000 }, () => {
	let cells = 0
	fc.assert(
		fc.property(
			fc.oneof(
				walks,
				rearranged.map(([, arrived]) => arrived),
			),
			(entries) => {
				const [read, unread] = [createPicture(), createPicture()]
				for (const entry of entries) {
					const before = measuredOf(read)
					const told = apply(read, entry)
					expect(apply(unread, entry)).toEqual(told)
					expect(new Set(told.map(({ index }) => index)).size).toBe(told.length)
					const after = measuredOf(read)
					const isStill = told.filter((one) => one.measured && one.before === one.after)
					expect(isStill.filter(({ index }) => equal(before[index], after[index]))).toEqual([])
					expect(told.map((one) => one.after)).toEqual(told.map(({ index }) => facetAt(read, index)))
					for (const { index } of told) rowAt(read, index)
					expect(facetsOf(restorePicture(throughJson(snapshotOf(unread))))).toEqual(facetsOf(unread))
				}
				expect(versions(unread)).toEqual(versions(read))
				cells = Math.max(cells, new Set(facetsOf(unread).map(({ cell }) => cell)).size)
			},
		),
		{ numRuns: 120 },
	)
	expect(cells).toBeGreaterThan(1)
})

test('[P2, P31] what moves is in the same place in any order', { timeout: 60_000 }, () => {
	fc.assert(
		fc.property(rearranged, ([entries, arrived]) => {
			expect(dump(fold(arrived))).toEqual(dump(fold(entries)))
		}),
		{ numRuns: 200 },
	)
})

/** Millionths of a degree. */
const micro = (most: number) => fc.integer({ min: -most, max: most }).map((n) => n / 1e6)

test('[P39] what is surely within a cell lies in it, and its middle is', () => {
	let inside = 0
	fc.assert(
		fc.property(micro(84e6), micro(179e6), micro(15_000), micro(15_000), (lat, lng, north, east) => {
			const cell = cellOfPosition({ lat, lng })
			const box = withinCell(cell)
			const there = { lat: lat + north, lng: lng + east }
			const isWithin = isInside(box, there.lat, there.lng)
			inside += Number(isWithin)
			expect(isWithin && cellOfPosition(there) !== cell).toBe(false)
			expect(isInside(box, (box[1] + box[3]) / 2, (box[0] + box[2]) / 2)).toBe(true)
			expect(cellOfPosition({ lat: box[1], lng: box[0] })).toBe(cell)
			expect(cellOfPosition({ lat: box[3], lng: box[2] })).toBe(cell)
		}),
		{ numRuns: 2_000 },
	)
	expect(inside).toBeGreaterThan(100)
})

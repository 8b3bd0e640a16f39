import { describe, expect, test } from 'vitest'

import { apply, createPicture } from './picture.ts'
import { measuredAt, rowAt } from './read.ts'
import { batch, entry, journal, positions, statement } from './testing/entries.ts'
import { fold, measuredRow, row } from './testing/fold.ts'

const TASK = 'task:lage:1'
const UNIT = 'unit:a:1'

function task(id: number, source: string, payload: object) {
	return statement({ op: id === 1 ? 'upsert' : 'patch', entity: TASK, id, at: id, source, with: { payload } })
}

describe('rows', () => {
	test('[P26] a patch alone, an end alone or a link alone makes no row', () => {
		const patch = statement({ op: 'patch', entity: 'incident:a:1', with: { payload: { title: 'x' }, links: [{ rel: 'about', to: UNIT }] } })
		const picture = fold(journal(patch, statement({ op: 'end', entity: 'incident:a:2', id: 2 })))
		expect([row(picture, 'incident:a:1'), row(picture, 'incident:a:2'), row(picture, UNIT)]).toEqual([undefined, undefined, undefined])
	})

	test('[P26] sources are listed with their newest word first', () => {
		const by = (id: number, source: string) =>
			statement({ op: 'patch', entity: TASK, id, at: id, source, with: { payload: { due: null, safety: source } } })
		const picture = fold(journal(task(1, 'lage', { order: 'Sandsäcke' }), by(2, 'b'), by(3, 'c')))
		expect(row(picture, TASK)?.sources.map(({ source, at }) => [source, at])).toEqual([
			['c', 3],
			['b', 2],
			['lage', 1],
		])
	})

	test('[P26] a field names its source when the newest source did not say it, the place and what is keyed too', () => {
		const geometry = { type: 'Point', coordinates: [10, 53.5] }
		const first = statement({ op: 'upsert', entity: UNIT, at: 1, source: 'lage', with: { payload: { callsign: 'x', fms: 1 }, geometry } })
		const said = (id: number, source: string, payload: object) =>
			statement({ op: 'patch', entity: UNIT, id, at: id, source, rank: 'person', with: { payload } })
		const picture = (...more: readonly ReturnType<typeof said>[]) => row(fold(journal(first, ...more)), UNIT)
		expect(picture()).not.toHaveProperty('fieldBy')
		expect(picture(said(2, 'funk', { fms: 3 }))?.fieldBy).toEqual({ callsign: 'lage', geometry: 'lage' })
		const both = picture(said(2, 'funk', { fms: 3 }), said(3, 'lage', { remark: 'y' }))
		expect(both).toMatchObject({ fieldBy: { fms: 'funk' }, fieldAt: { callsign: 1, geometry: 1, fms: 2 } })
		expect(picture(said(2, 'funk', { supplies: { water: 3 } }), said(3, 'lage', { remark: 'y' }))?.fieldBy).toEqual({ supplies: 'funk' })
	})

	test('[P26] one source that says everything is named once, whatever others said that does not show', () => {
		const entries = journal(task(1, 'lage', { order: 'a', safety: 'b' }), task(2, 'b', { safety: 'c' }), task(3, 'lage', { safety: 'd' }))
		expect(row(fold(entries), TASK)).not.toHaveProperty('fieldBy')
	})

	test('[P27] command and execution never overwrite each other; withdrawn and done is a conflict', () => {
		const entries = journal(
			task(1, 'lage', { order: 'Deich sichern', command: { version: 1, state: 'issued' } }),
			task(2, 'fl-11', { execution: { answers: 1, state: 'accepted' } }),
			task(3, 'lage', { command: { version: 1, state: 'withdrawn' } }),
			task(4, 'fl-11', { execution: { answers: 1, state: 'done' } }),
		)
		expect(row(fold(entries.slice(0, 3)), TASK)).not.toHaveProperty('conflicts')
		expect(row(fold(entries), TASK)).toMatchObject({
			fields: { command: { version: 1, state: 'withdrawn' }, execution: { answers: 1, state: 'done' } },
			conflicts: [{ field: 'execution', source: 'fl-11', value: { answers: 1, state: 'done' } }],
		})
	})

	test('[P28] a statement that changes nothing in the row is no change, and the row stays the same object', () => {
		const picture = createPicture()
		const [first, stale] = journal(
			statement({ op: 'upsert', entity: 'incident:a:1', at: 5, with: { payload: { title: 'x', category: 'fire' } } }),
			statement({ op: 'patch', entity: 'incident:a:1', id: 2, at: 3, with: { payload: { title: 'older' } } }),
		)
		expect(first && apply(picture, first)).toEqual([{ seq: 1, index: 0, state: true, measured: false, before: 0, after: 1 }])
		const held = rowAt(picture, 0)
		expect(stale && apply(picture, stale)).toEqual([])
		expect(rowAt(picture, 0)).toBe(held)
	})

	test('[P28] the measured row counts as changed when its entity is labelled anew', () => {
		const entries = journal(
			statement({ op: 'upsert', entity: UNIT, with: { payload: { callsign: 'x', organisation: 'thw' } } }),
			batch(positions([{ entity: UNIT, at: 5_000, lat: 53.5, lng: 10 }])),
		)
		const picture = fold(entries)
		const classify = statement({ op: 'classify', entity: UNIT, id: 3, with: { label: { level: 'restricted' } } })
		expect(apply(picture, entry(3, { type: 'event', event: classify }))).toMatchObject([{ state: true, measured: true }])
		expect(measuredRow(picture, UNIT)).toMatchObject({ v: 3, at: 5_000 })
	})

	test('[P40] a batch of positions builds no state row', () => {
		const units = Array.from({ length: 200 }, (_, i) => `unit:a:${i}`)
		const picture = fold(
			journal(
				...units.map((entity, i) =>
					statement({ op: 'upsert', entity, id: i, with: { payload: { callsign: entity, organisation: 'thw' } } }),
				),
			),
		)
		const held = units.map((_, i) => rowAt(picture, i))
		const moved = batch(positions(units.map((entity, i) => ({ entity, at: 5_000, lat: 53.5, lng: 10 + i / 1_000 }))))
		const changes = apply(picture, entry(500, { type: 'batch', batch: moved }))
		expect(changes.map(({ index, state, measured }) => [index, state, measured])).toEqual(units.map((_, i) => [i, false, true]))
		expect(units.every((_, i) => rowAt(picture, i) === held[i] && measuredAt(picture, i)?.v === 500)).toBe(true)
	})
})

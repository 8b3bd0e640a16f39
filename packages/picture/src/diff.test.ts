import type { StatementEvent } from '@lagebild/model/event.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import type { Batch } from '@lagebild/model/measurement.ts'
import { instant } from '@lagebild/model/time.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { diffRows } from './diff.ts'
import type { Differing } from './diff.ts'
import type { Picture } from './picture.ts'
import { measuredAt, rowAt, size } from './read.ts'
import { journals } from './testing/arbitrary.ts'
import { batch, journal, observations, positions, statement } from './testing/entries.ts'
import type { Saying } from './testing/entries.ts'
import { fold } from './testing/fold.ts'

const MINUTE = 60_000
const SPAN = { t1: instant(MINUTE), t2: instant(2 * MINUTE) }

function rowsOf(picture: Picture): readonly Differing[] {
	return Array.from({ length: size(picture) }, (_, index) => index).flatMap((index) => {
		const row = rowAt(picture, index)
		return row ? [{ row, measured: measuredAt(picture, index), operation: 'lage' }] : []
	})
}

function upsert(entity: string, payload: Readonly<Record<string, unknown>>, { with: rest, ...saying }: Partial<Saying> = {}) {
	return statement({ op: 'upsert', entity, at: 1, rank: 'authority', ...saying, with: { payload, ...rest } })
}

/** What changed between these entries and these together with more. */
function changed(first: readonly (StatementEvent | Batch)[], more: readonly (StatementEvent | Batch)[]) {
	return diffRows(rowsOf(fold(journal(...first))), rowsOf(fold(journal(...first, ...more))), SPAN)
}

const INCIDENT = 'incident:lage:1'
const deich = upsert(INCIDENT, { title: 'Deich', severity: 'Minor', priority: 'sofort' })

describe('diff', () => {
	test('[P64] names what is new, and each field that changed with its value before and after', () => {
		const { changes, summary } = changed(
			[deich],
			[
				statement({
					op: 'patch',
					entity: INCIDENT,
					id: 2,
					rank: 'authority',
					at: 2,
					with: { payload: { severity: 'Severe', priority: null } },
				}),
				upsert('incident:lage:2', { title: 'Keller' }, { id: 3 }),
			],
		)
		expect(changes).toMatchObject([
			{
				entity: INCIDENT,
				operation: 'lage',
				kind: 'incident',
				title: 'Deich',
				change: 'changed',
				severity: 'Severe',
				direction: 'up',
				fields: [
					{ field: 'priority', before: 'sofort' },
					{ field: 'severity', before: 'Minor', after: 'Severe' },
				],
			},
			{ entity: 'incident:lage:2', title: 'Keller', change: 'new', appeared: true, fields: [] },
		])
		expect(summary).toEqual({
			total: 2,
			byChange: { changed: 1, new: 1 },
			byKind: { incident: 2 },
			bySeverity: { Severe: 1, none: 1 },
		})
	})

	test.each([
		['ended', 'end'],
		['cancelled', 'cancel'],
	] as const)('[P64] says what became of a life: %s, and back', (word, op) => {
		const over = statement({ op, entity: INCIDENT, id: 2, rank: 'authority', at: 2 })
		const again = upsert(INCIDENT, { title: 'Deich', severity: 'Minor', priority: 'sofort' }, { id: 3, at: 3 })
		expect(changed([deich], [over]).changes).toMatchObject([{ change: word, fields: [] }])
		expect(changed([deich, over], [again]).changes).toMatchObject([{ change: 'back' }])
		expect(changed([], [deich, over]).changes).toMatchObject([{ change: word, appeared: true }])
	})

	test('[P64] what expired in between is told by the clock alone', () => {
		const until = new Date(SPAN.t1 + 1_000).toISOString()
		const rows = rowsOf(fold(journal(upsert('area:lage:1', { name: 'Räumung', role: 'evacuation' }, { with: { validity: { until } } }))))
		expect(diffRows(rows, rows, SPAN).changes).toMatchObject([{ change: 'expired', fields: [] }])
		expect(diffRows(rows, rows, { ...SPAN, t2: SPAN.t1 }).changes).toEqual([])
	})

	test('[P64] sources that disagree, and agree again', () => {
		const gate = upsert('facility:tore:1', { name: 'Tor 1', type: 'gate', gate: 'open' }, { rank: 'device', with: {} })
		const person = (state: string, id: number) =>
			statement({ op: 'patch', entity: 'facility:tore:1', id, source: 'p', rank: 'person', at: id, with: { payload: { gate: state } } })
		expect(changed([], [gate, person('closed', 2)]).changes).toMatchObject([{ change: 'new', conflicts: ['gate'] }])
		expect(changed([gate], [person('closed', 2)]).changes).toMatchObject([{ change: 'conflict', conflicts: ['gate'] }])
		expect(changed([gate, person('closed', 2)], [person('open', 3)]).changes).toMatchObject([{ change: 'resolved', resolved: ['gate'] }])
	})

	test('[P64] that a thing fell silent, or speaks again, hides no conflict and no change', () => {
		const gate = upsert('facility:tore:1', { name: 'Tor 1', type: 'gate', gate: 'open' }, { rank: 'device' })
		const closed = statement({
			op: 'patch',
			entity: 'facility:tore:1',
			id: 2,
			source: 'p',
			rank: 'person',
			at: 2,
			with: { payload: { gate: 'closed' } },
		})
		const named = statement({
			op: 'patch',
			entity: 'facility:tore:1',
			id: 3,
			rank: 'device',
			at: 3,
			with: { payload: { name: 'Tor Süd' } },
		})
		const [hour, before, after] = [3_600_000, rowsOf(fold(journal(gate))), (said: typeof gate) => rowsOf(fold(journal(gate, said)))]
		const silent = { t1: SPAN.t1, t2: instant(SPAN.t1 + 2 * hour) }
		expect(diffRows(before, before, silent).changes).toMatchObject([{ change: 'stale' }])
		expect(diffRows(before, after(closed), silent).changes).toMatchObject([{ change: 'conflict', conflicts: ['gate'] }])
		expect(diffRows(before, after(named), silent).changes).toMatchObject([{ change: 'changed' }])
		const again = { t1: silent.t2, t2: SPAN.t1 }
		expect(diffRows(before, before, again).changes).toMatchObject([{ change: 'back' }])
		expect(diffRows(before, after(closed), again).changes).toMatchObject([{ change: 'conflict', conflicts: ['gate'] }])
	})

	test('[P64] a place changes from a hundred metres on, a value always', () => {
		const unit = upsert('unit:fw:1', { callsign: 'FL 1', organisation: 'fw' })
		const at = (time: number, lat: number) => batch(positions([{ entity: 'unit:fw:1', at: time, lat, lng: 10 }], { source: 'fw' }))
		expect(changed([unit, at(60_000, 53.5)], [at(120_000, 53.5005)]).changes).toEqual([])
		expect(changed([unit, at(60_000, 53.5)], [at(120_000, 53.502)]).changes).toMatchObject([
			{ change: 'moved', fields: [{ field: 'position' }] },
		])
		const sensor = upsert('sensor:fw:1', { name: 'Pegel', property: 'W', unit: 'cm' })
		const value = (time: number, cm: number) => batch(observations([{ entity: 'sensor:fw:1', at: time, value: cm }], { source: 'fw' }))
		expect(changed([sensor, value(60_000, 500)], [value(120_000, 501)]).changes).toMatchObject([
			{ change: 'measured', fields: [{ field: 'value', before: 500, after: 501 }] },
		])
	})

	test('[P64] keyed fields are told key by key, and what a feed says of every poll is not', () => {
		const message = upsert('message:lage:1', { text: 'x', receipts: { S1: 'a' } })
		const receipt = statement({
			op: 'patch',
			entity: 'message:lage:1',
			id: 2,
			source: 's2',
			at: 2,
			with: { payload: { receipts: { S2: 'b' } } },
		})
		expect(changed([message], [receipt]).changes[0]?.fields).toEqual([{ field: 'receipts.S2', after: 'b' }])
		const feed = upsert('feed:f:f', { name: 'F', format: 'x', state: 'green', since: '2026-11-21T20:00:00Z' })
		const poll = statement({
			op: 'patch',
			entity: 'feed:f:f',
			id: 2,
			rank: 'authority',
			at: 2,
			with: { payload: { lastGood: '2026-11-21T20:01:00Z' } },
		})
		expect(changed([feed], [poll]).changes).toEqual([])
	})

	test('[P64] the severest comes first, then the kind of change, then the newest', () => {
		const { changes } = changed(
			[],
			[
				upsert('incident:lage:a', { title: 'a' }, { id: 1, at: 1 }),
				upsert('incident:lage:b', { title: 'b', severity: 'Extreme' }, { id: 2, at: 1 }),
				upsert('incident:lage:c', { title: 'c' }, { id: 3, at: 3 }),
				upsert('incident:lage:d', { title: 'd' }, { id: 4, at: 9 }),
				statement({ op: 'end', entity: 'incident:lage:d', id: 5, rank: 'authority', at: 10 }),
			],
		)
		expect(changes.map(({ title, change }) => [title, change])).toEqual([
			['b', 'new'],
			['c', 'new'],
			['a', 'new'],
			['d', 'ended'],
		])
	})

	test('[P62, P64] what is not among the rows is not in the difference; what left them is gone', () => {
		const rows = rowsOf(fold(journal(deich, upsert('incident:lage:2', { title: 'Geheim' }, { id: 2 }))))
		const visible = rows.filter(({ row }) => row.id !== EntityId.parse('incident:lage:2'))
		expect(JSON.stringify(diffRows([], visible, SPAN))).not.toMatch(/Geheim|lage:2/)
		expect(diffRows(rows, visible, SPAN).changes).toMatchObject([{ entity: 'incident:lage:2', change: 'gone' }])
	})

	test('[P64] between equal rows there is no difference, whatever they are made of', () => {
		fc.assert(
			fc.property(journals, (entries) => {
				const span = { ...SPAN, t2: SPAN.t1 }
				expect(diffRows(rowsOf(fold(entries)), rowsOf(fold(entries)), span).changes).toEqual([])
			}),
			{ numRuns: 200 },
		)
	})

	test('[P64] the order of the rows does not matter, and the summary counts each change once', () => {
		fc.assert(
			fc.property(journals, fc.nat(14), (entries, cut) => {
				const [before, after] = [rowsOf(fold(entries.slice(0, cut))), rowsOf(fold(entries))]
				const diff = diffRows(before, after, SPAN)
				expect(diffRows(before.toReversed(), after.toReversed(), SPAN)).toEqual(diff)
				for (const counts of [diff.summary.byChange, diff.summary.byKind, diff.summary.bySeverity]) {
					expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(diff.summary.total)
				}
			}),
			{ numRuns: 300 },
		)
	})
})

import { seq } from '@lagebild/model/ids.ts'
import type { SourceRank } from '@lagebild/model/label.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import type { Register } from './state.ts'
import { journal, statement } from './testing/entries.ts'
import { fold, row } from './testing/fold.ts'
import { decide } from './value.ts'

function claim(source: string, rank: SourceRank, at: number, value: unknown): Register {
	const by = { source, rank, name: source }
	return { value, said: { at: instant(at), n: 0, received: instant(at), id: source, seq: seq(1), by, withdrawn: false } }
}
const TOR = 'facility:hpa:tor-7'
const tor = (id: number, at: number, who: { source: string; rank: SourceRank }, gate: string) =>
	statement({ op: 'patch', entity: TOR, id, at, ...who, with: { payload: { gate } } })
const created = statement({
	op: 'upsert',
	entity: TOR,
	id: 100,
	at: 0,
	rank: 'authority',
	with: { payload: { name: 'Tor 7', type: 'gate' } },
})
const sensor = { source: 'kontakt', rank: 'device' } as const
const pilot = { source: 'pilot', rank: 'person' } as const

const point = (lng: number) => ({ type: 'Point', coordinates: [lng, 53.5] })

describe('policies', () => {
	test('[P20] newest: the latest statement of any source', () => {
		const [old, young] = [claim('a', 'person', 1, 'x'), claim('b', 'crowd', 2, 'y')]
		expect(decide('newest', [old, young])).toEqual({ winner: young })
		expect(decide('newest', [young, old])).toEqual({ winner: young })
		expect(decide('newest', [])).toEqual({})
	})

	test('[P21] rank: a later value of lower rank is a conflict, never swallowed and never shown instead', () => {
		const [person, device, feed] = [claim('p', 'person', 1, 'x'), claim('d', 'device', 3, 'y'), claim('f', 'authority', 2, 'x')]
		expect(decide('rank', [device, person, feed])).toEqual({ winner: person, conflicts: [device] })
		expect(decide('rank', [claim('e', 'person', 5, 'z'), device, person]).winner?.value).toBe('z')
		expect(decide('rank', [claim('e', 'person', 5, 'z'), device]).conflicts).toBeUndefined()
	})

	test('[P22] a gate that its sensor and a person see differently is a conflict', () => {
		const picture = fold(journal(created, tor(1, 5, pilot, 'closed'), tor(2, 9, sensor, 'open')))
		expect(row(picture, TOR)).toMatchObject({
			fields: { gate: 'open' },
			claims: [
				{ field: 'gate', value: 'open', source: 'kontakt', rank: 'device', at: 9 },
				{ field: 'gate', value: 'closed', source: 'pilot', rank: 'person', at: 5 },
			],
			conflicts: [{ field: 'gate', value: 'closed', source: 'pilot', rank: 'person', at: 5 }],
		})
	})

	test('[P22] the conflict goes when both see the same, and two sensors alone make none', () => {
		const agreed = fold(journal(created, tor(1, 5, pilot, 'closed'), tor(2, 9, sensor, 'open'), tor(3, 10, sensor, 'closed')))
		expect(row(agreed, TOR)).not.toHaveProperty('conflicts')
		expect(row(agreed, TOR)?.claims).toHaveLength(2)
		const sensors = fold(journal(created, tor(1, 5, sensor, 'closed'), tor(2, 9, { source: 'kontakt-2', rank: 'device' }, 'open')))
		expect(row(sensors, TOR)).not.toHaveProperty('conflicts')
	})

	test('[P23] declared: only persons declare, others propose', () => {
		const [proposal, declared] = [claim('model', 'authority', 9, 2), claim('s3', 'person', 1, 1)]
		expect(decide('declared', [proposal])).toEqual({ conflicts: [proposal] })
		expect(decide('declared', [proposal, declared])).toEqual({ winner: declared, conflicts: [proposal] })
		expect(decide('declared', [claim('model', 'authority', 9, 1), declared])).toEqual({ winner: declared })
	})

	test('[P24] keyed: receipts of several people are kept side by side, null removes one', () => {
		const id = 'message:lage:1'
		const say = (n: number, source: string, receipts: unknown) =>
			statement({ op: 'patch', entity: id, id: n, at: n, source, with: { payload: { receipts } } })
		const entries = journal(
			statement({ op: 'upsert', entity: id, id: 1, at: 1, with: { payload: { text: 'Pegel steigt', receipts: { S1: 'Meier' } } } }),
			say(2, 's2', { S2: 'Kurz' }),
			say(3, 's3', { S3: 'Lang', S1: 'Vogt' }),
			say(4, 's2', { S2: null }),
			say(5, 's2', null),
		)
		const receipts = (n: number) => row(fold(entries.slice(0, n)), id)?.fields
		expect([1, 2, 3, 4, 5].map((n) => receipts(n))).toEqual([
			{ text: 'Pegel steigt', receipts: { S1: 'Meier' } },
			{ text: 'Pegel steigt', receipts: { S1: 'Meier', S2: 'Kurz' } },
			{ text: 'Pegel steigt', receipts: { S1: 'Vogt', S2: 'Kurz', S3: 'Lang' } },
			{ text: 'Pegel steigt', receipts: { S1: 'Vogt', S3: 'Lang' } },
			{ text: 'Pegel steigt', receipts: {} },
		])
	})

	test('[P25] a geometry keeps the accuracy that was said with it, not the one of another place', () => {
		const id = 'unit:a:1'
		const at = (n: number, source: string, more: object) =>
			statement({ op: 'patch', entity: id, id: n, at: n, source, with: { payload: {}, ...more } })
		const entries = journal(
			statement({
				op: 'upsert',
				entity: id,
				id: 1,
				at: 1,
				with: { payload: { callsign: 'x', organisation: 'thw' }, geometry: point(10), accuracyMetres: 5, geometrySource: 'given' },
			}),
			at(2, 'b', { geometry: point(11), geometrySource: 'estimated' }),
			at(3, 'b', { accuracyMetres: 900 }),
			at(4, 'a', { geometry: null }),
		)
		const shape = (n: number) => {
			const { geometry, geometrySource, accuracyMetres } = row(fold(entries.slice(0, n)), id) ?? {}
			return [geometry, geometrySource, accuracyMetres]
		}
		expect(shape(1)).toEqual([point(10), 'given', 5])
		expect(shape(2)).toEqual([point(11), 'estimated', undefined])
		expect(shape(3)).toEqual([point(11), 'estimated', 900])
		expect(shape(4)).toEqual([undefined, undefined, undefined])
	})

	test('[P25] confidence is decided by rank, validity by time', () => {
		const id = 'incident:a:1'
		const by = (n: number, who: { source: string; rank: SourceRank }, more: object) =>
			statement({ op: 'patch', entity: id, id: n, at: n, ...who, with: { payload: {}, ...more } })
		const picture = fold(
			journal(
				statement({
					op: 'upsert',
					entity: id,
					id: 1,
					at: 1,
					with: { payload: { title: 'x', category: 'fire' }, confidence: 'confirmed', validity: { until: '2026-11-21T20:00:00Z' } },
				}),
				by(2, sensor, { confidence: 'refuted', validity: { until: null } }),
			),
		)
		expect(row(picture, id)).toMatchObject({
			confidence: 'confirmed',
			validity: { until: null },
			conflicts: [{ field: 'confidence', value: 'refuted' }],
		})
	})
})

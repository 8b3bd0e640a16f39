import { EntityId } from '@lagebild/model/ids.ts'
import { describe, expect, test } from 'vitest'

import { explain } from './explain.ts'
import { rowWithin } from './row-within.ts'
import { linksSeen, rowSeen } from './shown-links.ts'
import { batch, journal, observations, positions, statement } from './testing/entries.ts'
import { fold } from './testing/fold.ts'
import { INCIDENT, told, why } from './testing/why.ts'

function patch(fields: Readonly<Record<string, unknown>>, saying: Readonly<Record<string, unknown>>) {
	return statement({ op: 'patch', entity: INCIDENT, with: { payload: fields }, ...saying })
}

const created = statement({
	op: 'upsert',
	entity: INCIDENT,
	id: 1,
	source: 'lage',
	rank: 'device',
	at: 1,
	with: { payload: { title: 'Deich' } },
})

describe('measurements and links', () => {
	test('[P61] a value names its source and the values before it; another source that is silent is older', () => {
		const gauge = 'sensor:pegel:1'
		const entries = journal(
			statement({ op: 'upsert', entity: gauge, id: 1, rank: 'authority', at: 1, with: { payload: { name: 'St. Pauli' } } }),
			batch(
				observations([{ entity: gauge, at: 10, value: 500 }], { source: 'pegel' }),
				observations([{ entity: gauge, at: 5, value: 480 }], { source: 'mobil' }),
			),
			batch(observations([{ entity: gauge, at: 20, value: 510 }], { source: 'pegel' })),
		)
		const answer = why(entries, 'value', { entity: gauge })
		expect(answer).toMatchObject({ rule: 'P32', value: 510 })
		expect(told(answer).map(([, value, standing]) => [value, standing])).toEqual([
			[510, 'shown'],
			[500, 'overtaken'],
			[480, 'older'],
		])
		expect(answer.values[0]).toMatchObject({ source: 'pegel', name: 'PEGEL', rank: 'authority' })
	})

	test('[P61] a position is the newest that was measured or told', () => {
		const unit = 'unit:fw:1'
		const entries = journal(
			statement({
				op: 'upsert',
				entity: unit,
				id: 1,
				at: 1,
				with: { payload: { callsign: 'x' }, geometry: { type: 'Point', coordinates: [10, 53.5] } },
			}),
			batch(positions([{ entity: unit, at: 60_000, lat: 53.501, lng: 10 }], { source: 'funk' })),
		)
		const answer = why(entries, 'position', { entity: unit })
		expect(answer).toMatchObject({ rule: 'P31', value: { lat: 53.501, lng: 10 } })
		expect(told(answer).map(([, , standing]) => standing)).toEqual(['shown', 'older'])
	})

	test('[P61, P62] links name their ends only to those who see them, and those that were taken back as well', () => {
		const link = (to: string, removed = false) => ({ links: [{ rel: 'about', to, removed }] })
		const other = (entity: string, id: number) => statement({ op: 'upsert', entity, id, at: 1, with: { payload: { title: 'x' } } })
		const entries = journal(
			created,
			other('incident:lage:2', 2),
			other('unit:fw:1', 3),
			statement({ op: 'patch', entity: INCIDENT, id: 4, source: 'lage', rank: 'device', at: 4, with: { ...link('incident:lage:2') } }),
			statement({ op: 'patch', entity: INCIDENT, id: 5, source: 'lage', rank: 'device', at: 5, with: { ...link('unit:fw:1') } }),
			statement({
				op: 'patch',
				entity: INCIDENT,
				id: 6,
				source: 'lage',
				rank: 'device',
				at: 6,
				with: { ...link('incident:lage:2', true) },
			}),
		)
		const answer = why(entries, 'links')
		expect(answer).toMatchObject({ rule: 'P12', value: [{ rel: 'about', to: 'unit:fw:1' }] })
		expect(told(answer).map(([place, , standing]) => [place, standing])).toEqual([
			[5, 'shown'],
			[6, 'beside'],
		])
		const blind = why(entries, 'links', { hidden: ['unit:fw:1', 'incident:lage:2'] })
		expect(blind).toEqual({ entity: INCIDENT, field: 'links', rule: 'P12', seq: 6, values: [], rest: 0 })
		const entity = fold(entries).byId.get(EntityId.parse(INCIDENT))
		expect(entity && rowSeen(entity, () => true)).toBe(entity?.row)
		expect(entity && rowSeen(entity, (id) => !id.startsWith('unit'))).not.toHaveProperty('links')
		expect(entity?.row && rowWithin(entity.row, new Set(['incident']))).not.toHaveProperty('links')
		expect(entity?.row && rowWithin(entity.row, new Set(['incident', 'unit']))).toBe(entity?.row)
	})

	test('[P62] what is hidden is not counted among the links that a row only counts', () => {
		const links = Array.from({ length: 103 }, (_, n) => ({ rel: 'about', to: `unit:fw:${n}` }))
		const entries = journal(created, statement({ op: 'patch', entity: INCIDENT, id: 4, source: 'lage', at: 4, with: { links } }))
		const entity = fold(entries).byId.get(EntityId.parse(INCIDENT))
		expect(entity?.row?.moreLinks).toEqual({ unit: 3 })
		const hidden = new Set(
			links
				.map(({ to }) => to)
				.filter((to) => !entity?.row?.links?.some((shown) => shown.to === to))
				.slice(0, 2),
		)
		expect(entity && linksSeen(entity, (id) => !hidden.has(id)).moreLinks).toEqual({ unit: 1 })
	})
})

describe('who may ask, and for how much', () => {
	test('[P62] an entity that the viewer may not see is not explained', () => {
		const ask = (sees: boolean) =>
			explain({ picture: fold(journal(created)), entity: EntityId.parse(INCIDENT), field: 'title', entries: [], sees: () => sees })
		expect([ask(true)?.value, ask(false)]).toEqual(['Deich', undefined])
	})

	test('[P63] the newest two hundred, how many more there are, and the rest page by page', () => {
		const many = Array.from({ length: 450 }, (_, n) => patch({ description: `${n}` }, { id: 100 + n, source: 'a', at: 10 + n }))
		const entries = journal(created, ...many)
		const first = why(entries, 'description')
		expect([first.values.length, first.rest, first.values[0]?.value]).toEqual([200, 250, '449'])
		const second = why(entries, 'description', { before: first.next ?? 0 })
		expect([second.values.length, second.rest, second.values[0]?.value]).toEqual([200, 50, '249'])
		const third = why(entries, 'description', { before: second.next ?? 0 })
		expect([third.values.length, third.rest, third.next]).toEqual([50, 0, undefined])
	})

	test('[P63] entries after the picture that is explained are passed over', () => {
		const entries = journal(created, patch({ priority: 'blitz' }, { id: 2, at: 2 }), patch({ priority: 'sofort' }, { id: 3, at: 3 }))
		expect(told(why(entries, 'priority', { at: 2 }))).toEqual([[2, 'blitz', 'shown', undefined]])
	})
})

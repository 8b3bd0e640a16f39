import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { figuresOf } from './figures.ts'
import { Things } from './testing/things.ts'

const NOW = 100_000
const strength = { leaders: 0, subLeaders: 1, crew: 5 }
const thw = { organisation: 'thw', organisationName: 'THW', strength }
const [ONE, SUB, TWO] = ['section:l:1', 'section:l:1.1', 'section:l:2'] as const
const at = (ms: number) => ({ at: instant(ms) })
const of = (things: Things, now = NOW) => figuresOf(things.all(), now)
const said = (value: number, exact?: boolean) => ({ what: 'missing', value, ...(exact !== undefined && { exact }) })

function sections(): Things {
	return new Things()
		.add(ONE, { name: 'Nord', number: 'EA 1' })
		.add(SUB, { name: 'Kai', number: 'UEA 1.1' }, { links: [['part-of', ONE]] })
		.add(TWO, { name: 'Süd', number: 'EA 2' })
}

describe('forces', () => {
	test('[P55] by section plainly and with those below; nobody is lost', () => {
		const things = sections()
			.add('unit:f:a', { ...thw, callsign: 'a', fms: 4 }, { links: [['assigned-to', ONE]] })
			.add('unit:f:b', { ...thw, callsign: 'b', fms: 1 }, { links: [['assigned-to', SUB]] })
			.add('unit:f:c', { ...thw, callsign: 'c', section: 'ea 2' })
			.add('unit:f:d', { ...thw, callsign: 'd', section: 'BR' })
			.add('unit:f:e', { ...thw, callsign: 'e' })
		const { forces } = of(things)
		const table = forces.sections.map(({ name, above, own, all }) => [name, above, own.units, all.units, all.strength.total])
		expect(table).toEqual([
			['BR', undefined, 1, 1, 6],
			['EA 1 Nord', undefined, 1, 2, 12],
			['EA 2 Süd', undefined, 1, 1, 6],
			['UEA 1.1 Kai', ONE, 1, 1, 6],
		])
		expect(forces.withoutSection.ids).toEqual(['unit:f:e'])
		expect(forces.all.strength).toEqual({ leaders: 0, subLeaders: 5, crew: 25, total: 30 })
	})

	test('[P55] by class of status, with overlays apart, and as an organisation means its status', () => {
		const things = new Things()
			.add('unit:f:a', { ...thw, callsign: 'a', fms: 4, overlay: 5 })
			.add('unit:f:b', { ...thw, callsign: 'b', fms: 1, overlay: 0 })
			.add('unit:f:c', { ...thw, callsign: 'c', fms: 6 })
			.add('unit:f:d', { ...thw, callsign: 'd', fms: 9 })
			.add('unit:f:e', { ...thw, callsign: 'e' })
		expect(of(things).forces.all).toMatchObject({ status: { free: 1, bound: 1, out: 2, unknown: 1 }, overlays: { '0': 1, '5': 1 } })
		const scheme = { thw: { '9': { de: 'frei', en: 'free', class: 'free' } } } as const
		const { status } = figuresOf(things.all(), NOW, { scheme }).forces
		expect([status.free.ids, status.unknown.ids]).toEqual([['unit:f:b', 'unit:f:d'], ['unit:f:e']])
	})

	test('[P55] by organisation and its own name', () => {
		const things = new Things()
			.add('unit:f:a', { ...thw, callsign: 'a' })
			.add('unit:f:b', { callsign: 'b', organisation: 'hilfsorganisation', organisationName: 'DRK', strength })
			.add('unit:f:c', { callsign: 'c', organisation: 'hilfsorganisation', strength })
		const table = of(things).forces.organisations.map(({ organisation, sum, names }) => [
			organisation,
			sum.units,
			names.map((one) => one.name),
		])
		expect(table).toEqual([
			['hilfsorganisation', 2, ['DRK']],
			['thw', 1, ['THW']],
		])
	})

	test('[P55] a unit without a strength is named and adds nothing', () => {
		const { all } = of(new Things().add('unit:f:a', { ...thw, callsign: 'a' }).add('unit:f:b', { callsign: 'Heros 2' })).forces
		expect(all.withoutStrength).toEqual([{ id: 'unit:f:b', name: 'Heros 2' }])
		expect([all.units, all.strength.total]).toEqual([2, 6])
	})

	test('[P55] the people of a part are counted once', () => {
		const part = { links: [['part-of', 'unit:f:zug'] as const] }
		const parts = () => new Things().add('unit:f:a', { ...thw, callsign: 'a' }, part).add('unit:f:b', { callsign: 'b' }, part)
		const stating = of(parts().add('unit:f:zug', { callsign: 'Zug', strength: { leaders: 1, subLeaders: 3, crew: 17 } })).forces.all
		expect([stating.strength.total, stating.within.map(({ name }) => name), stating.withoutStrength]).toEqual([21, ['a', 'b'], []])
		const silent = of(parts().add('unit:f:zug', { callsign: 'Zug' })).forces.all
		expect([silent.strength.total, silent.within, silent.withoutStrength.map(({ name }) => name)]).toEqual([6, [], ['b']])
	})

	test('[P55] of a circle of parts one is counted, and not none', () => {
		const things = new Things()
		for (const [id, whole] of [
			['b', 'c'],
			['a', 'b'],
			['c', 'a'],
		] as const) {
			things.add(`unit:f:${id}`, { ...thw, callsign: id }, { links: [['part-of', `unit:f:${whole}`]] })
		}
		const { all } = of(things.add('unit:f:d', { ...thw, callsign: 'd' }, { links: [['part-of', 'unit:f:c']] })).forces
		expect([all.strength.total, all.within.map(({ name }) => name)]).toEqual([6, ['b', 'c', 'd']])
	})

	test('[P53, P54] what has expired stands for nothing and takes nobody', () => {
		const expired = { validity: { until: '1970-01-01T00:00:01Z' } }
		const { forces } = of(
			new Things()
				.add('section:l:1', { name: 'EA 1' }, expired)
				.add('unit:f:a', { ...thw, callsign: 'a' }, expired)
				.add(
					'unit:f:b',
					{ ...thw, callsign: 'b' },
					{
						links: [
							['duplicates', 'unit:f:a'],
							['assigned-to', 'section:l:1'],
						],
					},
				),
		)
		expect([forces.all.ids, forces.withoutSection.ids, forces.sections]).toEqual([['unit:f:b'], ['unit:f:b'], []])
	})

	test('[P53] many duplicates of one thing are looked at together', () => {
		const things = new Things()
		for (let i = 0; i < 1_000; i++)
			things.add(`unit:f:${i}`, { ...thw, callsign: 'a' }, i === 0 ? {} : { links: [['duplicates', `unit:f:${i - 1}`]] })
		expect(of(things).forces.all.ids).toEqual(['unit:f:0'])
	})

	test('[P55] what is over and what duplicates another does not count; what is silent or unconfirmed counts and is named', () => {
		const things = new Things()
			.add('unit:f:a', { ...thw, callsign: 'a' }, { life: 'unconfirmed' })
			.add('unit:f:b', { ...thw, callsign: 'b' }, { links: [['duplicates', 'unit:f:a']] })
			.add('unit:f:over', { ...thw, callsign: 'x' }, { validity: { until: '1970-01-01T00:00:01Z' } })
		for (const life of ['ended', 'cancelled', 'retracted', 'superseded'] as const)
			things.add(`unit:f:${life}`, { ...thw, callsign: life }, { life })
		const { all } = of(things).forces
		expect([all.ids, all.stale]).toEqual([['unit:f:a'], [{ id: 'unit:f:a', name: 'a' }]])
	})

	test('[P55] every sum has the times of its oldest and newest report', () => {
		const times = { at: instant(50), fieldAt: { strength: instant(20), callsign: instant(1) } }
		const { all, withoutSection, status } = of(
			new Things().add('unit:f:a', { ...thw, callsign: 'a', fms: 4 }, times).add('unit:f:b', { callsign: 'b' }, at(30)),
		).forces
		expect(all.asOf).toEqual({ oldest: 20, newest: 50 })
		expect(withoutSection.asOf).toEqual(all.asOf)
		expect(status.out).toMatchObject({ units: 0, strength: { total: 0 } })
		expect(status.out.asOf).toBeUndefined()
	})
})

describe('people', () => {
	test('[P56] two reports of one scope are never added: the newest counts and names the older', () => {
		const things = sections()
			.add('counter:a:1', { ...said(4, true), scope: 'EA 1' }, at(10))
			.add('counter:b:1', { ...said(7, true), scope: 'irgendwo' }, { at: instant(20), links: [['about', ONE]] })
			.add('counter:b:2', { ...said(2, true), scope: 'ea 2  süd' }, at(15))
		const [missing] = of(things).counters
		expect(missing?.reports.map(({ value, scope, older }) => [value, scope.name, older])).toEqual([
			[7, 'EA 1 Nord', ['counter:a:1']],
			[2, 'EA 2 Süd', []],
		])
		expect(missing?.sums).toEqual([
			{
				level: 'section',
				depth: 0,
				value: 9,
				exactness: 'exact',
				ids: ['counter:b:1', 'counter:b:2'],
				asOf: { oldest: 15, newest: 20 },
			},
		])
	})

	test('[P56] a whole and its part, and scopes of different kinds, stand side by side', () => {
		const things = sections()
			.add('counter:a:1', { ...said(4), scope: 'EA 1' })
			.add('counter:a:2', { ...said(3), scope: 'UEA 1.1' })
			.add('counter:a:3', { ...said(9), scope: 'Lage gesamt' })
		expect(of(things).counters[0]?.sums.map(({ level, depth, value }) => [level, depth, value])).toEqual([
			['section', 0, 4],
			['section', 1, 3],
			['words', 0, 9],
		])
	})

	test('[P56] scopes that are only words are listed and never added: one may contain the other', () => {
		const things = sections()
			.add('counter:a:1', { ...said(3), scope: 'gesamt' })
			.add('counter:a:2', { ...said(2), scope: 'Wilhelmsburg' })
		const [missing] = of(things).counters
		expect(missing?.reports.map(({ value }) => value)).toEqual([2, 3])
		expect(missing?.sums).toEqual([])
	})

	test('[P56] a sum is as sure as its least sure part, and keeps the bounds', () => {
		const sum = (...reports: readonly object[]) => {
			const things = new Things()
			for (const [n, report] of reports.entries()) {
				things.add(`section:l:${n}`, { name: `EA ${n}` }).add(`counter:a:${n}`, { what: 'missing', scope: `EA ${n}`, ...report })
			}
			return of(things).counters[0]?.sums[0]
		}
		expect(sum({ value: 1, exact: true }, { value: 2, exact: true })?.exactness).toBe('exact')
		expect(sum({ value: 1, exact: true }, { value: 2 })?.exactness).toBe('unsaid')
		const estimate = sum({ value: 10, exact: false, lower: 8, upper: 20 }, { value: 2 }, { value: 1, exact: true })
		expect(estimate).toMatchObject({ value: 13, exactness: 'estimate', lower: 11, upper: 23 })
	})

	test('[P56] an area that states no figure hides none of its parts; one without parts is unknown', () => {
		const { evacuation } = of(
			new Things()
				.add('area:l:whole', { role: 'evacuation' })
				.add('area:l:a', { role: 'evacuation', population: 100, evacuated: 40 }, { links: [['part-of', 'area:l:whole']] })
				.add('area:l:b', { role: 'evacuation', population: 50, evacuated: 50 }, { links: [['part-of', 'area:l:whole']] })
				.add('area:l:alone', { role: 'evacuation' }),
		)
		expect([evacuation.population, evacuation.evacuated, evacuation.open]).toEqual([150, 90, 60])
		expect(evacuation.unknown.map(({ id }) => id)).toEqual(['area:l:alone'])
		expect(evacuation.areas).toHaveLength(4)
	})

	test('[P56] areas: who is still there only where both are known; parts and lifted ones are listed and not added', () => {
		const area = (population: number | undefined, evacuated: number | undefined) => ({ role: 'evacuation', population, evacuated })
		const things = new Things()
			.add('area:l:a', { ...area(1_900, 1_240), refused: 3 }, at(10))
			.add('area:l:b', area(500, undefined), at(20))
			.add('area:l:c', area(300, 300), { links: [['part-of', 'area:l:a']] })
			.add('area:l:d', { ...area(100, 0), evacuation: 'lifted' })
			.add('area:l:e', { role: 'danger', population: 9 })
		const { evacuation } = of(things)
		expect(evacuation.areas.map(({ id, open, within }) => [id, open, within])).toEqual([
			['area:l:a', 660, undefined],
			['area:l:b', undefined, undefined],
			['area:l:c', 0, 'area:l:a'],
			['area:l:d', 100, undefined],
		])
		expect(evacuation).toMatchObject({ population: 2_400, evacuated: 1_240, open: 660, asOf: { oldest: 10, newest: 20 } })
		expect(evacuation.unknown.map(({ id }) => id)).toEqual(['area:l:b'])
	})

	test('[P56] areas: a part of a part is added once, a part of a lifted one by itself, and of a circle one', () => {
		const area = (population: number) => ({ role: 'evacuation', population, evacuated: 0 })
		const within = (whole: string) => ({ links: [['part-of', `area:l:${whole}`] as const] })
		const things = new Things()
			.add('area:l:a', area(100))
			.add('area:l:b', { role: 'sketch' }, within('a'))
			.add('area:l:c', area(40), within('b'))
			.add('area:l:d', { ...area(1_000), evacuation: 'lifted' })
			.add('area:l:e', area(7), within('d'))
			.add('area:l:x', area(10_000), within('y'))
			.add('area:l:y', area(20_000), within('z'))
			.add('area:l:z', area(30_000), within('x'))
		expect(of(things).evacuation).toMatchObject({ population: 10_107, ids: ['area:l:a', 'area:l:e', 'area:l:x'] })
	})

	test('[P56] shelters: full, closed and unknown are told apart, and no free place is made up', () => {
		const shelter = (capacity?: number, occupied?: number, state?: string) => ({ type: 'shelter', capacity, occupied, state })
		const { shelters } = of(
			new Things()
				.add('facility:l:a', shelter(200, 150))
				.add('facility:l:b', shelter(100, 101))
				.add('facility:l:c', shelter(80, 10, 'full'))
				.add('facility:l:d', shelter(50, 5, 'closed'))
				.add('facility:l:e', shelter(300))
				.add('facility:l:f', { type: 'school', capacity: 999 }),
		)
		expect(shelters.shelters.map(({ state, free }) => [state, free])).toEqual([
			['free', 50],
			['full', 0],
			['full', 0],
			['closed', undefined],
			['unknown', undefined],
		])
		expect(shelters).toMatchObject({ capacity: 680, occupied: 261, free: 50, full: 2, closed: 1 })
		expect(shelters.unknownOccupancy).toEqual([{ id: 'facility:l:e', name: 'e' }])
	})
})

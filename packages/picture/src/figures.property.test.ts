import { addStrength, totalOf } from '@lagebild/model/strength.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { ForceSum } from './figures-forces.ts'
import { figuresOf } from './figures.ts'
import type { Standable } from './standing.ts'
import { Things } from './testing/things.ts'

const NOW = 3_000
const small = (max: number) => fc.integer({ min: 0, max })
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const linked = (rels: readonly string[], ids: readonly string[]) =>
	fc.array(fc.tuple(fc.constantFrom(...rels), fc.constantFrom(...ids)), { maxLength: 2 })

const SECTIONS = ['section:l:1', 'section:l:2', 'section:l:3']
const UNITS = ['unit:f:1', 'unit:f:2', 'unit:f:3', 'unit:f:4', 'unit:f:5']
const COUNTERS = ['counter:l:1', 'counter:l:2', 'counter:l:3', 'counter:l:4']
const AREAS = ['area:l:1', 'area:l:2']
const LIVES = ['live', 'live', 'live', 'unconfirmed', 'ended', 'superseded'] as const

const unit = fc.record({
	callsign: fc.constant('x'),
	organisation: fc.constantFrom('thw', 'polizei'),
	organisationName: maybe(fc.constantFrom('DRK', 'ASB')),
	fms: maybe(fc.constantFrom(1, 4, 6)),
	section: maybe(fc.constantFrom('1', '2', 'BR')),
	strength: maybe(fc.record({ leaders: small(2), subLeaders: small(2), crew: small(3) })),
})
const counter = fc.record({
	what: fc.constantFrom('missing', 'dead'),
	value: small(3),
	exact: maybe(fc.boolean()),
	scope: fc.constantFrom('1', '2', 'BR'),
})
const area = fc.record({
	name: fc.constantFrom('1', 'BR'),
	role: fc.constant('evacuation'),
	population: maybe(small(3)),
	evacuated: maybe(small(3)),
})
const section = fc.record({ name: fc.constantFrom('1', '2') })

type Link = readonly [string, string]
type Made = { readonly id: string; readonly fields: object; readonly links: readonly Link[]; readonly life: (typeof LIVES)[number] }

function made(ids: readonly string[], fields: fc.Arbitrary<object>, links: fc.Arbitrary<Link[]>): fc.Arbitrary<Made[]> {
	const one = fc.record({ id: fc.constantFrom(...ids), fields, links, life: fc.constantFrom(...LIVES) })
	return fc.uniqueArray(one, { selector: ({ id }) => id, maxLength: ids.length })
}

const things: fc.Arbitrary<readonly Standable[]> = fc
	.tuple(
		made(SECTIONS, section, linked(['part-of', 'duplicates'], SECTIONS)),
		made(UNITS, unit, fc.oneof(linked(['assigned-to'], SECTIONS), linked(['part-of', 'duplicates'], UNITS))),
		made(COUNTERS, counter, fc.oneof(linked(['about'], [...SECTIONS, ...AREAS]), linked(['duplicates'], COUNTERS))),
		made(AREAS, area, linked(['part-of'], AREAS)),
	)
	.map((parts) => {
		const all = new Things()
		for (const { id, fields, links, life } of parts.flat()) all.add(id, fields, { life, links: links.filter(([, to]) => to !== id) })
		return all.all()
	})

function sum(parts: readonly ForceSum[]) {
	const strength = parts.reduce((all, part) => addStrength(all, part.strength), { leaders: 0, subLeaders: 0, crew: 0 })
	return {
		ids: parts.flatMap(({ ids }) => ids).toSorted(),
		strength: { ...strength, total: totalOf(strength) },
		within: parts.flatMap(({ within }) => within.map(({ id }) => id)).toSorted(),
		unsaid: parts.flatMap(({ withoutStrength }) => withoutStrength.map(({ id }) => id)).toSorted(),
	}
}

describe('figures', () => {
	test('[P55, P56] do not depend on the order of the rows', () => {
		fc.assert(
			fc.property(
				things.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length }))),
				([all, shuffled]) => {
					expect(figuresOf(shuffled, NOW)).toEqual(figuresOf(all, NOW))
				},
			),
			{ numRuns: 300 },
		)
	})

	test('[P55] parts sum to the whole, by section, organisation and status', () => {
		fc.assert(
			fc.property(things, (all) => {
				const { forces } = figuresOf(all, NOW)
				const whole = sum([forces.all])
				expect(sum([...forces.sections.map(({ own }) => own), forces.withoutSection])).toEqual(whole)
				expect(sum(forces.organisations.map((one) => one.sum))).toEqual(whole)
				expect(sum(Object.values(forces.status))).toEqual(whole)
				for (const one of forces.sections) expect(sum([one.all]).ids).toEqual(expect.arrayContaining([...one.own.ids]))
			}),
			{ numRuns: 300 },
		)
	})

	test('[P55, P56] a hidden row changes nothing but by being absent', () => {
		fc.assert(
			fc.property(things, fc.nat(), (all, pick) => {
				const hidden = all[pick % Math.max(1, all.length)]?.row.id
				const rest = all.filter(({ row }) => row.id !== hidden)
				const text = JSON.stringify(figuresOf(rest, NOW))
				expect(hidden === undefined || !text.includes(`"${hidden}"`)).toBe(true)
				const bare = rest.map(({ row, ...more }) => ({
					...more,
					row: { ...row, links: (row.links ?? []).filter(({ to }) => to !== hidden) },
				}))
				expect(figuresOf(bare, NOW)).toEqual(figuresOf(rest, NOW))
			}),
			{ numRuns: 300 },
		)
	})

	test('[P56] of one figure and scope one report is added, none of several that are only words, and every report is named once', () => {
		fc.assert(
			fc.property(things, (all) => {
				for (const { reports, sums } of figuresOf(all, NOW).counters) {
					const scopes = reports.map(({ scope }) => scope.id ?? scope.name.toLowerCase())
					expect(new Set(scopes).size).toBe(scopes.length)
					const words = reports.filter(({ scope }) => scope.level === 'words')
					const added = reports.filter(({ scope }) => scope.level !== 'words' || words.length === 1)
					expect(sums.flatMap(({ ids }) => ids).toSorted()).toEqual(added.map(({ id }) => id).toSorted())
					expect(sums.reduce((whole, { value }) => whole + value, 0)).toBe(added.reduce((whole, { value }) => whole + value, 0))
					for (const { level, depth, ids } of sums) {
						const parts = reports.filter(({ id }) => ids.includes(id))
						expect(parts.every(({ scope }) => scope.level === level && scope.depth === depth)).toBe(true)
					}
				}
			}),
			{ numRuns: 300 },
		)
	})
})

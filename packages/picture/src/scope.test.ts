import { OperationId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { Want } from '@lagebild/model/protocol.ts'
import { LANES } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { cellName, cellOfPosition } from './cell.ts'
import type { Facet } from './change.ts'
import { ancestorsOf, covers, scopeIdOf, scopeOf, sees, tileOf } from './scope.ts'
import { readable, visible, widens } from './visible.ts'

const HAMBURG = { lat: 53.5461, lng: 9.9663 }
const LAGE = OperationId.parse('lage')
const INTERNAL = { clearance: 'internal' } as const
const NOW = instant(1_000)

function facet(over: Partial<Facet> = {}): Facet {
	return { kind: 'unit', label: { level: 'internal' }, shown: true, measured: true, cell: tileOf(HAMBURG, 14), ...over }
}

function scope(want: unknown, grant: Pick<Grant, 'clearance' | 'organisation' | 'kinds'> = INTERNAL): ReturnType<typeof scopeOf> {
	return scopeOf(grant, Want.parse(want))
}

describe('who may see a label', () => {
	test.each([
		['open', 'open', true],
		['open', 'internal', false],
		['internal', 'open', true],
		['internal', 'internal', true],
		['internal', 'restricted', false],
		['restricted', 'restricted', true],
	] as const)('[H2] clearance %s, level %s: %s', (clearance, level, seen) => {
		expect(readable({ level }, { clearance })).toBe(seen)
	})

	test('[H2] organisations need to intersect, and none named means every one', () => {
		const label = { level: 'open', organisations: ['thw', 'fw'] } as const
		expect(readable({ ...label, organisations: [...label.organisations] }, { clearance: 'restricted' })).toBe(false)
		expect(readable({ level: 'open', organisations: ['thw'] }, { clearance: 'open', organisation: 'thw' })).toBe(true)
		expect(readable({ level: 'open', organisations: ['thw'] }, { clearance: 'open', organisation: 'fw' })).toBe(false)
		expect(readable({ level: 'open', organisations: [] }, { clearance: 'open' })).toBe(true)
	})

	test('[H2] nobody does after the grant has expired, to the millisecond', () => {
		const grant = { ...INTERNAL, operations: 'all' } as const
		expect(visible({ level: 'open' }, { ...grant, expires: instant(1_001) }, { operation: LAGE, now: NOW })).toBe(true)
		expect(visible({ level: 'open' }, { ...grant, expires: NOW }, { operation: LAGE, now: NOW })).toBe(false)
	})

	test('[H2] nobody sees anything of an operation that the grant does not reach', () => {
		const sight = { operation: LAGE, now: NOW }
		expect(visible({ level: 'open' }, { ...INTERNAL, operations: [LAGE] }, sight)).toBe(true)
		expect(visible({ level: 'open' }, { ...INTERNAL, operations: [] }, sight)).toBe(false)
		expect(visible({ level: 'open' }, { clearance: 'restricted', operations: [OperationId.parse('base')] }, sight)).toBe(false)
	})

	test('[H7] only a grant that surely sees no less widens', () => {
		expect(widens(INTERNAL, { clearance: 'restricted' })).toBe(true)
		expect(widens(INTERNAL, { clearance: 'open' })).toBe(false)
		expect(widens(INTERNAL, { ...INTERNAL, organisation: 'thw' })).toBe(true)
		expect(widens({ ...INTERNAL, organisation: 'thw' }, { ...INTERNAL, organisation: 'fw' })).toBe(false)
		expect(widens(INTERNAL, { ...INTERNAL, kinds: ['unit'] })).toBe(false)
		expect(widens({ ...INTERNAL, kinds: ['unit'] }, { ...INTERNAL, kinds: ['unit', 'area'] })).toBe(true)
		expect(widens({ ...INTERNAL, kinds: ['unit'] }, INTERNAL)).toBe(true)
	})
})

describe('a scope', () => {
	test('[H2] has one id per content, however the wish was written', () => {
		const [a, b, c] = [tileOf(HAMBURG, 12), tileOf(HAMBURG, 13), tileOf({ lat: 48, lng: 11 }, 12)]
		expect(scopeIdOf(scope({ cover: [a, b, c, a] }))).toBe(scopeIdOf(scope({ cover: [c, a], everyMs: 150 })))
		expect(scopeIdOf(scope({ kinds: ['area', 'unit'] }))).toBe(scopeIdOf(scope({ kinds: ['unit', 'area', 'unit'] })))
		expect(scopeIdOf(scope({ cover: [] }))).toBe(scopeIdOf(scope({ cover: 'none' })))
		const ids = [
			scope({}),
			scope({ cover: 'none' }),
			scope({ cover: [a] }),
			scope({ everyMs: 200 }),
			scope({}, { clearance: 'open' }),
			scope({ kinds: ['unit'] }),
		].map(scopeIdOf)
		expect(new Set(ids).size).toBe(ids.length)
		expect(ids[0]).toMatch(/^[0-9a-f]{32}$/)
	})

	test('[H2] never exceeds the grant', () => {
		const narrow = scope({ kinds: ['unit', 'incident'] }, { ...INTERNAL, kinds: ['unit', 'area'] })
		expect([...narrow.kinds]).toEqual(['unit'])
		expect(scope({}, { ...INTERNAL, kinds: ['area'] }).kinds.has('unit')).toBe(false)
	})

	test('[H2] sees a row in its own lane, and measured rows in theirs', () => {
		const all = scope({})
		expect(LANES.filter((lane) => sees(all, lane, facet()))).toEqual(['S', 'M'])
		expect(LANES.filter((lane) => sees(all, lane, facet({ kind: 'warning', measured: false })))).toEqual(['U'])
		expect(LANES.filter((lane) => sees(all, lane, facet({ shown: false })))).toEqual(['M'])
		expect(LANES.filter((lane) => sees(all, lane, facet({ label: { level: 'restricted' } })))).toEqual([])
		expect(LANES.filter((lane) => sees(scope({ cover: 'none' }), lane, facet()))).toEqual(['S'])
		expect(LANES.filter((lane) => sees(scope({ kinds: ['area'] }), lane, facet()))).toEqual([])
	})

	test('[H2] covers what lies in its tiles, what holds them, and what has no place', () => {
		const cover = scope({ cover: [tileOf(HAMBURG, 10)] }).cover
		expect(covers(cover, tileOf(HAMBURG, 14))).toBe(true)
		expect(covers(cover, tileOf(HAMBURG, 10))).toBe(true)
		expect(covers(cover, tileOf(HAMBURG, 3))).toBe(true)
		expect(covers(cover, tileOf({ lat: 48, lng: 11 }, 14))).toBe(false)
		expect(covers(cover, 'none')).toBe(true)
		expect(covers('none', 'none')).toBe(false)
	})
})

test('[F6] a kind that is wished from everywhere is seen beyond the cover, within grant and kinds, and only there', () => {
	const far = facet({ cell: tileOf({ lat: 47, lng: 8 }, 14) })
	const near: unknown = { cover: [tileOf(HAMBURG, 12)], everywhere: ['unit', 'track'], kinds: ['unit', 'sensor'] }
	expect(sees(scope(near), 'M', far)).toBe(true)
	expect(sees(scope(near), 'M', { ...far, kind: 'sensor' })).toBe(false)
	expect(sees(scope(near), 'M', { ...far, kind: 'track' })).toBe(false)
	expect(sees(scope(near), 'M', { ...far, label: { level: 'restricted' } })).toBe(false)
	expect(scope({ everywhere: ['unit'] }).key).toBe(scope({}).key)
	expect(scope({ cover: 'none', everywhere: ['unit'] }).key).not.toBe(scope({ cover: 'none' }).key)
})

describe('tiles', () => {
	test('[H2] are those of every slippy map', () => {
		expect(tileOf(HAMBURG, 14)).toBe(cellName(cellOfPosition(HAMBURG)))
		expect(tileOf({ lat: 52.5163, lng: 13.3777 }, 16)).toBe('16/35203/21493')
		expect(tileOf({ lat: 90, lng: 180 }, 2)).toBe('2/3/0')
		expect(tileOf({ lat: -90, lng: -180 }, 2)).toBe('2/0/3')
		expect(ancestorsOf('3/5/2')).toEqual(['2/2/1', '1/1/0', '0/0/0'])
	})
})

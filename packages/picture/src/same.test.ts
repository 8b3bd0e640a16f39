import type { StatementEvent } from '@lagebild/model/event.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import { describe, expect, test } from 'vitest'

import { figuresOf } from './figures.ts'
import { onesOf } from './ones.ts'
import { measuredAt, rowAt, size } from './read.ts'
import { canonicalOf, sameThings } from './same.ts'
import { journal, retraction, statement } from './testing/entries.ts'
import { fold } from './testing/fold.ts'

type Thing = { readonly row: Row; readonly measured?: MeasuredRow }
type Said = { readonly links?: readonly object[]; readonly payload?: object; readonly at?: number; readonly label?: object }

const id = (text: string) => EntityId.parse(text)
const LISTED = id('unit:stammdaten:florian-hamburg-11-1')
const LIVE = id('unit:leitstelle:4711')
const OTHER = id('unit:tablet:9')
let next = 1

function unit(entity: string, payload: object = {}, { at = 1, ...rest }: Said = {}): StatementEvent {
	const called = { callsign: 'Florian Hamburg 11/1', organisation: 'feuerwehr', ...payload }
	const rank = entity.includes(':stammdaten:') ? 'authority' : 'device'
	return statement({ op: 'upsert', entity, id: next++, at, rank, with: { payload: called, ...rest } })
}

function patch(entity: string, at: number, links: readonly object[]): StatementEvent {
	return statement({ op: 'patch', entity, source: 'stab', id: next++, at, with: { links } })
}

const same = (to: string, removed = false) => ({ rel: 'duplicates', to, removed })

/** Each list is the journal of another operation, the first one's word going before that of the others. */
function seen(...operations: readonly (readonly StatementEvent[])[]): readonly Thing[] {
	return operations.flatMap((said) => {
		const picture = fold(journal(...said))
		return Array.from({ length: size(picture) }, (_, index) => [rowAt(picture, index), measuredAt(picture, index)] as const).flatMap(
			([row, measured]) => (row ? [{ row, ...(measured && { measured }) }] : []),
		)
	})
}

const rowsOf = (things: readonly Thing[]) => new Map(things.map(({ row }) => [row.id, row]))
const units = (things: readonly Thing[]) => figuresOf(things, 2_000).forces.all

describe('a unit of master data that reports under its own name', () => {
	test('[P80] is one with it, in either order, in one operation and over a base', () => {
		const [listed, live] = [unit(LISTED), unit(LIVE)]
		for (const things of [seen([listed, live]), seen([live, listed]), seen([live], [listed]), seen([listed], [live])]) {
			expect(canonicalOf(rowsOf(things), LISTED)).toBe(LIVE)
			expect(units(things)).toMatchObject({ units: 1, ids: [LIVE] })
		}
	})

	test.each([
		['case, blanks and marks', { callsign: ' florian  hamburg 11-1' }, true],
		['another place of the stroke', { callsign: 'Florian Hamburg 1/11' }, false],
		['another number', { callsign: 'Florian Hamburg 11/10' }, false],
		['the same OPTA', { callsign: 'HLF 1', opta: 'HHFW HH 11   HLF20   01  ' }, true],
		['the same ISSI', { callsign: 'HLF 1', issi: '0345' }, true],
		['another organisation', { organisation: 'thw' }, false],
	])('[P80] is known by its names exactly: %s', (_what, payload, one) => {
		const things = seen([unit(LISTED, { opta: 'HHFW HH 11   HLF20   01  ', issi: '345' })], [unit(LIVE, payload)])
		expect(units(things).units).toBe(one ? 1 : 2)
	})

	test('[P80] the call sign decides before OPTA and ISSI, so that a radio that changed hands names nobody else', () => {
		const second = 'unit:stammdaten:florian-hamburg-11-2'
		const things = seen(
			[unit(LISTED, { issi: '345' }), unit(second, { callsign: 'Florian Hamburg 11/2' })],
			[unit(LIVE, { issi: '345', callsign: 'Florian Hamburg 11/2' })],
		)
		expect(sameThings(rowsOf(things)).found).toEqual([{ listed: second, reports: LIVE, by: 'callsign' }])
		expect(sameThings(rowsOf(things)).unsure).toEqual([])
	})

	test('[P80] is not guessed where two could be meant, but said; with the two linked all three are one', () => {
		const three = [unit(LISTED), unit(LIVE), unit(OTHER)]
		expect(sameThings(rowsOf(seen(three)))).toMatchObject({
			found: [],
			unsure: [{ listed: [LISTED], reports: [LIVE, OTHER], by: 'callsign' }],
		})
		expect(units(seen(three)).units).toBe(3)
		const linked = seen([...three, patch(OTHER, 3, [same(LIVE)])])
		expect(units(linked)).toMatchObject({ units: 1, ids: [LIVE] })
	})

	test('[P80] two who report are never taken for one, and neither are two of the lists', () => {
		expect(units(seen([unit(LIVE), unit(OTHER)])).units).toBe(2)
		expect(units(seen([unit(LISTED), unit('unit:stammdaten:andere-liste')])).units).toBe(2)
	})

	test('[P12, P80] who said that they are two is believed, until it is taken back or said otherwise; also across operations', () => {
		const apart = patch(LIVE, 3, [same(LISTED, true)])
		const [listed, live] = [unit(LISTED), unit(LIVE)]
		expect(seen([live, apart, listed]).map(({ row }) => row.apart)).toEqual([[LISTED], [LIVE]])
		for (const things of [seen([listed, live, apart]), seen([live, apart], [listed])]) {
			expect(units(things).units).toBe(2)
			expect(sameThings(rowsOf(things)).unsure).toEqual([])
		}
		expect(units(seen([live, apart, retraction(apart, { id: next++, at: 4, source: 'stab' })], [listed])).units).toBe(1)
		expect(units(seen([live, apart, patch(LIVE, 5, [same(LISTED)])], [listed])).units).toBe(1)
	})

	test('[P12] nobody learns of what they may not see that it is another', () => {
		const hidden = unit(LISTED, {}, { label: { level: 'restricted' } })
		const [live] = seen([hidden, unit(LIVE), patch(LIVE, 3, [same(LISTED, true)])]).filter(({ row }) => row.id === LIVE)
		expect(live?.row).not.toHaveProperty('apart')
	})

	test('[P80] what is over reports no more: the list stands for itself again', () => {
		const over = statement({ op: 'end', entity: LIVE, id: next++, at: 5 })
		expect(units(seen([unit(LISTED), unit(LIVE), over]))).toMatchObject({ units: 1, ids: [LISTED] })
	})
})

describe('one out of two', () => {
	const strength = { leaders: 0, subLeaders: 1, crew: 5 }
	const listed = unit(LISTED, {
		phone: '040 1',
		opta: 'HHFW HH 11   HLF20   01  ',
		strength,
		equipment: { Pumpe: { count: 1 }, Boot: { count: 2 } },
	})

	test('[P81] who reports says how it is, the list what nobody else says', () => {
		const live = unit(LIVE, { callsign: 'FLORIAN HAMBURG 11-1', fms: 4, equipment: { Boot: { count: 0 } } }, { at: 9 })
		const { merged } = onesOf(seen([live], [listed]), { now: 2_000 })
		const one = merged.get(LIVE)
		expect(one?.thing.row).toMatchObject({
			id: LIVE,
			fields: {
				callsign: 'FLORIAN HAMBURG 11-1',
				fms: 4,
				phone: '040 1',
				strength,
				equipment: { Pumpe: { count: 1 }, Boot: { count: 0 } },
			},
			fieldAt: { phone: 1 },
			fieldBy: { phone: 'stammdaten' },
		})
		expect(one?.thing.row.sources.map(({ source }) => source)).toEqual(['leitstelle', 'stammdaten'])
		expect([...(one?.filled ?? [])]).toContainEqual(['equipment.Pumpe', LISTED])
		expect(one?.filled.has('fms')).toBe(false)
	})

	test('[P55, P81] its strength and its section count as the list has them', () => {
		const section = statement({ op: 'upsert', entity: 'section:lage:1', id: next++, at: 1, with: { payload: { name: 'Mitte' } } })
		const assigned = unit(LISTED, { strength }, { links: [{ rel: 'assigned-to', to: 'section:lage:1' }] })
		const { forces } = figuresOf(seen([unit(LIVE, { fms: 3 })], [section, assigned]), 2_000)
		expect(forces.all).toMatchObject({ units: 1, strength: { total: 6 }, withoutStrength: [], status: { bound: 1 } })
		expect(forces.sections).toMatchObject([{ name: 'Mitte', own: { ids: [LIVE] } }])
	})

	test('[P81] of two who report the newest word about its status holds, whoever stands for both', () => {
		const [a, b] = [unit(LIVE, { fms: 3 }, { at: 5 }), unit(OTHER, { fms: 4 }, { at: 9 })]
		const { merged } = onesOf(seen([a, b, patch(OTHER, 10, [same(LIVE)])]), { now: 2_000 })
		expect(merged.get(LIVE)?.thing.row).toMatchObject({ fields: { fms: 4 }, fieldAt: { fms: 9 } })
	})
})

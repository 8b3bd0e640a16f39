import { entityId, OperationId } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { bindingWords } from '../same/bind.ts'
import type { Thing } from '../state/facts.ts'
import { contentOf, gate, measured, NOW, OPERATION, thing, unit, warning } from '../testing/things.ts'
import { figuresOf } from './figures.ts'
import { sidesNow } from './now.ts'
import { shownThing, sidesOf, sayerOf, thingsOnce } from './ones.ts'
import { unknownsOf } from './unknowns.ts'
import { matchesText, shownThings } from './visible.ts'

const MINUTE = Math.floor(NOW / 60_000)
const BASE = OperationId.parse('base')
const LISTED = entityId('unit', 'stammdaten', 'florian-hamburg-11-1')
const LIVE = entityId('unit', 'leitstelle', '4711')
const OPTA = 'HHFW HH 11   HLF20   01  '

const position = { lat: 53.5, lng: 10 }
const called = { callsign: 'Florian Hamburg 11/1', organisation: 'feuerwehr' } as const
const strength = { leaders: 0, subLeaders: 1, crew: 5 }
const listed: Thing = { ...thing({ ...unit({ ...called, phone: '040 1', opta: OPTA, strength }), id: LISTED }), operation: BASE }
const row = {
	...unit({ ...called, fms: 4 }),
	id: LIVE,
	sources: [{ source: 'leitstelle', rank: 'device' as const, name: 'Leitstelle', at: instant(NOW) }],
}
const live = thing(row, measured(row, { position }))

describe('a unit of a list and the same unit reporting', () => {
	const content = contentOf(live, listed)

	test('is one in the figures, the list, the map and the search, with the words of both', () => {
		const sums = figuresOf(content, MINUTE * 6, undefined).sums.forces.all
		expect(sums).toMatchObject({ units: 1, ids: [LIVE], strength: { total: 6 } })
		const shown = shownThings(content, MINUTE, false)
		expect(shown.map((one) => one.row.id)).toEqual([LIVE])
		const [one] = shown
		expect(one).toMatchObject({ row: { fields: { fms: 4, phone: '040 1', opta: OPTA } }, measured: { position }, operation: OPERATION })
		expect(one && matchesText(one, 'HH 11 HLF20')).toBe(true)
		expect(thingsOnce(contentOf(live, listed), MINUTE)[0]).toBe(one)
	})

	test('each side is there, and who says what is known', () => {
		expect(sidesOf(content, MINUTE, LIVE)).toEqual([{ thing: listed, bond: 'callsign', first: false }])
		expect(sidesOf(content, MINUTE, LISTED)).toEqual([{ thing: live, bond: 'callsign', first: true }])
		expect(shownThing(content, MINUTE, LISTED)).toBe(listed)
		expect(sayerOf(content, MINUTE, { id: LIVE, field: 'phone' })).toBe(listed)
		expect(sayerOf(content, MINUTE, { id: LIVE, field: 'fms' })).toBeUndefined()
	})

	test('whoever asks about both sides is given the same objects again', () => {
		const facts = { content, now: NOW } as const
		const [one, other] = [sidesNow(facts, LIVE), sidesNow(facts, LISTED)]
		expect([sidesNow(facts, LIVE), sidesNow(facts, LISTED)]).toEqual([one, other])
		expect(sidesNow(facts, LIVE)).toBe(one)
	})

	test('which one is meant is not guessed, and the list of what is not known says so', () => {
		const twin = thing({ ...row, id: entityId('unit', 'tablet', '9') })
		const three = contentOf(live, twin, listed)
		expect(thingsOnce(three, MINUTE)).toHaveLength(3)
		expect(unknownsOf(three, MINUTE * 6, undefined)).toContainEqual(
			expect.objectContaining({ type: 'same', figure: 3, name: called.callsign }),
		)
	})

	test('a pair is said in the operation that is open, of the one that stands there', () => {
		for (const [a, b] of [
			[live, listed],
			[listed, live],
		] as const) {
			const [word] = bindingWords(a, [b], { own: OPERATION, removed: true })
			expect(word).toMatchObject({
				operation: OPERATION,
				statement: { entity: LIVE, links: [{ rel: 'duplicates', to: LISTED, removed: true }] },
			})
		}
	})
})

test('dangers and gates that are linked as the same stay side by side', () => {
	const linked = (other: string) => ({ links: [{ rel: 'duplicates' as const, to: entityId('warning', 'test', other) }] })
	const warnings = [warning({ event: 'Sturmflut' }, linked('b')), warning({ event: 'Sturmflut' }, { native: 'b', ...linked('a') })]
	const gates = [gate([], { links: [{ rel: 'duplicates', to: entityId('facility', 'test', 'b') }] }), gate([], { native: 'b' })]
	expect(thingsOnce(contentOf(...[...warnings, ...gates].map((one) => thing(one))), MINUTE)).toHaveLength(4)
})

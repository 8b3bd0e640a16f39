import type { StatementEvent } from '@lagebild/model/event.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import type { Row } from '@lagebild/model/row.ts'
import { describe, expect, test } from 'vitest'

import { sectionOf, wholesAbove } from './belongs.ts'
import { idAt, rowAt, size } from './read.ts'
import type { Rows } from './rows.ts'
import { canonicalOf } from './same.ts'
import { journal, retraction, statement } from './testing/entries.ts'
import { fold } from './testing/fold.ts'

type Said = { readonly links?: readonly object[]; readonly payload?: object; readonly at?: number; readonly label?: object }
let next = 1
const say = (entity: string, { at = 1, payload = {}, ...rest }: Said = {}) =>
	statement({ op: 'upsert', entity, id: next++, at, with: { payload: { ...nameOf(entity), ...payload }, ...rest } })

function nameOf(entity: string): object {
	const [kind, , native] = entity.split(':')
	return kind === 'unit' ? { callsign: native, organisation: 'thw' } : { name: native }
}

const link = (rel: string, to: string, removed?: true) => ({ rel, to, ...(removed && { removed }) })
const patch = (entity: string, at: number, ...links: readonly object[]) =>
	statement({ op: 'patch', entity, id: next++, at, with: { links } })

function rowsOf(...said: readonly StatementEvent[]): Rows {
	const picture = fold(journal(...said))
	const rows = new Map<EntityId, Row>()
	for (let index = 0; index < size(picture); index++) {
		const row = rowAt(picture, index)
		if (row) rows.set(idAt(picture, index), row)
	}
	return rows
}

const id = (text: string) => EntityId.parse(text)
const UNIT = 'unit:funk:a'
const [ONE, TWO, THREE] = ['section:lage:1', 'section:lage:2', 'section:lage:3'] as const

function placeOf(rows: Rows) {
	const row = rows.get(id(UNIT))
	return row && sectionOf(row, rows)
}

describe('belonging', () => {
	test('[P54] the newest assignment holds, a removed one gives way to the one before and then to the words', () => {
		const base = [say(ONE), say(TWO), say(UNIT, { payload: { section: 'nirgends' }, links: [link('assigned-to', ONE)] })]
		expect(placeOf(rowsOf(...base))).toEqual({ id: ONE, name: '1' })
		const moved = patch(UNIT, 2, link('assigned-to', TWO))
		expect(placeOf(rowsOf(...base, moved))).toEqual({ id: TWO, name: '2' })
		expect(placeOf(rowsOf(moved, ...base))).toEqual({ id: TWO, name: '2' })
		const away = patch(UNIT, 3, link('assigned-to', TWO, true))
		expect(placeOf(rowsOf(...base, moved, away))).toEqual({ id: ONE, name: '1' })
		const both = patch(UNIT, 4, link('assigned-to', ONE, true))
		expect(placeOf(rowsOf(...base, moved, away, both))).toEqual({ name: 'nirgends' })
	})

	test('[P54] a name in words is the section that is called so, by name, number or both, unless two are', () => {
		const section = say(ONE, { payload: { name: 'Hafen Mitte', number: 'EA 2' } })
		for (const text of ['EA 2', 'hafen  mitte', 'EA 2 Hafen Mitte']) {
			expect(placeOf(rowsOf(section, say(UNIT, { payload: { section: text } })))).toEqual({ id: ONE, name: 'EA 2 Hafen Mitte' })
		}
		const twin = say(TWO, { payload: { name: 'hafen mitte' } })
		expect(placeOf(rowsOf(section, twin, say(UNIT, { payload: { section: 'Hafen Mitte' } })))).toEqual({ name: 'Hafen Mitte' })
		expect(placeOf(rowsOf(section, say(UNIT)))).toBeUndefined()
	})

	test('[P54] a section that is over, hidden, or no section takes nobody', () => {
		const unit = say(UNIT, { links: [link('assigned-to', ONE), link('assigned-to', 'incident:lage:1')] })
		const over = statement({ op: 'end', entity: ONE, id: next++, at: 9 })
		expect(placeOf(rowsOf(say(ONE), unit, over))).toBeUndefined()
		const rows = new Map(rowsOf(say(ONE), unit))
		rows.delete(id(ONE))
		expect(placeOf(rows)).toBeUndefined()
	})

	test('[P54] the chain of sections up ends at the top, and in a circle before it begins again', () => {
		const below = say(THREE, { links: [link('part-of', TWO)] })
		const rows = rowsOf(say(ONE), say(TWO, { links: [link('part-of', ONE)] }), below)
		expect(wholesAbove(id(THREE), rows)).toEqual([TWO, ONE])
		const circle = rowsOf(say(ONE, { links: [link('part-of', THREE)] }), say(TWO, { links: [link('part-of', ONE)] }), below)
		expect(wholesAbove(id(THREE), circle)).toEqual([TWO, ONE])
		expect(wholesAbove(id(ONE), rowsOf(say(ONE, { links: [link('part-of', 'section:lage:9')] })))).toEqual([])
	})

	test('[P53] one of several duplicates stands for all, whoever is asked, and reversibly', () => {
		const [a, b, c] = ['unit:funk:a', 'unit:funk:b', 'unit:zivil:c'] as const
		const linked = [say(a, { links: [link('duplicates', b)] }), say(b), say(c, { links: [link('duplicates', b)] })]
		const rows = rowsOf(...linked)
		expect([a, b, c].map((one) => canonicalOf(rows, id(one)))).toEqual([b, b, b])
		const parted = rowsOf(...linked, patch(a, 2, link('duplicates', b, true)))
		expect([a, b, c].map((one) => canonicalOf(parted, id(one)))).toEqual([a, b, b])
		const first = linked[0]
		const retracted = first && rowsOf(...linked, say(a, { at: 0 }), retraction(first, { id: next++, at: 5 }))
		expect(retracted && canonicalOf(retracted, id(a))).toBe(a)
	})

	test('[P53] what stands goes before what is over, and the hidden are no bridge', () => {
		const [a, b, c] = ['unit:funk:a', 'unit:funk:b', 'unit:zivil:c'] as const
		const linked = [say(a, { links: [link('duplicates', b)] }), say(b, { links: [link('duplicates', c)] }), say(c)]
		const over = statement({ op: 'end', entity: c, id: next++, at: 9 })
		expect(canonicalOf(rowsOf(...linked, over), id(a))).toBe(a)
		const rows = new Map(rowsOf(...linked))
		rows.delete(id(b))
		expect([a, c].map((one) => canonicalOf(rows, id(one)))).toEqual([a, c])
	})
})

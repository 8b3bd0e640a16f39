import type { StatementEvent } from '@lagebild/model/event.ts'
import { describe, expect, test } from 'vitest'

import { journal, retraction, statement } from './testing/entries.ts'
import { fold, row } from './testing/fold.ts'

const HUB = 'incident:lage:1'
const payload = { title: 'x', category: 'fire' }
const hub = (links: readonly object[] = []) => statement({ op: 'upsert', entity: HUB, id: 1, at: 1, with: { payload, links } })

/** One of many that name the hub, `n` being its place in time. */
function naming(n: number, rel = 'about', entity = `incident:funk:${n}`) {
	return statement({ op: 'upsert', entity, id: n, at: n, with: { payload, links: [{ rel, to: HUB }] } })
}

const many = Array.from({ length: 150 }, (_, i) => naming(i + 10))
const named = (...numbers: number[]) => numbers.map((n) => ({ rel: 'about', to: `incident:funk:${n}`, inbound: true }))
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

function linksOf(...said: readonly StatementEvent[]) {
	const entries = journal(...said)
	const [shown, turned] = [row(fold(entries), HUB), row(fold(entries.toReversed()), HUB)]
	expect(turned).toEqual({ ...shown, v: turned?.v })
	return { links: shown?.links, more: shown?.moreLinks, life: shown?.life }
}

describe('links without number', () => {
	test('[P42] a row shows the newest hundred and counts the others', () => {
		expect(linksOf(hub(), ...many.slice(0, 100)).more).toBeUndefined()
		const { links, more } = linksOf(hub(), ...many)
		expect(links).toHaveLength(100)
		expect(links).toEqual(expect.arrayContaining(named(...range(60, 159))))
		expect(more).toEqual({ incident: 50 })
	})

	test('[P8, P12] a link that was said again is taken back with the statement that said it last', () => {
		const [first, again] = [naming(5), { ...naming(7), entity: naming(5).entity }]
		const other = statement({ op: 'patch', entity: first.entity, id: 8, at: 2, with: { payload: { title: 'y' } } })
		const earlier = retraction(other, { id: 9, at: 9 })
		expect(linksOf(hub(), first, other, earlier, again).links).toEqual(named(5))
		expect(linksOf(hub(), first, other, earlier, again, retraction(again, { id: 10, at: 10 })).links).toBeUndefined()
	})

	test('[P42] of more than fit into one list the order is that of what was said last', () => {
		const crowd = Array.from({ length: 1_300 }, (_, i) => naming(i + 10))
		const again = crowd.filter((_, i) => i % 100 === 0).map((said, i) => ({ ...naming(2_000 + i), entity: said.entity }))
		const { links, more } = linksOf(hub(), ...crowd, ...again)
		expect(links).toEqual(expect.arrayContaining([...named(10, 110, 1_210), ...named(...range(1_224, 1_309))]))
		expect(more).toEqual({ incident: 1_200 })
	})

	test('[P42] its own come first', () => {
		const own = range(1, 30).map((n) => ({ rel: 'causes', to: `warning:dwd:${n}` }))
		const { links, more } = linksOf(hub(own), ...many)
		expect(links).toEqual(expect.arrayContaining([...own, ...named(...range(90, 159))]))
		expect(more).toEqual({ incident: 80 })
		const plenty = range(1, 120).map((n) => ({ rel: 'causes', to: `warning:dwd:${n}` }))
		expect(linksOf(hub(plenty), ...many).more).toEqual({ incident: 150, warning: 20 })
	})

	test('[P42] within a relation the own one that holds stands first', () => {
		const to = (n: number) => ({ rel: 'assigned-to', to: `section:lage:${n}` })
		const moved = statement({ op: 'patch', entity: HUB, id: 2, at: 2, with: { links: [to(1)] } })
		const foreign = naming(3, 'assigned-to')
		const { links } = linksOf(hub([to(5), to(9)]), moved, foreign)
		expect(links).toEqual([to(1), to(9), to(5), { rel: 'assigned-to', to: 'incident:funk:3', inbound: true }])
	})

	test('[P42] the next one comes up when a shown one goes, and who may not be named is not counted', () => {
		const last = many.at(-1)
		if (!last) throw new Error('none')
		const gone = retraction(last, { id: 900, at: 900, source: 'funk' })
		const hidden = statement({ op: 'classify', entity: 'incident:funk:158', id: 901, at: 901, with: { label: { level: 'restricted' } } })
		const { links, more } = linksOf(hub(), ...many, gone, hidden)
		expect(links).toEqual(expect.arrayContaining(named(...range(58, 157))))
		expect(more).toEqual({ incident: 48 })
	})

	test('[P42] life considers also what is not shown', () => {
		const update = naming(2, 'updates', 'incident:lage:2')
		expect(linksOf(hub(), update, ...many)).toMatchObject({ life: 'superseded', more: { incident: 51 } })
		expect(linksOf(hub(), update, ...many, retraction(update, { id: 900, at: 900, source: 'lage' }))).toMatchObject({ life: 'live' })
	})
})

import type { Entry } from '@lagebild/model/entry.ts'
import type { StatementEvent } from '@lagebild/model/event.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { coveredBy, labelOf } from './label.ts'
import type { Picture } from './picture.ts'
import { restorePicture, snapshotOf } from './snapshot.ts'
import { compareSaid, compareText } from './stamp.ts'
import type { Entity, LinkRegister } from './state.ts'
import { journal, retraction, statement } from './testing/entries.ts'
import { dump, fold } from './testing/fold.ts'

const HUB = EntityId.parse('incident:a:0')
const small = (max: number) => fc.integer({ min: 0, max })

type Draw = { n: number; at: number; rel: string; own: boolean; removed: boolean; level: string; op: string }
const draw = fc.record<Draw>({
	n: small(170),
	at: small(20),
	rel: fc.constantFrom('about', 'causes', 'updates', 'cancels'),
	own: fc.integer({ min: 0, max: 5 }).map((die) => die === 0),
	removed: fc.integer({ min: 0, max: 9 }).map((die) => die === 0),
	level: fc.constantFrom('open', 'internal', 'internal', 'internal', 'restricted'),
	op: fc.constantFrom('upsert', 'upsert', 'upsert', 'upsert', 'upsert', 'upsert', 'retract', 'classify', 'end'),
})

function said({ n, at, rel, own, removed, level, op }: Draw, id: number, earlier: readonly StatementEvent[]): StatementEvent {
	const other = `${n % 2 === 0 ? 'incident' : 'warning'}:a:${n + 1}`
	const [entity, to] = own ? [HUB, other] : [other, HUB]
	const target = earlier[n % Math.max(1, earlier.length)]
	if (op === 'retract' && target && target.op !== 'classify' && target.op !== 'retract') return retraction(target, { id, at, source: 'a' })
	if (op === 'classify') return statement({ op, entity, id, at, with: { label: { level } } })
	const links = [{ rel, to, removed }]
	if (op === 'end') return statement({ op, entity, id, at, with: { links } })
	const payload = entity.startsWith('incident') ? { title: 'x', category: 'fire' } : { msgType: 'Alert', event: 'x', severity: 'Minor' }
	return statement({ op: 'upsert', entity, id, at, with: { payload, label: { level }, links } })
}

const crowded = fc.tuple(fc.array(draw, { minLength: 180, maxLength: 260 }), fc.nat()).chain(([draws]) => {
	const all: StatementEvent[] = []
	for (const [i, one] of draws.entries()) all.push(said(one, i, all))
	const entries = journal(...all)
	return fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }))
})

/** P42 written down once more: all registers, sorted. */
function byHand(picture: Picture, entity: Entity) {
	const own = (link: LinkRegister): number => Number(link.from === entity.id)
	const shown = [...(entity.links?.byPair.values() ?? [])].filter((link) => {
		const other = picture.byId.get(link.from === entity.id ? link.to : link.from)
		if (link.removed || link.said.withdrawn || !other) return false
		return other.created ? coveredBy(labelOf(other), labelOf(entity)) : own(link) === 1
	})
	const sorted = shown.toSorted((a, b) => own(b) - own(a) || compareSaid(b.said, a.said) || compareText(nameOf(b), nameOf(a)))
	return { first: sorted.slice(0, 100).map(nameOf).toSorted(compareText), more: Math.max(0, sorted.length - 100) }
}

function nameOf({ rel, from, to }: LinkRegister): string {
	return `${rel} ${from} ${to}`
}

function shownIn({ id, row }: Entity) {
	const links = row?.links ?? []
	const first = links.map(({ rel, to, inbound }) => (inbound ? `${rel} ${to} ${id}` : `${rel} ${id} ${to}`)).toSorted(compareText)
	return { first, more: Object.values(row?.moreLinks ?? {}).reduce((a, b) => a + b, 0) }
}

function check(entries: readonly Entry[], arrived: readonly Entry[]): number {
	const [straight, shuffled] = [fold(entries), fold(arrived)]
	expect(dump(shuffled)).toEqual(dump(straight))
	const restored: unknown = JSON.parse(JSON.stringify(snapshotOf(shuffled)))
	expect(dump(restorePicture(restored))).toEqual(dump(straight))
	const shown = shuffled.entities.filter(({ row }) => row !== undefined)
	expect(shown.map(shownIn)).toEqual(shown.map((entity) => byHand(shuffled, entity)))
	return Object.keys(straight.byId.get(HUB)?.row?.moreLinks ?? {}).length
}

describe('a thing that hundreds are linked with', { timeout: 60_000 }, () => {
	test('[P2, P42] shows and counts the same in any order, after a restart, and by hand', () => {
		let crowds = 0
		fc.assert(
			fc.property(crowded, ([entries, arrived]) => {
				crowds += check(entries, arrived)
			}),
			{ numRuns: 25 },
		)
		expect(crowds).toBeGreaterThan(0)
	})
})

import type { StatementEvent } from '@lagebild/model/event.ts'
import { iso } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { journal, retraction, statement } from './testing/entries.ts'
import { fold, row } from './testing/fold.ts'

const ids = Array.from({ length: 41 }, (_, i) => `warning:nina:${i}`)
const items = ids.map((entity, i) =>
	statement({
		op: 'upsert',
		entity,
		id: i + 1,
		at: 10,
		received: 1_000,
		rank: 'authority',
		with: { payload: { msgType: 'Alert', event: 'HOCHWASSER', severity: 'Severe' } },
	}),
)

let next = 1_000
/** One list, a minute after the one before. */
function list(
	minute: number,
	named: readonly string[],
	more: { streak?: number; complete?: boolean; selectionVersion?: number; everySeconds?: number } = {},
): StatementEvent {
	const listTime = iso(Math.round(60_000 * minute))
	const roster = { selectionVersion: 1, complete: true, streak: 1, ...more, listTime, ids: named }
	return statement({
		op: 'roster',
		entity: 'feed:nina:nina',
		id: next++,
		at: Math.round(60_000 * minute),
		rank: 'authority',
		with: { roster },
	})
}

function lives(said: readonly StatementEvent[], watched: readonly string[] = ids): Record<string, number> {
	const entries = journal(...said)
	const counted = [entries, entries.toReversed()].map((order) => {
		const picture = fold(order)
		return Object.fromEntries(
			Map.groupBy(
				watched.map((id) => row(picture, id)?.life ?? 'none'),
				(life) => life,
			)
				.entries()
				.map(([life, all]) => [life, all.length]),
		)
	})
	expect(counted[0]).toEqual(counted[1])
	return counted[0] ?? {}
}

describe('presence by lists', () => {
	test('[P14] incomplete lists end nothing', () => {
		const incomplete = [1, 2, 3, 4, 5, 6].map((minute) => list(minute, [], { complete: false }))
		expect(lives([...items, list(0.5, ids), ...incomplete])).toEqual({ live: 41 })
	})

	test('[P14] the five newest lists decide, however many older ones arrive late', () => {
		const late = [1, 2, 3, 4, 5, 6].map((minute) => list(minute, []))
		expect(lives([...items, list(10, ids), ...late])).toEqual({ live: 41 })
	})

	test('[P14] lists of another selection do not count', () => {
		expect(lives([...items, list(9, ids, { selectionVersion: 2 }), list(10, []), list(11, []), list(12, [])])).toEqual({ live: 41 })
	})

	test('[P14] a list from the future counts as of its receipt', () => {
		const future = statement({
			op: 'roster',
			entity: 'feed:nina:nina',
			id: 990,
			at: 60_000,
			rank: 'authority',
			with: { roster: { selectionVersion: 1, complete: true, streak: 5, listTime: iso(9_000_000_000), ids: [] } },
		})
		expect(lives([...items, future, list(2, ids)])).toEqual({ live: 41 })
	})

	test('[P14] lists end only what names their source', () => {
		const own = statement({ op: 'upsert', entity: 'incident:lage:1', id: 900, at: 10, with: { payload: { title: 'x', category: 'fire' } } })
		expect(lives([own, list(1, []), list(2, []), list(3, [], { streak: 2 })], ['incident:lage:1'])).toEqual({ live: 1 })
	})

	test('[P14] lists never end the feed that sends them', () => {
		const payload = { name: 'NINA', format: 'nina', state: 'green', since: iso(1) }
		const feed = statement({ op: 'upsert', entity: 'feed:nina:nina', id: 905, at: 10, with: { payload } })
		expect(lives([feed, list(1, []), list(5, [], { streak: 5 })], ['feed:nina:nina'])).toEqual({ live: 1 })
	})

	test('[P14] what another source lists says nothing', () => {
		const [first = ''] = ids
		const roster = { selectionVersion: 9, complete: true, streak: 1, listTime: iso(600_000), ids: [first] }
		const foreign = statement({ op: 'roster', entity: 'feed:dwd:dwd', id: 906, at: 600_000, with: { roster } })
		const said = [...items, list(1, ids), list(2, ids.slice(1)), list(3, ids.slice(1), { streak: 2 }), foreign]
		expect(row(fold(journal(...said)), first)).toMatchObject({ life: 'ended', lifeAt: 60_000 })
	})

	test('[P15] absence counts after two polls', () => {
		const rest = ids.slice(1)
		expect(lives([...items, list(1, ids), list(2, rest)])).toEqual({ live: 41 })
		expect(lives([...items, list(1, ids), list(2, rest), list(3, rest, { streak: 2 })])).toEqual({ live: 40, ended: 1 })
		expect(lives([...items, list(1, ids), list(2, rest), list(3, ids.slice(2))])).toEqual({ live: 40, ended: 1 })
	})

	test('[P15] a streak says how many polls gave the same list', () => {
		expect(lives([...items, list(1, ids), list(3, ids.slice(1), { streak: 2 })])).toEqual({ live: 40, ended: 1 })
		expect(lives([...items, list(1, ids), list(2, ids, { streak: 2 }), list(3, ids.slice(1))])).toEqual({ live: 41 })
	})

	test('[P15] what two pollers say of the same moment is one poll', () => {
		const rest = ids.slice(1)
		const paced = (minute: number, named: readonly string[], streak = 1) => list(minute, named, { streak, everySeconds: 60 })
		const both = (minute: number, named: readonly string[], streak = 1) => [
			paced(minute, named, streak),
			paced(minute + 0.05, named, streak),
			paced(minute + 0.7, named, streak),
		]
		const before = [...items, ...both(1, ids), ...both(2, ids, 2)]
		expect(lives([...before, ...both(3, rest)])).toEqual({ live: 41 })
		expect(lives([...before, ...both(3, rest), paced(4, rest, 2)])).toEqual({ live: 40, ended: 1 })
		const gone = [...before, ...both(3, []), ...both(4, [], 2)]
		expect(lives(gone)).toEqual({ unconfirmed: 41 })
		expect(lives([...gone, paced(5.9, [], 5)])).toEqual({ unconfirmed: 41 })
		expect(lives([...gone, ...both(7, [], 5)])).toEqual({ ended: 41 })
	})

	test('[P15] a list of another pace than it says counts as its pace allows', () => {
		const rest = ids.slice(1)
		const late = [list(1, ids, { everySeconds: 60 }), list(90, rest, { everySeconds: 60 })]
		expect(lives([...items, ...late])).toEqual({ live: 41 })
		expect(lives([...items, ...late, list(90.9, rest, { streak: 2, everySeconds: 60 })])).toEqual({ live: 40, ended: 1 })
	})

	test('[P16] a list that shrinks from 41 to nothing ends nothing', () => {
		const empty = [list(2, []), list(3, [], { streak: 2 })]
		expect(lives([...items, list(1, ids), ...empty])).toEqual({ unconfirmed: 41 })
		const picture = fold(journal(...items, list(1, ids), ...empty))
		expect(row(picture, ids[0] ?? '')).toMatchObject({ life: 'unconfirmed', lifeAt: 60_000 })
	})

	test('[P16] three more lists decide', () => {
		const empty = [list(2, []), list(3, [], { streak: 2 }), list(6, [], { streak: 5 })]
		expect(lives([...items, list(1, ids), ...empty])).toEqual({ ended: 41 })
		const slowly = [list(2, []), list(3, [], { streak: 2 }), list(4, [], { streak: 3 })]
		expect(lives([...items, list(1, ids), ...slowly])).toEqual({ unconfirmed: 41 })
		const flapping = [2, 3, 4, 5].map((minute) => list(minute, ids.slice(minute, minute + 2)))
		expect(lives([...items, list(1, ids), ...flapping], ids.slice(20))).toEqual({ unconfirmed: 21 })
		expect(lives([...items, list(1, ids), ...flapping, list(6, [])], ids.slice(20))).toEqual({ ended: 21 })
	})

	test('[P16] four of five and half of many are no shrinkage', () => {
		const four = ids.slice(0, 5)
		const two = (named: readonly string[]) => [list(2, named), list(3, named, { streak: 2 })]
		expect(lives([...items.slice(0, 5), list(1, four), ...two(four.slice(4))], four)).toEqual({ live: 1, ended: 4 })
		const nine = ids.slice(0, 9)
		expect(lives([...items.slice(0, 9), list(1, nine), ...two(nine.slice(5))], nine)).toEqual({ live: 4, unconfirmed: 5 })
		const ten = ids.slice(0, 10)
		expect(lives([...items.slice(0, 10), list(1, ten), ...two(ten.slice(5))], ten)).toEqual({ live: 5, ended: 5 })
		expect(lives([...items.slice(0, 10), list(1, ten), ...two(ten.slice(6))], ten)).toEqual({ live: 4, unconfirmed: 6 })
	})

	test('[P16] a person decides', () => {
		const [first = '', second = ''] = ids
		const gone = statement({ op: 'end', entity: first, id: 901, at: 200_000, source: 'lage' })
		const there = statement({
			op: 'upsert',
			entity: second,
			id: 902,
			at: 200_000,
			source: 'lage',
			with: { payload: { msgType: 'Alert', event: 'HOCHWASSER', severity: 'Severe' } },
		})
		const said = [...items, list(1, ids), list(2, []), list(3, [], { streak: 2 }), gone, there]
		expect(lives(said)).toEqual({ ended: 1, live: 1, unconfirmed: 39 })
		expect(lives([...said, list(6, [], { streak: 5 })])).toEqual({ ended: 40, live: 1 })
	})

	test('[P16] what somebody else stands for is not ended by lists, also when the feed spoke last', () => {
		const [first = ''] = ids
		const payload = { msgType: 'Alert', event: 'HOCHWASSER', severity: 'Severe' }
		const there = statement({ op: 'upsert', entity: first, id: 907, at: 0, source: 'lage', with: { payload } })
		const said = [there, ...items, list(1, ids), list(2, ids.slice(1)), list(3, ids.slice(1), { streak: 2 })]
		expect(lives(said)).toEqual({ live: 41 })
		expect(lives(said.slice(1))).toEqual({ live: 40, ended: 1 })
	})

	test('[P17] a list from before the content says nothing about it', () => {
		const late = statement({
			op: 'upsert',
			entity: ids[0] ?? '',
			id: 903,
			at: 10,
			received: 500_000,
			with: { payload: { msgType: 'Alert', event: 'x', severity: 'Minor' } },
		})
		expect(lives([list(1, []), list(2, [], { streak: 2 }), list(5, [], { streak: 5 }), late], ids.slice(0, 1))).toEqual({ live: 1 })
	})

	test('[P17] what a new selection does not name becomes unconfirmed first', () => {
		const one = ids.slice(0, 1)
		const changed = [list(2, [], { selectionVersion: 2 }), list(3, [], { selectionVersion: 2, streak: 2 })]
		expect(lives([...items.slice(0, 1), list(1, one), ...changed], one)).toEqual({ unconfirmed: 1 })
		expect(lives([...items.slice(0, 1), list(1, one), ...changed, list(6, [], { selectionVersion: 2, streak: 5 })], one)).toEqual({
			ended: 1,
		})
	})

	test('[P18] a warning listed again is live again, although its content was never sent anew', () => {
		const rest = ids.slice(1)
		expect(lives([...items, list(1, ids), list(2, rest), list(3, rest, { streak: 2 }), list(4, ids)])).toEqual({ live: 41 })
	})

	test('[P18] a retracted list says nothing', () => {
		const rest = ids.slice(1)
		const wrong = list(3, rest, { streak: 2 })
		const said = [...items, list(1, ids), list(2, rest), wrong]
		expect(lives([...said, retraction(wrong, { id: 904, at: 300_000, source: 'nina' })])).toEqual({ live: 41 })
	})
})

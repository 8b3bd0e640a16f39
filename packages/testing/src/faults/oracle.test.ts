import { expect, test } from 'vitest'

import { complaintsOf } from './oracle.ts'
import type { Evidence, Picture } from './oracle.ts'
import { randomOf } from './random.ts'

const LINES = [
	{ seq: 1, hash: 'h1' },
	{ seq: 2, hash: 'h2', id: 'a', said: 'keller' },
	{ seq: 3, hash: 'h3', id: 'b', said: 'deich' },
]

function picture(cursors: string, rows: Readonly<Record<string, string>>): Picture {
	return { cursors, rows: new Map(Object.entries(rows)) }
}

const WELL: Evidence = {
	sent: new Map([
		['a', 'keller'],
		['b', 'deich'],
		['c', 'never answered'],
	]),
	acknowledged: [
		{ id: 'a', seq: 2 },
		{ id: 'b', seq: 3 },
		{ id: 'a', seq: 2 },
	],
	journals: [
		{ hub: 'one', lines: LINES },
		{ hub: 'two', lines: LINES },
	],
	clients: [{ client: 'tablet', held: picture('3', { a: '1' }), given: picture('3', { a: '1' }) }],
}

function journal(...lines: Evidence['journals'][number]['lines']): Pick<Evidence, 'journals'> {
	return { journals: [{ hub: 'one', lines }] }
}

const WRONG: readonly [string, Partial<Evidence>, RegExp][] = [
	['an acknowledged event that is gone', journal(...LINES.slice(0, 2)), /b was acknowledged as 3 and is not there/],
	['an event at another place', { acknowledged: [{ id: 'b', seq: 2 }] }, /b was acknowledged as 2 and stands at 3/],
	['two places for one event', { acknowledged: [...WELL.acknowledged, { id: 'a', seq: 9 }] }, /a was acknowledged as 2 and 9/],
	['an event that is there twice', journal(...LINES, { seq: 4, hash: 'h4', id: 'a', said: 'keller' }), /a is there 2 times/],
	['an event that nobody sent', journal(...LINES, { seq: 4, hash: 'h4', id: 'x', said: 'keller' }), /x was never sent/],
	['an event with other words', journal({ seq: 1, hash: 'h1' }, { seq: 2, hash: 'h2', id: 'a', said: 'other' }), /a says other/],
	['a gap', journal({ seq: 1, hash: 'h1' }, { seq: 3, hash: 'h3', id: 'b', said: 'deich' }), /seq 3 stands at place 2/],
	[
		'hubs of two minds',
		{ journals: [...WELL.journals, { hub: 'three', lines: LINES.with(2, { seq: 3, hash: 'other', id: 'b', said: 'deich' }) }] },
		/three and one differ from place 3/,
	],
	['a hub that lacks the end', { journals: [...WELL.journals, { hub: 'three', lines: [] }] }, /three and one differ from place 1/],
	['no journal', { journals: [] }, /no journal/],
	[
		'a client with another row',
		{ clients: [{ client: 'tablet', held: picture('3', { a: '0' }), given: picture('3', { a: '1' }) }] },
		/tablet: a: holds 0, the hub gives 1/,
	],
	[
		'a client with a row too many',
		{ clients: [{ client: 'tablet', held: picture('3', { a: '1', z: '1' }), given: picture('3', { a: '1' }) }] },
		/tablet: z/,
	],
	['a client that lacks a row', { clients: [{ client: 'tablet', held: picture('3', {}), given: picture('3', { a: '1' }) }] }, /tablet: a/],
	[
		'a client that stands elsewhere',
		{ clients: [{ client: 'tablet', held: picture('2', { a: '1' }), given: picture('3', { a: '1' }) }] },
		/stands at 2, the hub at 3/,
	],
]

test('nothing is said where every promise was kept', () => {
	expect(complaintsOf(WELL)).toEqual([])
})

test.each(WRONG)('%s is found', (_name, wrong, complaint) => {
	expect(complaintsOf({ ...WELL, ...wrong }).join('\n')).toMatch(complaint)
})

test('a seed repeats what it gave', () => {
	const draw = () => {
		const random = randomOf(7)
		return [random.whole(1, 6), random.uuid7(1_000), random.shuffled([1, 2, 3, 4, 5]), random.branch().next()]
	}
	expect(draw()).toEqual(draw())
	expect(randomOf(8).next()).not.toBe(randomOf(7).next())
})

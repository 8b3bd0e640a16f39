import { expect, test } from 'vitest'

import { ask } from './engine.ts'
import type { Answer, Question } from './question.ts'

function question(document: unknown, expressions: readonly string[], items?: string): Question {
	const bytes = new TextEncoder().encode(JSON.stringify(document))
	return { key: JSON.stringify([items, expressions]), input: 'json', items, expressions, bytes }
}

function valuesOf(answer: Answer): unknown {
	return answer.type === 'rows' ? answer.rows.map(({ values }) => values) : answer.reject.reason
}

test('a regular expression that does not come back is ended, and the next document is read', () => {
	const endless = question({ x: `${'a'.repeat(40)}b` }, ['$match(x, /^(a+)+$/)'])
	expect(valuesOf(ask(question({ x: 1 }, ['x'])))).toEqual([[1]])
	expect(valuesOf(ask(endless, 300))).toBe('too-slow')
	expect(valuesOf(ask(question({ x: 1 }, ['x'])))).toEqual([[1]])
})

test('a list that would fill the memory is refused', () => {
	const [row] = [ask(question({}, ['[1..9000000]']))].flatMap((answer) => (answer.type === 'rows' ? answer.rows : []))
	expect(row?.faults[0]).toMatch(/maximum sequence length|must not exceed/)
})

test('a plain path and the same path read by JSONata give the same', () => {
	const document = {
		a: [{ b: { c: 1 } }, { b: { c: [2] } }, { b: { c: [3, 4] } }, { b: [{ c: 5 }, { c: 6 }] }, { b: null }, {}, { b: { c: {} } }],
	}
	const answer = ask(question(document, ['b.c', '(b.c)'], 'a'))
	const rows = answer.type === 'rows' ? answer.rows : []
	expect(rows).toHaveLength(7)
	for (const { values } of rows) expect(values[0]).toEqual(values[1])
})

test('nothing of the outside can be reached', () => {
	const expressions = ['constructor', '$string.constructor', '__proto__', '$eval("1")', '$now()', '$random()']
	const answer = ask(question({ a: 1 }, expressions))
	const [row] = answer.type === 'rows' ? answer.rows : []
	expect(row?.values).toEqual(expressions.map(() => undefined))
	expect(Object.keys(row?.faults ?? {})).toEqual(['3', '4', '5'])
})

test('an empty list is found where there is one, and not in another document', () => {
	expect(valuesOf(ask(question({ list: [] }, ['x'], 'list.entry')))).toEqual([])
	expect(valuesOf(ask(question({ list: {} }, ['x'], 'list.*')))).toEqual([])
	expect(valuesOf(ask(question({ error: 'Wartung' }, ['x'], 'list.entry')))).toBe('no-items')
})

test('rows of rows stay rows', () => {
	expect(valuesOf(ask(question({ rows: [[1, 2]] }, ['$[0]', '$[1]'], 'rows')))).toEqual([[1, 2]])
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { readStrictJson } from './strict-json.ts'

function read(text: string) {
	return readStrictJson(new TextEncoder().encode(text))
}

function problemsOf(text: string) {
	const result = read(text)
	return result.ok ? result.value.problems.map(({ item, fault }) => [item, fault.fault, fault.path]) : result.fault.fault
}

describe('what JSON.parse lets pass', () => {
	test('a name twice in one object, wherever it is, with its path', () => {
		expect(problemsOf('{"a":1,"b":{"c":[0,{"d":1,"d":2}]}}')).toEqual([[undefined, 'duplicate-key', 'b.c.1.d']])
		expect(problemsOf(String.raw`{"a":1,"\u0061":2}`)).toEqual([[undefined, 'duplicate-key', 'a']])
		expect(problemsOf('{"a":{"x":1},"b":{"x":1},"c":["a","a"],"x":"x"}')).toEqual([])
	})

	test('half of a surrogate pair, in a value or a name', () => {
		expect(problemsOf(String.raw`{"a":["ok","\ud83d"]}`)).toEqual([[undefined, 'lone-surrogate', 'a.1']])
		expect(problemsOf(String.raw`{"\udc00":1}`)).toEqual([[undefined, 'lone-surrogate', '�']])
		expect(problemsOf(String.raw`{"a":"\ud83d\ude00"}`)).toEqual([])
	})

	test('a name that is no name', () => {
		expect(problemsOf('{"ext":{"x":{"__proto__":{}}}}')).toEqual([[undefined, 'bad-message', 'ext.x.__proto__']])
	})

	test('nesting without end is refused whole, whatever else is wrong', () => {
		const path = `a${'.0'.repeat(63)}`
		expect(read(`{"a":${'['.repeat(64)}${']'.repeat(64)}}`)).toMatchObject({ ok: false, fault: { fault: 'bad-json', path } })
		expect(problemsOf(`[{"a":1,"a":2},${'['.repeat(64)}${']'.repeat(64)}]`)).toBe('bad-json')
		expect(problemsOf(`${'['.repeat(400_000)}${']'.repeat(400_000)}`)).toBe('bad-json')
		expect(problemsOf(`${'['.repeat(64)}${']'.repeat(64)}`)).toEqual([])
	})

	test('problems belong to their item of an array', () => {
		expect(problemsOf(String.raw`[{"a":1},{"a":1,"a":"\ud800"},{"b":"\ud800"},7]`)).toEqual([
			[1, 'duplicate-key', 'a'],
			[2, 'lone-surrogate', 'b'],
		])
	})
})

test('what is not JSON or not UTF-8 is refused whole', () => {
	for (const text of ['', '{', '{"a":01}', "{'a':1}", '[1,]', 'NaN', '{"a":1}x']) expect(problemsOf(text)).toBe('bad-json')
	expect(readStrictJson(new Uint8Array([0x22, 0xff, 0x22]))).toMatchObject({ ok: false, fault: { fault: 'bad-json' } })
	expect(readStrictJson(new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]))).toMatchObject({ ok: false, fault: { fault: 'bad-json' } })
})

test('every other value is read as JSON.parse reads it, without problems', () => {
	const texts = fc.json({ maxDepth: 4 }).filter((text) => !text.includes('__proto__'))
	fc.assert(
		fc.property(texts, (text) => {
			const value: unknown = JSON.parse(text)
			expect(read(text)).toEqual({ ok: true, value: { value, problems: [] } })
		}),
		{ numRuns: 50 },
	)
})

test('any bytes give an answer', () => {
	const marks = fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', 'u', '0', 'a', 'd', ' ')
	const bytes = fc.oneof(
		fc.uint8Array({ maxLength: 40 }),
		fc.string({ maxLength: 40, unit: marks }).map((text) => new TextEncoder().encode(text)),
	)
	fc.assert(
		fc.property(bytes, (raw) => {
			expect(typeof readStrictJson(raw).ok).toBe('boolean')
		}),
	)
})

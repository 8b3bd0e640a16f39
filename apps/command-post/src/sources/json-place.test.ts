import fc from 'fast-check'
import { expect, test } from 'vitest'

import { brokenAt, lineAt, placeIn, stepsOf } from './json-place.ts'

const TEXT = `{
	"kind": "sensor",
	"a \\"b\\"": { "c": [1, { "d": "}]" }, [2, 3]] },
	"values": [
		{ "property": "W" },
		{ "property": "T", "as": "cm" }
	]
}`

function shown(path: readonly string[]): string | undefined {
	const place = placeIn(TEXT, path)
	return place && TEXT.slice(place.from, place.to)
}

test('a path leads to its key, and beyond what is there to the nearest above', () => {
	expect(shown(['kind'])).toBe('"kind"')
	expect(shown(['a "b"', 'c', '1', 'd'])).toBe('"d"')
	expect(shown(['a "b"', 'c', '2'])).toBe('[')
	expect(shown(['values', '1', 'as'])).toBe('"as"')
	expect(shown(['values', '1', 'nothing', 'more'])).toBe('{')
	expect(shown(['values', '7'])).toBe('"values"')
	expect(shown(['nothing'])).toBeUndefined()
	expect(placeIn('<html>', ['a'])).toBeUndefined()
	expect(placeIn('', ['a'])).toBeUndefined()
})

test('the line of a place counts from 1', () => {
	expect(lineAt(TEXT, placeIn(TEXT, ['values', '1', 'as'])?.from ?? 0)).toBe(6)
})

test('every key of every object is found in any JSON, and nothing throws on any text', () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (value) => {
			const text = JSON.stringify(value, null, 1)
			for (const key of Object.keys(value)) {
				const place = placeIn(text, [key])
				expect(place && text.slice(place.from, place.to)).toBe(JSON.stringify(key))
			}
		}),
	)
	fc.assert(
		fc.property(fc.string(), fc.array(fc.string()), (text, path) => {
			placeIn(text, path)
		}),
	)
})

test('the paths of rejects become steps', () => {
	expect(stepsOf('values.0.from')).toEqual(['values', '0', 'from'])
	expect(stepsOf('$.places[0]["lat"]')).toEqual(['places', '0', 'lat'])
	expect(stepsOf('/a/b')).toEqual(['a', 'b'])
})

test('a text that is no JSON says from where on it is none', () => {
	expect(brokenAt('{"a": 1,}')).toBe(8)
	expect(brokenAt('{\n"a": tru }')).toBe(10)
	expect(brokenAt('{"a"')).toBe(4)
	expect(brokenAt('{"a": "x\ny"}')).toBe(8)
	expect(brokenAt('<html>')).toBe(0)
})

import { createTranslator } from 'use-intl/core'
import { describe, expect, test } from 'vitest'

import { de } from './de.ts'
import { en } from './en.ts'

type Leaf = readonly [path: string, text: string]

function leaves(value: unknown, path = ''): readonly Leaf[] {
	if (typeof value === 'string') return [[path, value]]
	if (typeof value !== 'object' || value === null) throw new Error(`${path} is no text`)
	return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
}

/** Names that a text asks for: `{name}` and `{count, plural, …}`, not the words of the branches. */
function argumentsOf(text: string): readonly string[] {
	return [...new Set([...text.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name]) => name ?? ''))].toSorted()
}

const german = new Map(leaves(de))
const english = new Map(leaves(en))

describe('the catalogues', () => {
	test('hold the same texts and ask for the same values', () => {
		const asked = (texts: ReadonlyMap<string, string>) =>
			Object.fromEntries([...texts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([path, text]) => [path, argumentsOf(text)]))
		expect(asked(english)).toEqual(asked(german))
	})

	test.each([
		['de', german],
		['en', english],
	] as const)('every text of %s can be formatted and says something', (locale, texts) => {
		const silent = [...texts].filter(([, text]) => {
			const all = { ...Object.fromEntries(argumentsOf(text).map((name) => [name, 'x'])), count: 2 }
			return createTranslator({ locale, messages: { text } })('text', all).trim() === ''
		})
		expect(silent).toEqual([])
	})

	test('speak plainly: no exclamation marks, no "bitte", no "OK"', () => {
		expect([...german, ...english].filter(([, text]) => /!|\bbitte\b|\bOK\b/i.test(text))).toEqual([])
	})
})

import { AccessDetail, ACTS } from '@lagebild/model/access/event.ts'
import { ROLE_TABLE } from '@lagebild/model/access/roles.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'
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

/** Fields that nobody is shown by name: components, and what only programs use. */
const FOR_MACHINES: ReadonlySet<string> = new Set(['texts', 'marks', 'everyMs'])

const german = new Map(leaves(de))
const english = new Map(leaves(en))

describe('the catalogues', () => {
	test.each([
		['de', de],
		['en', en],
	] as const)('name every field of every kind in %s', (_, { fields }) => {
		const named = new Set(Object.keys(fields))
		const nameless = KINDS.flatMap((kind) => Object.keys(KIND_TABLE[kind].payload.shape).map((field) => [kind, field] as const))
			.filter(([, field]) => !named.has(field) && !FOR_MACHINES.has(field))
			.map(([kind, field]) => `${kind}.${field}`)
		expect(nameless).toEqual([])
	})

	test.each([
		['de', de],
		['en', en],
	] as const)('name every act and every kind of entry of the audit trail in %s', (_, { audit }) => {
		expect(Object.keys(audit.acts).toSorted()).toEqual([...ACTS].toSorted())
		expect(Object.keys(audit.whats).toSorted()).toEqual(AccessDetail.options.map(({ shape }) => shape.what.value).toSorted())
	})

	test('name every role in German as the table of roles does', () => {
		expect(de.roles).toEqual(Object.fromEntries(Object.entries(ROLE_TABLE).map(([role, { german: name }]) => [role, name])))
	})

	test('hold the same texts', () => {
		expect([...english.keys()].toSorted()).toEqual([...german.keys()].toSorted())
	})

	test('ask for the same values', () => {
		const asked = (texts: ReadonlyMap<string, string>) => Object.fromEntries([...texts].map(([path, text]) => [path, argumentsOf(text)]))
		expect(asked(english)).toEqual(asked(german))
	})

	test.each([
		['de', german],
		['en', english],
	] as const)('every text of %s can be formatted and says something', (locale, texts) => {
		const values = { count: 2, units: 2 }
		const silent = [...texts].filter(([, text]) => {
			const all = { ...Object.fromEntries(argumentsOf(text).map((name) => [name, 'x'])), ...values }
			return createTranslator({ locale, messages: { text } })('text', all).trim() === ''
		})
		expect(silent).toEqual([])
	})

	test('speak plainly: no exclamation marks, no "bitte", no "OK"', () => {
		expect([...german, ...english].filter(([, text]) => /!|\bbitte\b|\bOK\b/i.test(text))).toEqual([])
	})
})

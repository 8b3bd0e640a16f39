import { describe, expect, test } from 'vitest'
import * as z from 'zod'

import { readSubmission } from '../read-submission.ts'
import { KIND_ABOUT } from './about.ts'
import { KINDS } from './names.ts'
import type { EntityKind } from './names.ts'
import { policyOf } from './policy.ts'
import { KIND_TABLE } from './table.ts'

type Payload = Readonly<Record<string, unknown>>

function read(kind: EntityKind, payload: Payload, op: 'upsert' | 'patch' = 'upsert') {
	const id = '0199f0a2-6c1e-7c3b-9d52-0f6b1c2d3e4f'
	return readSubmission({ id, kind, version: KIND_TABLE[kind].version, entity: `${kind}:a:1`, op, payload })
}

/** Path and reason of a refusal, or `ok`. */
function outcome(kind: EntityKind, payload: Payload, op?: 'upsert' | 'patch'): string {
	const said = read(kind, payload, op)
	return said.ok ? 'ok' : `${said.fault.path ?? ''}: ${said.fault.message}`
}

const EVERY = KINDS.map((kind) => ({ kind, example: KIND_ABOUT[kind].example, title: KIND_TABLE[kind].title }))
/** Fields that take one line, by kind. */
const LINES = EVERY.filter(({ title, kind }) => !['order', 'text', 'what'].includes(title) && kind !== 'counter')

describe.each(EVERY)('$kind', ({ kind, example, title }) => {
	test('takes its example', () => {
		expect(outcome(kind, example)).toBe('ok')
	})

	test('refuses a field that it does not have, the wrong type, and what is missing, each with its path', () => {
		expect(outcome(kind, { ...example, colour: 'red' })).toBe('payload.colour: there is no such field')
		const { [title]: _, ...without } = example
		expect(outcome(kind, without)).toMatch(new RegExp(`^payload\\.${title}: (?:is missing|must be one of )`))
		expect(outcome(kind, { ...example, [title]: 7 })).toMatch(new RegExp(`^payload\\.${title}: must be (?:a text, not a number|one of )`))
		expect(outcome(kind, { ...example, [title]: ['a'] })).toMatch(new RegExp(`^payload\\.${title}: must be `))
	})

	test('has words for people on every field, and never on a field that is gone', () => {
		const shape: Readonly<Record<string, z.core.$ZodType>> = KIND_TABLE[kind].payload.shape
		const silent = Object.entries(shape).filter(([, type]) => (z.globalRegistry.get(type)?.description ?? '') === '' && !hasOwnWords(type))
		expect(silent.map(([field]) => field)).toEqual([])
	})

	test('lets a patch take one key of a keyed field away, and an upsert not', () => {
		const keyed = Object.keys(KIND_TABLE[kind].payload.shape).filter((field) => policyOf(kind, field) === 'keyed')
		for (const field of keyed) {
			const key = { zeros: '2019-11-01', handling: 'intake' }[field] ?? 'S2'
			expect([field, outcome(kind, { [field]: { [key]: null } }, 'patch')]).toEqual([field, 'ok'])
			expect(outcome(kind, { ...example, [field]: { [key]: null } })).toMatch(new RegExp(`^payload\\.${field}\\.${key}: must be `))
		}
	})

	test('takes null in a patch for every field that an upsert may leave out, and for no other', () => {
		const shape: Readonly<Record<string, z.core.$ZodType>> = KIND_TABLE[kind].payload.shape
		const fields = Object.keys(shape)
		const needed = fields.filter((field) => !(shape[field] instanceof z.ZodOptional))
		const others = fields.filter((field) => !needed.includes(field))
		expect(outcome(kind, Object.fromEntries(others.map((field) => [field, null])), 'patch')).toBe('ok')
		for (const field of needed) expect(outcome(kind, { [field]: null }, 'patch')).toMatch(new RegExp(`^payload\\.${field}: must be `))
	})
})

/** An optional field may bear its words inside. */
function hasOwnWords(type: z.core.$ZodType): boolean {
	return type instanceof z.ZodOptional && z.globalRegistry.get(type.unwrap())?.description !== undefined
}

test.each(LINES)('the $title of a $kind is one line, not too long, and reads in one direction', ({ kind, example, title }) => {
	const says = (text: string) => outcome(kind, { ...example, [title]: text })
	expect(says('x'.repeat(301))).toBe(`payload.${title}: must have at most 300 characters`)
	expect(says(' ')).toBe(`payload.${title}: must not be empty`)
	for (const sign of ['\u0007', '\u202A', '\u202E', '\u2066', '\u2069']) {
		const reason = 'must not hold control characters or signs that change the direction of writing'
		expect(says(`Florian${sign}11/1`)).toBe(`payload.${title}: ${reason}`)
	}
})

test.each<[EntityKind, Payload, string]>([
	['incident', { priority: 'schnell' }, 'payload.priority: must be one of einfach, sofort, blitz'],
	['unit', { equipment: { Pumpe: { count: 1.5 } } }, 'payload.equipment.Pumpe.count: must be a whole number'],
	['unit', { equipment: { '': { count: 1 } } }, 'payload.equipment.: this name must not be empty'],
	['unit', { supplies: { Diesel: { amount: 1 } } }, 'payload.supplies.Diesel.unit: is missing'],
	['unit', { sign: { text: 'x'.repeat(13) } }, 'payload.sign.text: must have at most 12 characters'],
	['unit', { issi: '12a' }, 'payload.issi: must be 1 to 8 digits'],
	['message', { to: Array.from({ length: 41 }, () => 'S2') }, 'payload.to: must have at most 40 items'],
	['message', { to: ['S2', ''] }, 'payload.to.1: must not be empty'],
	['message', { handling: { intake: { colour: 1 } } }, 'payload.handling.intake.colour: there is no such field'],
	[
		'message',
		{ attachments: { a: { name: 'x', sha256: 'ff' } } },
		'payload.attachments.a.sha256: must be 64 lower-case hexadecimal digits',
	],
	['task', { due: '21.11.2026' }, 'payload.due: must be ISO 8601 with an offset, between 1970 and 2199'],
	['task', { command: { version: 0, state: 'issued' } }, 'payload.command.version: must be at least 1'],
	['facility', { gate: 'zu' }, 'payload.gate: must be one of open, closing, closed, fault, unknown'],
	['facility', { sill: 51 }, 'payload.sill: must be at most 50'],
	['sensor', { zeros: { '2019-02-30': { metres: -5, datum: 'NHN' } } }, 'payload.zeros.2019-02-30: this name must be a day, YYYY-MM-DD'],
	['sensor', { marks: [{ name: 'MHW', value: '715' }] }, 'payload.marks.0.value: must be a number, not a text'],
	['track', { mmsi: '12345' }, 'payload.mmsi: must be 9 digits'],
	['contact', { email: 'wache' }, 'payload.email: must be an e-mail address'],
	['contact', { phones: { duty: 'Zentrale' } }, 'payload.phones.duty: must hold a digit'],
	['warning', { texts: { 'de_DE!': {} } }, 'payload.texts.de_DE!: this name must be a language tag (BCP 47)'],
])('%s: %j is refused as %s', (kind, change, expected) => {
	expect(outcome(kind, { ...KIND_ABOUT[kind].example, ...change })).toBe(expected)
})

test('a keyed field takes at most 200 keys in one statement', () => {
	const many = Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`S${n}`, true]))
	expect(outcome('message', { ...KIND_ABOUT.message.example, distribution: many })).toBe(
		'payload.distribution: must not hold more than 200 keys',
	)
})

import type { StatementEvent } from '@lagebild/model/event.ts'
import { seq } from '@lagebild/model/ids.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { journal, statement } from './testing/entries.ts'
import { dump, fold, row } from './testing/fold.ts'
import { inVersion2 } from './testing/version-2.ts'

const small = (max: number) => fc.integer({ min: 0, max })
const METRES = { metres: -5, datum: 'NHN' }
const DAYS = ['2019-11-01', '2020-11-01'] as const

const first = fc.record(
	{
		name: fc.constantFrom('a', 'b'),
		zero: fc.constantFrom(null, METRES, ...DAYS.map((validFrom) => ({ ...METRES, metres: -4, validFrom }))),
	},
	{ requiredKeys: [] },
)
const second = fc.record(
	{ name: fc.constantFrom('a', 'b'), zeros: fc.constantFrom(null, {}, ...DAYS.map((day) => ({ [day]: METRES })), { [DAYS[0]]: null }) },
	{ requiredKeys: [] },
)
const payload = fc.oneof(
	first.map((fields) => ({ payload: fields })),
	second.map((fields) => ({ payload: fields, version: 2 })),
)
const said = fc.record({
	payload,
	op: fc.constantFrom('upsert' as const, 'patch' as const),
	source: fc.constantFrom('a', 'b'),
	at: small(3),
	n: small(1),
	takenBack: fc.option(small(4), { nil: undefined }),
})

/** Statements of both versions, each perhaps taken back; a retraction of an old one names fields as its time did. */
const mixed = fc.array(said, { minLength: 1, maxLength: 8 }).map((all) =>
	journal(
		...all.flatMap(({ payload: stated, takenBack, ...rest }, id) => {
			const event = statement({ ...rest, id, entity: 'sensor:a:1', with: stated })
			return takenBack === undefined ? [event] : [event, taking(event, takenBack + 100 + id)]
		}),
	),
)

function taking(of: StatementEvent, id: number): StatementEvent {
	const { id: taken, entity, op, effective, revision, received, author, version } = of
	const event = statement({ op: 'retract', entity, id, source: author.source, with: { retracts: taken } })
	const fields = 'payload' in of ? namesOf(of.payload ?? {}) : []
	return {
		...event,
		withdraws: {
			id: taken,
			source: author.source,
			entity,
			op,
			effective,
			revision,
			received,
			fields,
			...(version !== undefined && { version }),
		},
	}
}

function namesOf(stated: Readonly<Record<string, unknown>>): string[] {
	return Object.entries(stated).flatMap(([field, value]) =>
		field === 'zeros' && value !== null ? Object.keys(value ?? {}).map((key) => `zeros.${key}`) : [field],
	)
}

describe('journals of both versions', () => {
	test('[P70] fold like the same statements in the present version', () => {
		fc.assert(
			fc.property(mixed, (entries) => {
				expect(dump(fold(entries))).toEqual(dump(fold(entries.map(inVersion2))))
			}),
			{ numRuns: 500 },
		)
	})

	test('[P2, P70, P71] fold equal in any order', () => {
		fc.assert(
			fc.property(
				mixed.chain((entries) => fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length }))),
				([entries, arrived]) => {
					expect(dump(fold(arrived))).toEqual(dump(fold(entries)))
				},
			),
			{ numRuns: 500 },
		)
	})

	test('[P8, P71] what is taken back of a whole keyed field brings none of its older keys back, whatever has been erased', () => {
		const older = statement({
			op: 'upsert',
			entity: 'sensor:a:1',
			id: 1,
			at: 1,
			with: { version: 2, payload: { zeros: { [DAYS[0]]: METRES } } },
		})
		const other = statement({
			op: 'patch',
			entity: 'sensor:a:1',
			id: 2,
			at: 1,
			source: 'b',
			with: { version: 2, payload: { zeros: { [DAYS[1]]: METRES } } },
		})
		const none = statement({ op: 'patch', entity: 'sensor:a:1', id: 3, at: 2, with: { version: 2, payload: { zeros: null } } })
		const told = journal(older, other, none, taking(none, 4))
		const erased = told.map((each) => (each.seq === seq(3) ? { ...each, body: { type: 'erased' as const } } : each))
		for (const entries of [told, told.toReversed(), erased]) {
			expect(row(fold(entries), 'sensor:a:1')?.fields).toEqual({ zeros: { [DAYS[1]]: METRES } })
		}
	})
})

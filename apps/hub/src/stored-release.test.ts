import { readFileSync } from 'node:fs'

import type { Entry } from '@lagebild/model/entry.ts'
import { isStatement } from '@lagebild/model/event.ts'
import type { StoredEvent } from '@lagebild/model/event.ts'
import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'
import { payloadSchemas } from '@lagebild/model/payload.ts'
import { instant } from '@lagebild/model/time.ts'
import { current, newerThanKnown } from '@lagebild/model/upgrade.ts'
import { entry } from '@lagebild/picture/testing/entries.ts'
import { dump, fold, row } from '@lagebild/picture/testing/fold.ts'
import { inVersion2 } from '@lagebild/picture/testing/version-2.ts'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'

const Line = z.object({ seq: z.int(), recorded: z.string(), event: z.custom<StoredEvent>() })

/** The journal of an operation as release 0.1 wrote it: every kind, and a sensor in every form that its version 1 had. */
const STORED: readonly Entry[] = readFileSync(new URL('testing/release-0.1.ndjson', import.meta.url), 'utf8')
	.trim()
	.split('\n')
	.map((line) => Line.parse(JSON.parse(line)))
	.map(({ seq: place, recorded, event }) => ({ ...entry(place, { type: 'event', event }), recorded: instant(Date.parse(recorded)) }))

const STATED = STORED.flatMap(({ body }) => (body.type === 'event' && isStatement(body.event) ? [body.event] : []))

/** Up to the statement that is taken back, and without it. */
const BEFORE_RETRACTION = STORED.slice(0, STORED.findIndex(({ body }) => body.type === 'event' && body.event.op === 'retract') - 1)

describe('what release 0.1 stored', () => {
	test('holds every kind of that release, and no version', () => {
		expect(new Set(STATED.map(({ kind }) => kind)).size).toBe(14)
		expect(STATED.filter(({ version }) => version !== undefined)).toEqual([])
	})

	test.each(STATED.map((event) => [`${event.op} of ${event.entity}`, event] as const))(
		'[P70] %s is read as the present version',
		(_, event) => {
			const { kind, op } = event
			expect(newerThanKnown(event)).toBeUndefined()
			const read = current(event)
			expect(read === event).toBe(KIND_TABLE[kind].version === 1)
			if ((read.op !== 'upsert' && read.op !== 'patch') || (op !== 'upsert' && op !== 'patch')) return
			const accepted = payloadSchemas(kind, KIND_TABLE[kind].version)?.[op].safeParse(read.payload)
			expect([accepted?.error, read.version ?? 1]).toEqual([undefined, KIND_TABLE[kind].version])
		},
	)

	test.each([
		[
			'a zero by its day, and the one that followed it',
			'pauli',
			BEFORE_RETRACTION,
			{ '2010-01-01': [-5.004, 'm. ü. NHN'], '2026-11-01': [-4.998, 'm. ü. NHN'] },
		],
		['what was taken back as version 1, which knew one zero: nothing older comes back', 'pauli', STORED, undefined],
		['a zero without a day, then none', 'ohne-tag', STORED, {}],
		['a day that is none', 'kein-tag', STORED, { '1900-01-01': [-5, 'NHN'] }],
		['known to have none', 'unbekannt', STORED, {}],
		['nothing said', 'nichts', STORED, undefined],
	])('[P70] %s', (_, native, entries, expected) => {
		const shown = row(fold(entries), `sensor:pegel:${native}`)
		const zeros = shown?.kind === 'sensor' ? shown.fields.zeros : null
		expect(zeros && Object.fromEntries(Object.entries(zeros).map(([day, { metres, datum }]) => [day, [metres, datum]]))).toEqual(expected)
	})

	test('[P70] folds like the same statements in the present version', () => {
		expect(dump(fold(STORED))).toEqual(dump(fold(STORED.map(inVersion2))))
	})
})

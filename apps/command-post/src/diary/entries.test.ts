import type { Shown } from '@lagebild/client/dispatch/item.ts'
import { entityId, seq } from '@lagebild/model/ids.ts'
import type { Row, RowOf } from '@lagebild/model/row.ts'
import { instant, iso } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { chainOf } from '../log/chain.ts'
import { contentOf, NOW, OPERATION, thing } from '../testing/things.ts'
import { booksOf, diaryOf, EVERY_ENTRY, filterEntries, handBefore, USUAL_BOOK } from './entries.ts'
import { entryWords } from './words.ts'

const MINUTE = 60_000

function message(native: string, fields: RowOf<'message'>['fields'], more: Partial<RowOf<'message'>> = {}): RowOf<'message'> {
	const [source = 'test', name = native] = native.split('/')
	return {
		id: entityId('message', source, name),
		k: 1,
		v: seq(1),
		kind: 'message',
		fields,
		at: instant(NOW),
		sources: [{ source, rank: 'person', name: source === 'brandt' ? 'J. Brandt' : 'K. Rudat', at: instant(NOW) }],
		life: 'live',
		label: { level: 'internal' },
		...more,
	}
}

function entry(
	native: string,
	number: number,
	more: Partial<RowOf<'message'>> = {},
	fields: RowOf<'message'>['fields'] = {},
): RowOf<'message'> {
	return message(native, { type: 'diary', book: USUAL_BOOK, text: `Eintrag ${number}`, ...fields }, { number, ...more })
}

function contentWith(...rows: readonly Row[]) {
	return contentOf(...rows.map((row) => thing(row)))
}

const report = message('leitstelle/m1', { type: 'report', text: 'Deich wird durchweicht' })
const first = entry('brandt/1', 1, { links: [{ rel: 'causes', to: report.id, inbound: true }] }, { decision: 'assessment' })
const second = entry('brandt/2', 2, { links: [{ rel: 'causes', to: first.id, inbound: true }] }, { decision: 'decision' })
const caused = { ...report, links: [{ rel: 'causes' as const, to: first.id }] }
const causing = { ...first, links: [...(first.links ?? []), { rel: 'causes' as const, to: second.id }] }

const waiting: Shown = {
	n: 1,
	operation: OPERATION,
	at: NOW,
	state: 'waiting',
	tried: false,
	event: {
		id: 'x',
		kind: 'message',
		entity: entityId('message', 'rudat', '3'),
		op: 'upsert',
		payload: { type: 'diary', book: USUAL_BOOK, text: 'Berichtigung', composed: iso(NOW) },
		times: { observed: iso(NOW - 5 * MINUTE) },
		links: [{ rel: 'corrects', to: first.id }],
	},
}

describe('the diary', () => {
	test('stands in the order of its numbers, and what waits for the hub last and without one', () => {
		const entries = diaryOf(contentWith(second, report, causing), [waiting], 'K. Rudat')
		expect(entries.map(({ number }) => number)).toEqual([1, 2, undefined])
		expect(entries.at(-1)).toMatchObject({ state: 'waiting', author: 'K. Rudat', occurred: NOW - 5 * MINUTE, corrects: [first.id] })
		expect(booksOf(entries)).toEqual([USUAL_BOOK])
	})

	test('shows an entry once: as soon as the picture has it, it waits no more', () => {
		const known = entry('rudat/3', 3)
		expect(diaryOf(contentWith(known), [waiting], 'K. Rudat').map(({ number }) => number)).toEqual([3])
	})

	test('keeps the corrected entry readable and marks it, and keeps its time whoever signs it later', () => {
		const corrected = entry('brandt/1', 1, {
			links: [{ rel: 'corrects', to: entityId('message', 'rudat', '3'), inbound: true }],
			fieldAt: { text: instant(NOW - 9 * MINUTE) },
		})
		expect(diaryOf(contentWith(corrected), [], '')).toMatchObject([
			{ text: 'Eintrag 1', correctedBy: ['message:rudat:3'], occurred: NOW - 9 * MINUTE },
		])
	})

	test('is filtered by sort, author, time, text and what is linked', () => {
		const entries = diaryOf(contentWith(caused, causing, second, entry('rudat/9', 9, { at: instant(NOW - 120 * MINUTE) })), [], '')
		const numbers = (filter: Partial<typeof EVERY_ENTRY>) =>
			filterEntries(entries, { ...EVERY_ENTRY, ...filter }, NOW).map(({ number }) => number)
		expect(numbers({})).toEqual([1, 2, 9])
		expect(numbers({ category: 'decision' })).toEqual([2])
		expect(numbers({ category: 'situation' })).toEqual([9])
		expect(numbers({ author: 'K. Rudat' })).toEqual([9])
		expect(numbers({ hours: 1 })).toEqual([1, 2])
		expect(numbers({ text: 'EINTRAG 2' })).toEqual([2])
		expect(numbers({ linked: report.id })).toEqual([1])
		expect(numbers({ book: 'Stammdaten' })).toEqual([])
	})

	test('knows when another hand goes on writing', () => {
		const entries = diaryOf(contentWith(causing, second), [], '')
		expect(handBefore(entries, USUAL_BOOK, 'brandt')).toBeUndefined()
		expect(handBefore(entries, USUAL_BOOK, 'rudat')).toMatchObject({ number: 2 })
		expect(handBefore(entries, 'Anderes', 'rudat')).toBeUndefined()
	})
})

describe('the chain', () => {
	const content = contentWith(caused, causing, second)

	test('leads from a message over the assessment to the decision, and back', () => {
		expect(chainOf(content, report.id)).toEqual({ before: [], after: [first.id, second.id] })
		expect(chainOf(content, first.id)).toEqual({ before: [report.id], after: [second.id] })
		expect(chainOf(content, second.id)).toEqual({ before: [report.id, first.id], after: [] })
	})

	test('ends where somebody linked in a ring', () => {
		const ring = { ...caused, links: [...caused.links, { rel: 'causes' as const, to: second.id, inbound: true as const }] }
		const around = { ...second, links: [...(second.links ?? []), { rel: 'causes' as const, to: report.id }] }
		expect(chainOf(contentWith(ring, causing, around), first.id).after).toEqual([second.id, report.id])
	})
})

test('an entry says when it was and when it was written, and its cause that it brought it about', () => {
	const said = {
		book: USUAL_BOOK,
		text: ' Deich halten ',
		note: '',
		category: 'measure',
		occurred: NOW - MINUTE,
		corrects: '',
		about: [],
	} as const
	const [written, linked] = entryWords({ ...said, causes: [thing(report)] }, OPERATION, {
		source: 'brandt',
		name: 'J. Brandt',
		now: NOW + 0.3,
	})
	expect(written?.statement).toMatchObject({
		op: 'upsert',
		payload: { type: 'diary', text: 'Deich halten', decision: 'measure', composed: iso(NOW) },
		times: { occurred: iso(NOW - MINUTE), observed: iso(NOW - MINUTE), sent: iso(NOW) },
	})
	expect(linked?.statement).toMatchObject({ op: 'patch', entity: report.id, links: [{ rel: 'causes', to: written?.statement.entity }] })
})

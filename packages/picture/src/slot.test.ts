import { OperationId } from '@lagebild/model/ids.ts'
import { DEFAULT_LABEL } from '@lagebild/model/label.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { apply, createPicture, headOf } from './picture.ts'
import { size } from './read.ts'
import { entry, eventId, journal, retraction, statement } from './testing/entries.ts'
import { fold, row } from './testing/fold.ts'

const ID = 'incident:a:1'
const upsert = (id: number, at: number, payload: object, more: object = {}) =>
	statement({ op: 'upsert', entity: ID, id, at, with: { payload, ...more } })
const patch = (id: number, at: number, payload: object, more: object = {}) =>
	statement({ op: 'patch', entity: ID, id, at, with: { payload, ...more } })

describe('slots', () => {
	test('[P4] an erased entry and one about the journal move the head and nothing else', () => {
		const picture = createPicture()
		const opened = {
			schema: 1,
			id: eventId(1),
			kind: 'system',
			op: 'opened',
			operation: OperationId.parse('x'),
			received: instant(1),
			by: 'hub',
		} as const
		expect(apply(picture, entry(1, { type: 'event', event: opened }))).toEqual([])
		expect(apply(picture, entry(2, { type: 'erased' }))).toEqual([])
		expect([headOf(picture), size(picture)]).toEqual([2, 0])
	})

	test('[P5] an upsert voids what it does not name, also where the older statement comes later', () => {
		const entries = journal(upsert(1, 1, { title: 'x', description: 'old' }), upsert(2, 2, { title: 'y' }))
		expect(row(fold(entries), ID)?.fields).toEqual({ title: 'y' })
		expect(row(fold(entries.toReversed()), ID)?.fields).toEqual({ title: 'y' })
	})

	test('[P5] an upsert voids nothing that another source said', () => {
		const other = statement({ op: 'patch', entity: ID, source: 'b', id: 2, at: 2, with: { payload: { description: 'from b' } } })
		expect(row(fold(journal(upsert(1, 1, { title: 'x' }), other, upsert(3, 3, { title: 'y' }))), ID)?.fields).toEqual({
			title: 'y',
			description: 'from b',
		})
	})

	test('[P6] a patch states what it names, with null as a value, and tells the times of older fields', () => {
		const picture = fold(journal(upsert(1, 1, { title: 'x', description: 'd' }), patch(2, 5, { description: null })))
		expect(row(picture, ID)).toMatchObject({ fields: { title: 'x', description: null }, at: 5, fieldAt: { title: 1 } })
	})

	test('[P6] a patch from before the upsert is void', () => {
		expect(row(fold(journal(upsert(1, 5, { title: 'x' }), patch(2, 3, { title: 'late' }))), ID)?.fields).toEqual({ title: 'x' })
	})

	test('[P7] what other sources say stands when one withdraws its word', () => {
		const theirs = statement({ op: 'patch', entity: ID, source: 'b', id: 2, at: 2, with: { payload: { title: 'theirs' } } })
		const picture = fold(journal(upsert(1, 1, { title: 'ours' }), theirs, retraction(theirs, { id: 3, at: 3, source: 'b' })))
		expect(row(picture, ID)?.fields).toEqual({ title: 'ours' })
		expect(row(picture, ID)?.sources.map(({ source }) => source)).toEqual(['a'])
	})

	test('[P8] a retraction brings nothing older back, also when it comes before what it retracts', () => {
		const wrong = patch(2, 2, { title: 'wrong' }, { confidence: 'confirmed' })
		const entries = journal(upsert(1, 1, { title: 'x', description: 'd' }), wrong, retraction(wrong, { id: 3, at: 3, source: 'a' }))
		for (const order of [entries, entries.toReversed()]) {
			expect(row(fold(order), ID)?.fields).toEqual({ description: 'd' })
			expect(row(fold(order), ID)?.confidence).toBeUndefined()
		}
	})

	test('[P8] a retraction still holds after the body of what it retracts was erased', () => {
		const wrong = patch(2, 2, { title: 'wrong' })
		const [first, second, third] = journal(upsert(1, 1, { title: 'x' }), wrong, retraction(wrong, { id: 3, at: 3, source: 'a' }))
		const entries = [first, { ...second, body: { type: 'erased' } as const }, third].filter((each) => each !== undefined)
		expect(entries.some(({ body }) => body.type === 'erased')).toBe(true)
		const picture = createPicture()
		for (const each of entries) if (each.seq !== undefined) apply(picture, entry(each.seq, each.body ?? { type: 'erased' }))
		expect(row(picture, ID)?.fields).toEqual({})
	})

	test('[P9] the label is set at creation and changes by classify alone, in the order of the journal', () => {
		const open = { level: 'open' } as const
		const entries = journal(
			upsert(1, 9, { title: 'x' }, { label: open }),
			upsert(2, 10, { title: 'y' }, { label: { level: 'restricted' } }),
			statement({
				op: 'classify',
				entity: ID,
				id: 3,
				at: 8,
				with: { label: { level: 'restricted', organisations: ['thw', 'fw', 'thw'] } },
			}),
			statement({ op: 'classify', entity: ID, id: 4, at: 1, with: { label: { level: 'internal' } } }),
		)
		expect(row(fold(entries.slice(0, 2)), ID)).toMatchObject({ label: open, k: 1 })
		expect(row(fold(entries.slice(0, 3)), ID)?.label).toEqual({ level: 'restricted', organisations: ['fw', 'thw'] })
		expect(row(fold(entries), ID)?.label).toEqual({ level: 'internal' })
		expect(row(fold(entries.toReversed()), ID)).toMatchObject({ label: { level: 'internal' }, k: 1 })
	})

	test('[P9] without a label a thing is internal', () => {
		expect(row(fold(journal(upsert(1, 1, { title: 'x' }))), ID)?.label).toEqual(DEFAULT_LABEL)
	})
})

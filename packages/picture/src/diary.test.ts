import { expect, test } from 'vitest'

import { apply, createPicture } from './picture.ts'
import { restorePicture, snapshotOf } from './snapshot.ts'
import { entry, statement } from './testing/entries.ts'
import { row } from './testing/fold.ts'

const NOTE = 'message:stab:1'
const written = statement({ op: 'upsert', entity: NOTE, with: { payload: { text: 'Deich hält', type: 'diary', book: 'ETB' } } })
const confirmed = statement({ op: 'patch', entity: NOTE, id: 2, at: 2_000, with: { payload: { receipts: { S3: '21:02' } } } })
const ENTRIES = [{ ...entry(1, { type: 'event', event: written }), number: 17 }, entry(2, { type: 'event', event: confirmed })]

test('[P72] the row of a diary entry shows its number, in whatever order it is folded, and after a snapshot', () => {
	for (const entries of [ENTRIES, ENTRIES.toReversed(), [...ENTRIES, ...ENTRIES]]) {
		const picture = createPicture()
		for (const one of entries) apply(picture, one)
		expect(row(picture, NOTE)).toMatchObject({ number: 17, fields: { text: 'Deich hält', receipts: { S3: '21:02' } } })
		expect(row(restorePicture(JSON.parse(JSON.stringify(snapshotOf(picture)))), NOTE)).toMatchObject({ number: 17 })
	}
})

test('[P11] no link ends an entry of a diary: whoever wants to say so corrects it', () => {
	const payload = { text: 'gilt nicht' }
	const linking = statement({
		op: 'upsert',
		entity: 'message:stab:2',
		id: 3,
		at: 3_000,
		with: { payload, links: [{ rel: 'cancels', to: NOTE }] },
	})
	for (const entries of [ENTRIES, ENTRIES.toReversed()]) {
		const picture = createPicture()
		for (const one of [...entries, entry(3, { type: 'event', event: linking })]) apply(picture, one)
		expect(row(picture, NOTE)).toMatchObject({ life: 'live', conflicts: [{ field: 'life', value: 'cancelled' }] })
	}
})

test('[P72] an entry whose body was erased keeps its number, and makes no row', () => {
	const picture = createPicture()
	apply(picture, { ...entry(1, { type: 'erased' }), number: 17 })
	expect(row(picture, NOTE)).toBeUndefined()
})

import { expect, test } from 'vitest'

import type { StoredPhoto } from './photo.ts'
import { settled } from './settle.ts'
import type { Around } from './settle.ts'
import { readAnswer } from './upload.ts'

const HOUR = 3_600_000
const PHOTO: StoredPhoto = {
	id: 'p1',
	name: 'Foto 1',
	mediaType: 'image/jpeg',
	bytes: 3,
	sha256: 'ff',
	operation: 'lage',
	at: 0,
	state: 'draft',
}

function around(more: Partial<Around> = {}): Around {
	return { said: [], drafts: new Set(), incarnationOf: () => undefined, now: 0, ...more }
}

function said(state: 'waiting' | 'accepted' | 'refused', operation = 'lage'): Around['said'][number] {
	return { operation, state, event: { id: 'e', kind: 'incident', entity: 'x', op: 'upsert', payload: { attachments: { p1: {} } } } }
}

test('[C11] a photo waits from when its report is said, also if the page ended in between, and goes when a hub has the report', () => {
	const waiting = settled([PHOTO], around({ said: [said('waiting', 'andere')] })).changed
	expect(waiting).toEqual([{ ...PHOTO, state: 'waiting', operation: 'andere' }])
	expect(settled(waiting, around({ said: [said('refused')] }))).toEqual({ changed: [], gone: [] })
	expect(settled(waiting, around({ said: [said('accepted')] })).changed).toMatchObject([{ state: 'waiting', reported: true }])
})

test('[C11] it goes with what named it, and never before its report was decided', () => {
	expect(settled([PHOTO], around({ now: 2 * HOUR, drafts: new Set(['p1']) })).gone).toEqual([])
	expect(settled([PHOTO], around({ now: HOUR / 2 })).gone).toEqual([])
	expect(settled([PHOTO], around({ now: 2 * HOUR })).gone).toEqual(['p1'])
	const reported: StoredPhoto = { ...PHOTO, state: 'waiting', reported: true }
	expect(settled([reported], around({ now: 200 * HOUR })).gone).toEqual([])
})

test('[C11] it stays for 72 hours after it was sent, and is sent again to a journal that was restored', () => {
	const sent: StoredPhoto = { ...PHOTO, state: 'sent', reported: true, incarnation: 'one' }
	expect(settled([sent], around({ now: 71 * HOUR, incarnationOf: () => 'one' }))).toEqual({ changed: [], gone: [] })
	expect(settled([sent], around({ now: HOUR, incarnationOf: () => 'two' })).changed).toMatchObject([{ state: 'waiting' }])
	expect(settled([sent], around({ now: 73 * HOUR, incarnationOf: () => 'two' })).gone).toEqual(['p1'])
})

test('[C11] it is sent only when the hub says so itself', () => {
	const mine = { id: 'p1', sha256: 'ff' }
	expect(readAnswer(JSON.stringify({ ...mine, epoch: 'one.2' }), mine)).toEqual({ epoch: 'one.2' })
	const others = [
		'<html>Willkommen im WLAN</html>',
		'',
		'{}',
		'null',
		JSON.stringify({ ...mine, sha256: 'ee', epoch: 'x' }),
		'{"fault":"toString"}',
	]
	for (const text of others) expect(readAnswer(text, mine)).toBeUndefined()
	expect(readAnswer('{"fault":"not-ready","message":"later"}', mine)).toEqual({ fault: { fault: 'not-ready', message: 'later' } })
})

import { fault } from '@lagebild/model/fault.ts'
import { seq } from '@lagebild/model/ids.ts'
import { describe, expect, test } from 'vitest'

import { contentOf } from './content.ts'
import { closeOutbox, confirm, createOutbox, enqueue, pendingOf, sendAgain, takeAnswers, takeWaiting } from './outbox.ts'
import type { Outbox } from './outbox.ts'

const EVENT = { id: 'a' }

function contentAt(number: number): ReturnType<typeof contentOf> {
	const at = seq(number)
	return contentOf({ epoch: 'e', scopeId: 's', seq: { U: at, S: at, M: at }, rows: [], measured: [] })
}

function only<T>(list: readonly T[]): T {
	const [one] = list
	if (one === undefined || list.length > 1) throw new Error(`expected one, got ${list.length}`)
	return one
}

function sent(): { outbox: Outbox; answer: Promise<unknown> } {
	const outbox = createOutbox()
	return { outbox, answer: enqueue(outbox, [EVENT]) }
}

describe('a submission', () => {
	test('[C2] is pending until the picture has reached its seq', async () => {
		const { outbox, answer } = sent()
		expect(pendingOf(outbox)).toEqual([{ id: 'a', state: 'waiting' }])
		const parcel = only(takeWaiting(outbox))
		expect(pendingOf(outbox)).toEqual([{ id: 'a', state: 'sent' }])
		takeAnswers(outbox, parcel, [{ id: 'a', seq: seq(7), effect: 'applied' }])
		expect(await answer).toEqual([{ id: 'a', seq: 7, effect: 'applied' }])
		confirm(outbox, contentAt(6))
		expect(pendingOf(outbox)).toEqual([{ id: 'a', state: 'accepted' }])
		confirm(outbox, contentAt(7))
		expect(pendingOf(outbox)).toEqual([])
	})

	test('[C2] is confirmed by the lane in which its row travels: a quiet other lane says nothing about it', () => {
		const outbox = createOutbox()
		void enqueue(outbox, [{ id: 'a', kind: 'unit' }])
		takeAnswers(outbox, only(takeWaiting(outbox)), [{ id: 'a', seq: seq(7), effect: 'applied' }])
		const content = contentAt(1)
		content.lanes.S = { scopeId: 's', seq: seq(7) }
		confirm(outbox, content)
		expect(pendingOf(outbox)).toEqual([])
	})

	test('[C2] is sent again with a new connection, and when the hub was not ready', () => {
		const { outbox } = sent()
		const parcel = only(takeWaiting(outbox))
		expect(takeWaiting(outbox)).toEqual([])
		sendAgain(outbox)
		expect(only(takeWaiting(outbox))).toBe(parcel)
		takeAnswers(outbox, parcel, [fault('not-ready')])
		expect(only(takeWaiting(outbox))).toBe(parcel)
	})

	test('[C2] is sent again whole when the hub cannot say what became of a part of it', async () => {
		const outbox = createOutbox()
		const answer = enqueue(outbox, [EVENT, { id: 'b' }])
		const parcel = only(takeWaiting(outbox))
		takeAnswers(outbox, parcel, [
			{ id: 'a', seq: seq(7), effect: 'applied' },
			{ id: 'b', ...fault('not-ready') },
		])
		expect(only(takeWaiting(outbox))).toBe(parcel)
		takeAnswers(outbox, parcel, [
			{ id: 'a', seq: seq(7), effect: 'applied' },
			{ id: 'b', seq: seq(8), effect: 'applied' },
		])
		expect(await answer).toMatchObject([{ seq: 7 }, { seq: 8 }])
	})

	test('[C2] that is refused leaves, and the sender hears why', async () => {
		const { outbox, answer } = sent()
		takeAnswers(outbox, only(takeWaiting(outbox)), [{ id: 'a', ...fault('unknown-entity') }])
		expect(await answer).toMatchObject([{ id: 'a', fault: 'unknown-entity' }])
		expect(pendingOf(outbox)).toEqual([])
	})

	test('[C2] that nobody will send any more is answered', async () => {
		const { outbox, answer } = sent()
		closeOutbox(outbox)
		expect(await answer).toMatchObject([{ fault: 'not-ready' }])
	})
})

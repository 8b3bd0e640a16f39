import { operationAfter, operationOpened } from '@lagebild/model/operation-history.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import { instant } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import type { ChangeRequest, Journal } from '../port.ts'
import { aboutNote, FLOOD, incidentId, measuredBatch, note, report } from './fixtures.ts'
import type { JournalHarness, TestClock } from './harness.ts'
import { all, appended, founded, range, restarted, T0, tick } from './steps.ts'

const CLOSE: ChangeRequest = { change: { op: 'closed' }, by: 'J. Brandt', reason: 'Wasser gefallen' }
const REOPEN: ChangeRequest = { change: { op: 'reopened' }, by: 'J. Brandt', reason: 'Zweiter Scheitel' }
const ARCHIVE: ChangeRequest = { change: { op: 'archived' }, by: 'admin', reason: 'ausgewertet' }

async function changed(journal: Journal, request: ChangeRequest): Promise<Operation> {
	const answer = await journal.changeOperation(request)
	if (!answer.ok) throw new Error(`${answer.fault.fault}: ${answer.fault.message}`)
	return answer.value
}

/** The metadata as the entries say them. */
async function rebuilt(journal: Journal): Promise<Operation | undefined> {
	let operation: Operation | undefined
	for (const { body } of await all(journal)) {
		if (body.type !== 'event' || body.event.kind !== 'system') continue
		operation = operation ? operationAfter(operation, body.event) : operationOpened(body.event)
	}
	return operation
}

/** J17. */
export function operationContract(harness: () => JournalHarness): void {
	test('[J17] a change is an entry with who, why and the new values, and the stored metadata follow from the entries', async () => {
		const journal = await founded(harness())
		const values = { name: 'Sturmflut II', timeZone: 'Europe/London' }
		const after = await changed(journal, { change: { op: 'changed', values }, by: 'J. Brandt', reason: 'zweite Welle' })
		expect(after).toEqual({ ...FLOOD, ...values })
		expect((await all(journal)).at(-1)?.body).toMatchObject({
			event: { op: 'changed', by: 'J. Brandt', reason: 'zweite Welle', details: { operation: values } },
		})
		await changed(journal, { change: { op: 'changed', values: { area: [9, 53, 10, 54] } }, by: 'admin' })
		const store = await (await restarted(harness())).head()
		expect(store.seq).toBe(3)
		await harness().closeAll()
		const [stored] = await (await harness().open()).operations()
		expect(stored).toEqual({ ...FLOOD, ...values, area: [9, 53, 10, 54] })
		await harness().closeAll()
		expect(await rebuilt(await restarted(harness()))).toEqual(stored)
		expect(await harness().verify()).toMatchObject({ ok: true, entries: 3 })
	})

	test('[J17] what changes nothing is no entry', async () => {
		const journal = await founded(harness())
		expect(await changed(journal, { change: { op: 'changed', values: { name: FLOOD.name, bases: [] } }, by: 'admin' })).toEqual(FLOOD)
		await changed(journal, CLOSE)
		const { closed } = await changed(journal, { ...CLOSE, by: 'another' })
		expect(closed).toBeDefined()
		expect(await journal.head()).toMatchObject({ seq: 2 })
	})

	test('[J17] closed, opened again, archived, and opened again: each once, with its time', async () => {
		const clock: TestClock = { wall: T0, monotonic: 0 }
		const journal = await founded(harness(), clock)
		tick(clock, { wall: 5_000, monotonic: 5_000 })
		const closed = { closed: instant(T0 + 5_000), closedBy: 'J. Brandt', closedReason: 'Wasser gefallen' }
		expect(await changed(journal, CLOSE)).toEqual({ ...FLOOD, state: 'closed', ...closed })
		expect(await changed(journal, REOPEN)).toEqual(FLOOD)
		await changed(journal, CLOSE)
		expect(await changed(journal, ARCHIVE)).toEqual({ ...FLOOD, state: 'archived', ...closed })
		expect(await changed(journal, REOPEN)).toEqual(FLOOD)
		expect(await rebuilt(journal)).toEqual(FLOOD)
		expect(await harness().verify()).toMatchObject({ ok: true, entries: 6 })
	})

	test('[J17] a closed operation is not changed, and an open one is not archived', async () => {
		const journal = await founded(harness())
		expect(await journal.changeOperation(ARCHIVE)).toMatchObject({ ok: false, fault: { fault: 'bad-state' } })
		await changed(journal, CLOSE)
		const rename: ChangeRequest = { change: { op: 'changed', values: { name: 'x' } }, by: 'admin' }
		expect(await journal.changeOperation(rename)).toMatchObject({ ok: false, fault: { fault: 'operation-closed' } })
		await changed(journal, ARCHIVE)
		expect(await journal.changeOperation(CLOSE)).toMatchObject({ ok: false, fault: { fault: 'bad-state' } })
		expect(await journal.head()).toMatchObject({ seq: 3 })
	})

	test('[J17] changes under way at the same time follow one another', async () => {
		const journal = await founded(harness())
		const names = range(8).map((n) => `Lage ${n}`)
		const done = await Promise.all(names.map((name) => changed(journal, { change: { op: 'changed', values: { name } }, by: 'admin' })))
		expect(done.map(({ name }) => name)).toEqual(names)
		expect(await rebuilt(journal)).toEqual({ ...FLOOD, name: 'Lage 7' })
		expect(await harness().verify()).toMatchObject({ ok: true, entries: 9 })
	})

	test('[J17] what waits when the operation is closed is refused whole; a retry gets the entry that it has', async () => {
		const journal = await founded(harness())
		const first = await appended(journal, report({ n: 0 }))
		const waiting = range(700).map((n) => journal.append(report({ n: 1 + n })))
		const batch = journal.append(measuredBatch(1))
		await changed(journal, CLOSE)
		const answers = [...(await Promise.all(waiting)), await batch]
		const taken = answers.filter(({ ok }) => ok).length
		expect(answers.flatMap((answer) => (answer.ok ? [] : [answer.fault.fault]))).toEqual(Array(701 - taken).fill('operation-closed'))
		expect(taken).toBeLessThan(701)
		expect(await journal.head()).toMatchObject({ seq: 3 + taken })
		expect((await all(journal)).at(-1)?.body).toMatchObject({ event: { op: 'closed' } })
		expect(await appended(journal, report({ n: 0 }))).toEqual({ ...first, known: true })
		expect(await (await restarted(harness())).append(report({ n: 900 }))).toMatchObject({ ok: false, fault: { fault: 'operation-closed' } })
		expect(await harness().verify()).toMatchObject({ ok: true })
	})

	test('[J17] bodies are still erased in a closed operation, and what was refused is taken once it is open again', async () => {
		const journal = await founded(harness())
		const { seq } = await appended(journal, report({ n: 1 }))
		await changed(journal, CLOSE)
		await journal.erase({ seqs: [seq], by: 'Datenschutz', reason: 'Art. 17' })
		expect(await journal.append(report({ n: 2 }))).toMatchObject({ ok: false })
		await changed(journal, REOPEN)
		expect(await appended(journal, report({ n: 2 }))).toMatchObject({ seq: 6, known: false })
		expect(await harness().verify()).toMatchObject({ ok: true, erased: 1 })
	})
}

/** J18, J19. */
export function diaryContract(harness: () => JournalHarness): void {
	test('[J18] each book counts by itself, without a gap, whatever is written at the same time', async () => {
		const journal = await founded(harness())
		const books = range(300).map((n) => (n % 3 === 0 ? 'TEL' : 'ETB'))
		const notes = books.map((book, n) => appended(journal, note({ n, book, credential: `c-${n % 5}` })))
		const others = range(100).map((n) => appended(journal, report({ n: 1_000 + n })))
		const answers = await Promise.all(notes)
		for (const book of ['ETB', 'TEL']) {
			const numbers = answers.filter((_, n) => books[n] === book).toSorted((a, b) => a.seq - b.seq)
			expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, index) => index + 1))
		}
		expect((await Promise.all(others)).every(({ number }) => number === undefined)).toBe(true)
		const numbered = (await all(journal)).filter(({ number }) => number !== undefined)
		expect(numbered).toHaveLength(300)
		expect(await harness().verify()).toMatchObject({ ok: true, entries: 401 })
	})

	test('[J18] the number is in the answer, in what listeners hear and in what is read, and goes on after a restart', async () => {
		const journal = await founded(harness())
		const heard: (number | undefined)[] = []
		journal.onCommit((entries) => void heard.push(...entries.map(({ number }) => number)))
		const first = await appended(journal, note({ n: 1 }))
		await appended(journal, report({ n: 2 }))
		expect(first).toMatchObject({ seq: 2, number: 1, known: false })
		expect(heard).toEqual([1, undefined])
		expect((await journal.find(eventIdOf(note({ n: 1 }))))?.number).toBe(1)
		const later = await restarted(harness())
		expect((await all(later)).map(({ number }) => number)).toEqual([undefined, 1, undefined])
		expect(await appended(later, note({ n: 1 }))).toEqual({ ...first, known: true })
		expect(await appended(later, note({ n: 3 }))).toMatchObject({ number: 2 })
	})

	test('[J18] an erased entry keeps its number, and the next one follows it', async () => {
		const journal = await founded(harness())
		for (const n of range(3)) await appended(journal, note({ n }))
		const last = (await journal.head()).seq
		await journal.erase({ seqs: [last], by: 'Datenschutz', reason: 'Art. 17' })
		const erased = (await all(journal)).find(({ seq }) => seq === last)
		expect(erased).toMatchObject({ number: 3, body: { type: 'erased' } })
		expect(await appended(journal, note({ n: 2 }))).toMatchObject({ seq: last, number: 3, known: true })
		expect(await appended(journal, note({ n: 7 }))).toMatchObject({ number: 4 })
		expect(await harness().verify()).toMatchObject({ ok: true, erased: 1 })
	})

	test('[J19] a diary entry is not written over: the refusal names it, and its number is not used up', async () => {
		const journal = await founded(harness())
		await appended(journal, note({ n: 1, entity: 'a' }))
		const over = [
			note({ n: 2, entity: 'a', text: 'anders' }),
			note({ n: 3, entity: 'a', type: 'report' }),
			note({ n: 4, entity: 'a', credential: 'other' }),
			aboutNote(5, 'a', { op: 'patch', payload: { text: 'anders' } }),
			aboutNote(6, 'a', { op: 'end' }),
			aboutNote(7, 'a', { op: 'cancel' }),
		]
		for (const item of over) {
			const answer = await journal.append(item)
			expect(answer).toMatchObject({ ok: false, fault: { fault: 'diary-entry' } })
			expect(answer.ok ? '' : answer.fault.message).toContain('entry 1 of "ETB"')
		}
		expect(await appended(journal, aboutNote(8, 'a', { op: 'patch', payload: { receipts: { S3: '21:02' } } }))).toMatchObject({ seq: 3 })
		expect(await appended(journal, note({ n: 9, entity: 'b' }))).toMatchObject({ number: 2 })
		expect(await harness().verify()).toMatchObject({ ok: true, entries: 4 })
	})

	test('[J19] two who write the same entity at once: one gets the number, the other the refusal', async () => {
		const journal = await founded(harness())
		const answers = await Promise.all(['x', 'y'].map((credential, n) => journal.append(note({ n, entity: 'same', credential }))))
		expect(new Set(answers.map((answer) => (answer.ok ? answer.value.number : answer.fault.fault)))).toEqual(new Set([1, 'diary-entry']))
	})

	test('[J19] a message that became a diary entry stands from then on; what only names one is free', async () => {
		const journal = await founded(harness())
		await appended(journal, note({ n: 1, entity: 'a', type: 'report' }))
		await appended(journal, note({ n: 2, entity: 'a', type: 'report', text: 'anders' }))
		expect(await appended(journal, note({ n: 3, entity: 'a' }))).toMatchObject({ number: 1 })
		expect(await journal.append(note({ n: 4, entity: 'a', type: 'report' }))).toMatchObject({ ok: false, fault: { fault: 'diary-entry' } })
		await appended(journal, report({ n: 5, about: incidentId('a') }))
	})
}

function eventIdOf({ body }: ReturnType<typeof note>) {
	if (body.type !== 'event') throw new Error('a note is an event')
	return body.event.id
}

import { fault } from '@lagebild/model/fault.ts'
import type { FaultCode } from '@lagebild/model/fault.ts'
import { seq } from '@lagebild/model/ids.ts'
import type { Answer } from '@lagebild/model/protocol.ts'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { KEPT_MS, MOST_KEPT } from './said.ts'
import type { Said, SaidStorage } from './said.ts'
import { SayAgain } from './say-again.ts'

type Event = { readonly id: string }

/** A journal of one incarnation: takes every id once, in order, and refuses what it is told to. */
class Journal {
	readonly taken: string[] = []
	readonly asked: string[] = []
	readonly refusing = new Map<string, FaultCode>()

	submit(events: readonly unknown[]): readonly Answer[] {
		return events.flatMap((event) => (isEvent(event) ? [this.#take(event)] : []))
	}

	#take({ id }: Event): Answer {
		this.asked.push(id)
		const refused = this.refusing.get(id)
		if (refused) return { id, ...fault(refused) }
		if (!this.taken.includes(id)) this.taken.push(id)
		return { id, seq: seq(this.taken.indexOf(id) + 1), effect: 'applied' }
	}
}

function isEvent(value: unknown): value is Event {
	return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
}

function memory(): SaidStorage & { readonly held: Map<string, Said> } {
	const held = new Map<string, Said>()
	return {
		held,
		read: () => Promise.resolve([...held.values()]),
		put: (said) => Promise.resolve(said.forEach((one) => held.set(one.id, one))),
		remove: (ids) => Promise.resolve(ids.forEach((id) => held.delete(id))),
	}
}

/** One device with its storage, before one journal after the other. */
class Device {
	readonly storage = memory()
	now = 1_000_000
	journal = new Journal()
	#page: SayAgain | undefined

	open(): SayAgain {
		const page: SayAgain = new SayAgain({
			storage: this.storage,
			wall: () => this.now,
			submit: (events) => {
				const answers = this.journal.submit(events)
				page.answered(events, answers)
				return Promise.resolve(answers)
			},
		})
		this.#page = page
		return page
	}

	say(...ids: readonly string[]): void {
		const events = ids.map((id) => ({ id }))
		this.#page?.answered(events, this.journal.submit(events))
	}

	meet(epoch: string, journal = this.journal): Promise<void> {
		this.journal = journal
		this.#page?.connected()
		this.#page?.welcomed(epoch)
		return settled()
	}
}

/** Everything that was begun and waits for no clock. */
async function settled(): Promise<void> {
	for (let i = 0; i < 5; i++) await vi.advanceTimersByTimeAsync(0)
}

let device: Device

beforeEach(() => {
	vi.useFakeTimers()
	device = new Device()
	device.open()
})

afterEach(() => {
	vi.useRealTimers()
})

describe('[C6] what a client said', () => {
	test('[C6] is offered to a journal of another incarnation, in the order in which it was said, and once', async () => {
		await device.meet('first')
		device.say('c', 'a')
		device.now += 1
		device.say('b')
		const restored = new Journal()
		await device.meet('second', restored)
		expect(restored.asked).toEqual(['c', 'a', 'b'])
		await device.meet('second')
		await device.meet('second.2.7')
		expect(restored.asked).toEqual(['c', 'a', 'b'])
		expect([...device.storage.held.values()].map(({ incarnation }) => incarnation)).toEqual(['second', 'second', 'second'])
	})

	test('[C6] is not offered where it was taken: neither after a lost connection nor after an erasure', async () => {
		await device.meet('first')
		device.say('a')
		await device.meet('first')
		await device.meet('first.1.12')
		expect(device.journal.asked).toEqual(['a'])
	})

	test('[C6] over a connection that had not told its epoch belongs to the one that it tells, and is offered when it never did', async () => {
		const page = device.open()
		page.connected()
		device.say('a')
		page.welcomed('first')
		await settled()
		expect(device.storage.held.get('a')?.incarnation).toBe('first')
		page.connected()
		device.say('b')
		await device.meet('first')
		expect(device.journal.asked).toEqual(['a', 'b', 'b'])
	})

	test('[C6] and was refused is never offered; what the new journal refuses for good is not offered again', async () => {
		await device.meet('first')
		device.journal.refusing.set('no', 'not-allowed')
		device.say('a', 'no')
		const restored = new Journal()
		restored.refusing.set('a', 'operation-closed')
		await device.meet('second', restored)
		expect(restored.asked).toEqual(['a'])
		await device.meet('third', new Journal())
		expect(device.journal.asked).toEqual([])
		expect(device.storage.held.size).toBe(0)
	})

	test('[C6] and speaks of what another still has to offer waits for it, and is given up after a while', async () => {
		await device.meet('first')
		device.say('patch', 'other')
		const restored = new Journal()
		restored.refusing.set('patch', 'unknown-entity')
		await device.meet('second', restored)
		await vi.advanceTimersByTimeAsync(4_000)
		expect(restored.asked).toEqual(['patch', 'other', 'patch', 'patch'])
		restored.refusing.clear()
		await vi.advanceTimersByTimeAsync(60_000)
		expect(restored.taken).toEqual(['other', 'patch'])
		const empty = new Journal()
		empty.refusing.set('patch', 'unknown-entity')
		await device.meet('third', empty)
		await vi.advanceTimersByTimeAsync(3_600_000)
		expect(empty.asked.filter((id) => id === 'patch')).toHaveLength(20)
		expect(device.storage.held.has('patch')).toBe(false)
	})

	test('[C6] outlives the page, for 72 hours, and so many of it', async () => {
		await device.meet('first')
		device.say('old')
		device.now += KEPT_MS - 10
		device.say('young')
		await settled()
		device.now += 20
		device.open()
		const restored = new Journal()
		await device.meet('second', restored)
		expect(restored.taken).toEqual(['young'])
		expect([...device.storage.held.keys()]).toEqual(['young'])
		device.say(...Array.from({ length: MOST_KEPT + 600 }, (_, n) => `n${n}`))
		await settled()
		expect(device.storage.held.size).toBe(MOST_KEPT)
		expect(device.storage.held.has(`n${MOST_KEPT + 599}`)).toBe(true)
	})

	test('[C6] is remembered as long as the page lives where nothing can be stored', async () => {
		const journals = [new Journal(), new Journal()]
		let present = 0
		const page: SayAgain = new SayAgain({
			storage: undefined,
			wall: () => 0,
			submit: (events) => {
				const answers = journals[present]?.submit(events) ?? []
				page.answered(events, answers)
				return Promise.resolve(answers)
			},
		})
		page.connected()
		page.welcomed('first')
		page.answered([{ id: 'a' }], journals[0]?.submit([{ id: 'a' }]) ?? [])
		present = 1
		page.connected()
		page.welcomed('second')
		await settled()
		expect(journals[1]?.taken).toEqual(['a'])
		await page.close()
	})
})

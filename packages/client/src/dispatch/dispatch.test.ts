import { seq } from '@lagebild/model/ids.ts'
import type { Cursors } from '@lagebild/model/protocol.ts'
import { expect, test, vi } from 'vitest'

import { Dispatch } from './dispatch.ts'
import type { DispatchOptions } from './dispatch.ts'
import type { Item, SaidEvent } from './item.ts'
import { overdue } from './queue.ts'
import { memoryStorage } from './storage.ts'
import type { DispatchStorage } from './storage.ts'

function said(id: string, more: Partial<SaidEvent> = {}): SaidEvent {
	return { id, kind: 'incident', entity: `incident:me:${id}`, op: 'upsert', ...more }
}

function dispatch(options: Partial<DispatchOptions> = {}): Dispatch {
	return new Dispatch({
		storage: memoryStorage(),
		send: () => Promise.resolve(undefined),
		wall: () => 0,
		alone: (work, ended) => work(ended),
		random: () => 0,
		...options,
	})
}

function states(page: Dispatch): readonly string[] {
	return page.items().map(({ event, state }) => `${event.id} ${state}`)
}

function at(u: number, s: number): Cursors {
	return { U: seq(u), S: seq(s), M: seq(u) }
}

const TAKEN: DispatchOptions['send'] = (_operation, events) =>
	Promise.resolve({ epoch: 'one.2', answers: events.map(({ id }, index) => ({ id, seq: index + 7, effect: 'applied' })) })

test('[C7] what is said is kept before it is sent, and confirmed when the picture of its journal has come so far', async () => {
	const page = dispatch({ send: TAKEN })
	await page.start()
	expect(await page.say('o', [said('a')])).toBe('stored')
	await vi.waitFor(() => expect(states(page)).toEqual(['a accepted']))
	await page.reached('o', 'one.2', at(9, 6))
	await page.reached('o', 'another', at(9, 9))
	await page.reached('p', 'one.2', at(9, 9))
	expect(states(page)).toEqual(['a accepted'])
	await page.reached('o', 'one.3', at(0, 7))
	expect(states(page)).toEqual(['a confirmed'])
	page.close()
})

test('[C8] a refused one is mended under another id in its place, and what waited for it follows', async () => {
	const sent: string[] = []
	const page = dispatch({
		send: (_operation, events) => {
			for (const { id } of events) sent.push(id)
			return Promise.resolve({
				answers: events.map(({ id }, index) =>
					id === 'a' ? { id, fault: 'bad-message', message: 'no' } : { id, seq: index + 1, effect: 'applied' },
				),
			})
		},
	})
	await page.start()
	await page.say('o', [said('a', { entity: 'x' }), said('b', { links: [{ rel: 'about', to: 'x' }] }), said('c')])
	await vi.waitFor(() => expect(states(page)).toEqual(['a refused', 'b held', 'c accepted']))
	expect(await page.replace('c', said('d'))).toBe(false)
	expect(await page.discard('c')).toBe(false)
	expect(await page.replace('a', said('a2', { entity: 'x' }))).toBe(true)
	await vi.waitFor(() => expect(states(page)).toEqual(['a2 accepted', 'b accepted', 'c accepted']))
	expect(sent).toEqual(['a', 'c', 'a2', 'b'])
	page.close()
})

test('[C9] what may have reached a hub is neither changed nor given up; what never left is', async () => {
	const storage = memoryStorage()
	const stuck = Promise.withResolvers<undefined>()
	const page = dispatch({ storage, send: () => stuck.promise })
	await page.start()
	await page.say('o', [said('a')])
	await vi.waitFor(() => expect(states(page)).toEqual(['a sent']))
	expect(await page.discard('a')).toBe(false)
	await page.say('p', [said('b')])
	expect(await page.discard('b')).toBe(true)
	/** The page ends, and the next one knows that it may have been sent. */
	page.close()
	const next = dispatch({ storage, alone: () => Promise.resolve() })
	await next.start()
	expect(states(next)).toEqual(['a waiting'])
	expect(await next.replace('a', said('c'))).toBe(false)
})

test('[C10] one tab sends, and all show the same', async () => {
	const storage = memoryStorage()
	const listeners = new Set<() => void>()
	const tabs = (): DispatchOptions['tabs'] => {
		let own: (() => void) | undefined
		return {
			tell: () => {
				for (const listener of listeners) if (listener !== own) listener()
			},
			onTold: (listener) => {
				own = listener
				listeners.add(listener)
				return () => listeners.delete(listener)
			},
		}
	}
	const sending = dispatch({ storage, send: TAKEN, tabs: tabs() ?? fail() })
	const watching = dispatch({ storage, send: () => fail(), alone: () => Promise.resolve(), tabs: tabs() ?? fail() })
	await sending.start()
	await watching.start()
	await watching.say('o', [said('a')])
	await vi.waitFor(() => expect(states(watching)).toEqual(['a accepted']))
	expect(states(sending)).toEqual(['a accepted'])
	sending.close()
})

test('[C10] what the browser does not store is remembered, said so, and sent', async () => {
	const full: DispatchStorage = { ...memoryStorage(), add: () => Promise.reject(new Error('no room')) }
	const page = dispatch({ storage: full, send: TAKEN })
	await page.start()
	expect(await page.say('o', [said('a')])).toBe('remembered')
	await vi.waitFor(() => expect(states(page)).toEqual(['a accepted']))
	page.close()
})

test('[C7] what is over is forgotten after 72 hours; what waits or was refused never is', () => {
	const item = (n: number, state: Item['state']): Item => ({ n, operation: 'o', event: said(`e${n}`), at: 0, state, tried: true })
	const items = [item(1, 'waiting'), item(2, 'refused'), item(3, 'accepted'), item(4, 'confirmed')]
	expect(overdue(items, 72 * 3_600_000)).toEqual([])
	expect(overdue(items, 73 * 3_600_000).map(({ n }) => n)).toEqual([3, 4])
})

function fail(): never {
	throw new Error('not meant to be asked')
}

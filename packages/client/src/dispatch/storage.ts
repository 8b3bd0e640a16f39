import type { Item, NewItem } from './item.ts'

/** Where a device keeps what it said. Several tabs share it. */
export type DispatchStorage = {
	/** In their order. */
	readonly read: () => Promise<readonly Item[]>
	/** Resolves when they are stored, with their places. */
	readonly add: (items: readonly NewItem[]) => Promise<readonly Item[]>
	/** Replaces those that are there; one that was removed meanwhile stays removed. */
	readonly put: (items: readonly Item[]) => Promise<void>
	readonly remove: (places: readonly number[]) => Promise<void>
}

/** Remembers as long as the page lives: for a browser that stores nothing, and for programs. */
export function memoryStorage(): DispatchStorage {
	const items = new Map<number, Item>()
	let last = 0
	return {
		read: () => Promise.resolve([...items.values()].toSorted((a, b) => a.n - b.n)),
		add: (added) => {
			const placed = added.map((item) => ({ ...item, n: ++last }))
			for (const item of placed) items.set(item.n, item)
			return Promise.resolve(placed)
		},
		put: (changed) => {
			for (const item of changed) if (items.has(item.n)) items.set(item.n, item)
			return Promise.resolve()
		},
		remove: (places) => {
			for (const n of places) items.delete(n)
			return Promise.resolve()
		},
	}
}

/** Places from here on are of what the browser did not store; after everything that it did. */
const SPARE_FROM = 1e12

function isSpare(n: number): boolean {
	return n > SPARE_FROM
}

/** Without room on the disk, or in a window that stores nothing, what is said is at least remembered and sent. */
export function withSpare(storage: DispatchStorage): DispatchStorage {
	const spare = memoryStorage()
	return {
		read: async () => {
			const stored = await storage.read().catch(() => [])
			return [...stored, ...(await spare.read()).map((item) => ({ ...item, n: item.n + SPARE_FROM }))]
		},
		add: (items) => storage.add(items).catch(async () => (await spare.add(items)).map((item) => ({ ...item, n: item.n + SPARE_FROM }))),
		put: async (items) => {
			await spare.put(items.filter(({ n }) => isSpare(n)).map((item) => ({ ...item, n: item.n - SPARE_FROM })))
			await storage.put(items.filter(({ n }) => !isSpare(n)))
		},
		remove: async (places) => {
			await spare.remove(places.filter(isSpare).map((n) => n - SPARE_FROM))
			await storage.remove(places.filter((n) => !isSpare(n)))
		},
	}
}

/** Whether it outlives the page. */
export function isStored({ n }: Item): boolean {
	return !isSpare(n)
}

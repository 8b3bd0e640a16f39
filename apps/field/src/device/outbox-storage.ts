import type { DispatchStorage } from '@lagebild/client/dispatch/storage.ts'

import { database, readItems, removeItems } from './database.ts'

/** The queue of this device, in its own database: whoever wipes that wipes it too. */
export const outboxStorage: DispatchStorage = {
	read: readItems,
	add: async (added) => {
		const transaction = (await database()).transaction('outbox', 'readwrite', { durability: 'strict' })
		const places = await Promise.all(added.map((item) => transaction.store.add(item)))
		await transaction.done
		return added.map((item, index) => ({ ...item, n: places[index] ?? 0 }))
	},
	put: async (changed) => {
		const transaction = (await database()).transaction('outbox', 'readwrite', { durability: 'strict' })
		const there = await Promise.all(changed.map(({ n }) => transaction.store.count(n)))
		await Promise.all(changed.flatMap((item, index) => (there[index] === 1 ? [transaction.store.put(item)] : [])))
		await transaction.done
	},
	remove: removeItems,
}

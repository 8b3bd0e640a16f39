import { deleteDB, openDB } from 'idb'
import type { DBSchema, IDBPDatabase } from 'idb'

import type { Item, NewItem } from './item.ts'
import type { DispatchStorage } from './storage.ts'

const VERSION = 1
const STORE = 'items'

interface Schema extends DBSchema {
	/** The store gives each its place as it is added. */
	items: { key: number; value: NewItem & { readonly n?: number } }
}

/** In IndexedDB, one database for each credential: nobody sends in another's name. */
export function idbDispatchStorage(name: string): DispatchStorage {
	let opened: Promise<IDBPDatabase<Schema>> | undefined
	const forget = (): void => {
		opened = undefined
	}
	const database = (): Promise<IDBPDatabase<Schema>> => {
		opened ??= open(name, forget)
		opened.catch(forget)
		return opened
	}
	return {
		read: async () => (await (await database()).getAll(STORE)).map((item): Item => ({ ...item, n: item.n ?? 0 })),
		add: async (added) => {
			const transaction = (await database()).transaction(STORE, 'readwrite', { durability: 'strict' })
			const places = await Promise.all(added.map((item) => transaction.store.add(item)))
			await transaction.done
			return added.map((item, index) => ({ ...item, n: places[index] ?? 0 }))
		},
		put: async (changed) => {
			const transaction = (await database()).transaction(STORE, 'readwrite', { durability: 'strict' })
			const there = await Promise.all(changed.map(({ n }) => transaction.store.count(n)))
			await Promise.all(changed.flatMap((item, index) => (there[index] === 1 ? [transaction.store.put(item)] : [])))
			await transaction.done
		},
		remove: async (places) => {
			const transaction = (await database()).transaction(STORE, 'readwrite')
			await Promise.all([...places.map((n) => transaction.store.delete(n)), transaction.done])
		},
	}
}

/** Also what waits in it. Another tab that still has it open lets go of it. */
export async function deleteDispatchStorage(name: string): Promise<void> {
	await deleteDB(databaseOf(name), { blocked: () => undefined })
}

function databaseOf(name: string): string {
	return `lagebild-${name}`
}

function open(name: string, onGone: () => void): Promise<IDBPDatabase<Schema>> {
	return openDB<Schema>(databaseOf(name), VERSION, {
		upgrade: (db) => {
			db.createObjectStore(STORE, { keyPath: 'n', autoIncrement: true })
		},
		blocking: (_current, _blocked, event) => {
			onGone()
			if (event.target instanceof IDBDatabase) event.target.close()
		},
		terminated: onGone,
	})
}

import type { Load } from '@lagebild/model/protocol.ts'
import { LANES } from '@lagebild/model/row.ts'
import { openDB } from 'idb'
import type { DBSchema, IDBPDatabase } from 'idb'

import type { Said, SaidStorage } from './said.ts'
import type { ClientStorage } from './storage.ts'

/** Raised when a stored picture of the version before could be misread: it is dropped and loaded anew. */
const VERSION = 2
const STORE = 'pictures'
const SAID = 'said'
const KEY = 'newest'

interface Schema extends DBSchema {
	pictures: { key: string; value: Load }
	/** By their ids. Kept through every change of version: nobody else may have them. */
	said: { key: string; value: Said }
}

/**
 * The picture of one operation in IndexedDB. `name` tells operations and people apart: another person on this device has another picture.
 * Tabs share it: one transaction reads and writes, so an older picture never replaces a newer one of the same scope.
 */
export function idbStorage(name: string): ClientStorage {
	let opened: Promise<IDBPDatabase<Schema>> | undefined
	const database = (): Promise<IDBPDatabase<Schema>> => {
		opened ??= open(name, () => {
			opened = undefined
		})
		return opened
	}
	return {
		read: async () => (await database()).get(STORE, KEY),
		write: async (load) => {
			await writeNewer(await database(), load)
		},
		clear: async () => {
			await (await database()).clear(STORE)
		},
		said: saidIn(database),
	}
}

function saidIn(database: () => Promise<IDBPDatabase<Schema>>): SaidStorage {
	return {
		read: async () => (await database()).getAll(SAID),
		put: async (said) => {
			const { store, done } = (await database()).transaction(SAID, 'readwrite')
			await Promise.all([...said.map((one) => store.put(one)), done])
		},
		remove: async (ids) => {
			const { store, done } = (await database()).transaction(SAID, 'readwrite')
			await Promise.all([...ids.map((id) => store.delete(id)), done])
		},
	}
}

function open(name: string, onGone: () => void): Promise<IDBPDatabase<Schema>> {
	const opening = openDB<Schema>(`lagebild-${name}`, VERSION, {
		upgrade: (db) => {
			if (db.objectStoreNames.contains(STORE)) db.deleteObjectStore(STORE)
			db.createObjectStore(STORE)
			if (!db.objectStoreNames.contains(SAID)) db.createObjectStore(SAID, { keyPath: 'id' })
		},
		/** A newer page in another tab needs the database: we let go and open again at the next use. */
		blocking: (_current, _blocked, event) => {
			onGone()
			if (event.target instanceof IDBDatabase) event.target.close()
		},
		terminated: onGone,
	})
	opening.catch(onGone)
	return opening
}

async function writeNewer(db: IDBPDatabase<Schema>, load: Load): Promise<void> {
	const transaction = db.transaction(STORE, 'readwrite', { durability: 'relaxed' })
	const held = await transaction.store.get(KEY)
	if (!held || !isNewer(held, load)) await transaction.store.put(load, KEY)
	await transaction.done
}

/** Only pictures of the same incarnation and scope can be compared; any other is replaced. */
function isNewer(held: Load, load: Load): boolean {
	return held.epoch === load.epoch && held.scopeId === load.scopeId && LANES.some((lane) => held.seq[lane] > load.seq[lane])
}

import type { Item, NewItem } from '@lagebild/client/dispatch/item.ts'
import type { EnrolledDevice } from '@lagebild/model/access/device.ts'
import type { FmsScheme } from '@lagebild/model/fms.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { Want } from '@lagebild/model/protocol.ts'
import { deleteDB, openDB } from 'idb'
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'

import type { CrewChange } from '../crew/crews.ts'
import type { StoredPhoto } from '../photos/photo.ts'
import type { ReportDraft } from '../report/draft.ts'
import type { Mark } from '../say/stamp.ts'

/** What this device is to the hub. The private key cannot leave the browser. */
export type Identity = {
	readonly device: EnrolledDevice
	readonly keys: CryptoKeyPair
	/** When it learnt that it was retired, device clock, ms. */
	readonly retired?: number
}

/** What the hub said last beside the picture, so that the page can show it while no hub answers. */
export type Known = {
	readonly operation: Operation
	readonly fms: FmsScheme
	/** What was asked for last: asking for the same again, the stored picture goes on where it was. */
	readonly want?: Want
}

/** Something said here that no hub has accepted. `n` is its place in the one queue of this device. */
export type Unsent = { readonly n: number; readonly operation: string; readonly event: unknown }

interface Schema extends DBSchema {
	/** `pending`: keys of an enrolment under way. They are stored first: a browser that stores nothing must not use up a code. */
	identity: { key: 'self' | 'pending'; value: Identity | CryptoKeyPair }
	known: { key: 'newest'; value: Known }
	/** The store gives each its place as it is added. */
	outbox: { key: number; value: StoredItem }
	/** What the next statement of this device follows. */
	marks: { key: 'said'; value: Mark }
	drafts: { key: string; value: ReportDraft }
	/** Who had this device from when on. */
	crews: { key: number; value: CrewChange }
	photos: { key: string; value: StoredPhoto }
	/** Apart, so that looking at the photos reads no pictures. */
	'photo-bytes': { key: string; value: ArrayBuffer }
}

type StoredItem = NewItem & { readonly n?: number }

/** Every database of this app begins with it; the command post's begin otherwise. */
const NAME = 'lagebild-field'
const VERSION = 4

let opened: Promise<IDBPDatabase<Schema>> | undefined

export function database(): Promise<IDBPDatabase<Schema>> {
	opened ??= open()
	return opened
}

function open(): Promise<IDBPDatabase<Schema>> {
	const opening = openDB<Schema>(NAME, VERSION, {
		upgrade: (db, from, ...[, transaction]) => {
			if (from < 1) {
				db.createObjectStore('identity')
				db.createObjectStore('known')
				db.createObjectStore('outbox', { keyPath: 'n', autoIncrement: true })
			}
			if (from < 2) {
				db.createObjectStore('marks')
				db.createObjectStore('drafts')
				void completeItems(transaction)
			}
			if (from < 3) {
				db.createObjectStore('photos', { keyPath: 'id' })
				db.createObjectStore('photo-bytes')
			}
			db.createObjectStore('crews', { keyPath: 'at' })
		},
		/** Another tab wipes or updates: we let go, and open again at the next use. */
		blocking: (_current, _blocked, event) => {
			forget()
			if (event.target instanceof IDBDatabase) event.target.close()
		},
		terminated: forget,
	})
	opening.catch(forget)
	return opening
}

/** The first version held an item's event alone, of the operation for which the device was enrolled; a hub may have it. */
async function completeItems(transaction: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>): Promise<void> {
	const held = await transaction.objectStore('identity').get('self')
	const outbox = transaction.objectStore('outbox')
	const operation = isIdentity(held) ? held.device.operation : ''
	for (const { n, event } of await outbox.getAll()) {
		await outbox.put({ operation, at: Date.now(), event, state: 'waiting', tried: true, ...(n !== undefined && { n }) })
	}
}

function forget(): void {
	opened = undefined
}

function isIdentity(value: Identity | CryptoKeyPair | undefined): value is Identity {
	return value !== undefined && 'device' in value
}

export async function readIdentity(): Promise<Identity | undefined> {
	const held = await (await database()).get('identity', 'self')
	return isIdentity(held) ? held : undefined
}

export async function writePending(keys: CryptoKeyPair): Promise<void> {
	await (await database()).put('identity', keys, 'pending')
}

/** What an enrolment before this one has read and known goes with it, and so does what a hub accepted from it. */
export async function writeIdentity(identity: Identity): Promise<void> {
	const transaction = (await database()).transaction(
		['identity', 'known', 'outbox', 'drafts', 'crews', 'photos', 'photo-bytes'],
		'readwrite',
	)
	const outbox = transaction.objectStore('outbox')
	const said = await outbox.getAll()
	const photos = await transaction.objectStore('photos').getAll()
	const over = photos.filter(({ state }) => state === 'sent' || state === 'draft')
	await Promise.all([
		transaction.objectStore('identity').put(identity, 'self'),
		transaction.objectStore('identity').delete('pending'),
		transaction.objectStore('known').clear(),
		transaction.objectStore('drafts').clear(),
		transaction.objectStore('crews').clear(),
		...over.flatMap(({ id }) => [transaction.objectStore('photos').delete(id), transaction.objectStore('photo-bytes').delete(id)]),
		...said.flatMap((item) => (isUnsent(item) || item.n === undefined ? [] : [outbox.delete(item.n)])),
		transaction.done,
	])
}

export async function readKnown(): Promise<Known | undefined> {
	return (await database()).get('known', 'newest')
}

export async function writeKnown(known: Known): Promise<void> {
	await (await database()).put('known', known, 'newest')
}

/** What no hub accepted: refused, or without an answer. */
function isUnsent({ state }: StoredItem): boolean {
	return state === 'waiting' || state === 'refused'
}

/** In the order in which it was said. */
export async function readUnsent(most: number): Promise<readonly Unsent[]> {
	const items = await readItems()
	return items
		.filter(isUnsent)
		.slice(0, most)
		.map(({ n, operation, event }) => ({ n, operation, event }))
}

export async function countUnsent(): Promise<number> {
	return (await readItems()).filter(isUnsent).length
}

export async function readItems(): Promise<readonly Item[]> {
	return (await (await database()).getAll('outbox')).map((item) => ({ ...item, n: item.n ?? 0 }))
}

export async function removeItems(places: readonly number[]): Promise<void> {
	const transaction = (await database()).transaction('outbox', 'readwrite')
	await Promise.all([...places.map((n) => transaction.store.delete(n)), transaction.done])
}

/** As the client names its databases: one for each device and operation. */
export function pictureName(device: string, operation: string): string {
	return `field.${device}.${operation}`
}

async function namesBeginning(prefix: string): Promise<readonly string[]> {
	return (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith(prefix) ? [name] : []))
}

async function deleteAll(names: readonly string[]): Promise<void> {
	await Promise.all(names.map((name) => deleteDB(name, { blocked: () => undefined })))
}

/** Everything that was read. Keys and outbox stay. */
export async function deletePictures(): Promise<void> {
	await (await database()).clear('known')
	await deleteAll(await namesBeginning(`${NAME}.`))
}

/** Keys, pictures and outbox. */
export async function deleteDatabases(): Promise<void> {
	const held = await opened?.catch(() => undefined)
	held?.close()
	forget()
	await deleteAll(await namesBeginning(NAME))
}

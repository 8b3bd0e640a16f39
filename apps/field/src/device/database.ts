import type { EnrolledDevice } from '@lagebild/model/access/device.ts'
import type { FmsScheme } from '@lagebild/model/fms.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { Want } from '@lagebild/model/protocol.ts'
import { deleteDB, openDB } from 'idb'
import type { DBSchema, IDBPDatabase } from 'idb'

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

/** Something said here that the hub has not confirmed. `n` is its place in the one queue of this device. */
export type Unsent = { readonly n: number; readonly event: unknown }

interface Schema extends DBSchema {
	/** `pending`: keys of an enrolment under way. They are stored first: a browser that stores nothing must not use up a code. */
	identity: { key: 'self' | 'pending'; value: Identity | CryptoKeyPair }
	known: { key: 'newest'; value: Known }
	outbox: { key: number; value: Unsent }
}

/** Every database of this app begins with it; the command post's begin otherwise. */
const NAME = 'lagebild-field'
const VERSION = 1

let opened: Promise<IDBPDatabase<Schema>> | undefined

function database(): Promise<IDBPDatabase<Schema>> {
	opened ??= open()
	return opened
}

function open(): Promise<IDBPDatabase<Schema>> {
	const opening = openDB<Schema>(NAME, VERSION, {
		upgrade: (db) => {
			db.createObjectStore('identity')
			db.createObjectStore('known')
			db.createObjectStore('outbox', { keyPath: 'n', autoIncrement: true })
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

/** What an enrolment before this one has read and known goes with it. */
export async function writeIdentity(identity: Identity): Promise<void> {
	const transaction = (await database()).transaction(['identity', 'known'], 'readwrite')
	await Promise.all([
		transaction.objectStore('identity').put(identity, 'self'),
		transaction.objectStore('identity').delete('pending'),
		transaction.objectStore('known').clear(),
		transaction.done,
	])
}

export async function readKnown(): Promise<Known | undefined> {
	return (await database()).get('known', 'newest')
}

export async function writeKnown(known: Known): Promise<void> {
	await (await database()).put('known', known, 'newest')
}

/** In the order in which it was said. */
export async function readUnsent(most: number): Promise<readonly Unsent[]> {
	return (await database()).getAll('outbox', undefined, most)
}

export async function countUnsent(): Promise<number> {
	return (await database()).count('outbox')
}

export async function removeUnsent(places: readonly number[]): Promise<void> {
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

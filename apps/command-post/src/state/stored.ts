import type { Grant } from '@lagebild/model/label.ts'

import { listOf, objectOf } from '../api/outline.ts'
import { readConfig, readGrant, readOperations } from '../api/read.ts'
import { forgetDrafts } from '../log/draft-storage.ts'
import type { HubConfig, ListedOperation } from './facts.ts'

/** What is needed to show the last picture while the hub is down. It names no secret. */
export type Remembered = { readonly grant: Grant; readonly operations: readonly ListedOperation[]; readonly config: HubConfig }

const KEY = 'lagebild.remembered'
const PICTURE = 'picture'
/** As the client names its databases. */
const DATABASE_PREFIX = `lagebild-${PICTURE}.`

/** One database for each credential and operation: nobody is shown what another credential has read. */
export function storageName(credential: string, operation: string): string {
	return `${PICTURE}.${credential}.${operation}`
}

export function remember(known: Remembered): void {
	localStorage.setItem(KEY, JSON.stringify(known))
}

export function remembered(): Remembered | undefined {
	return readRemembered(localStorage.getItem(KEY))
}

export function readRemembered(text: string | null): Remembered | undefined {
	if (text === null) return undefined
	try {
		const { grant, operations, config } = objectOf(JSON.parse(text))
		const read = readGrant(grant)
		return read && { grant: read, operations: readOperations(listOf(operations)), config: readConfig(config) }
	} catch {
		return undefined
	}
}

/** Since when this browser's last reader knew what changed. */
const LOOKED = 'lagebild.looked'

/** Deletes every stored picture and what was remembered, for sign-out and for a session that ended. */
export async function forgetEverything(): Promise<void> {
	localStorage.removeItem(KEY)
	localStorage.removeItem(LOOKED)
	forgetDrafts()
	await deletePictures(() => true)
}

/** Somebody else is here now. */
export async function forgetOthers(credential: string): Promise<void> {
	localStorage.removeItem(LOOKED)
	await deletePictures((name) => !name.startsWith(`${DATABASE_PREFIX}${credential}.`))
}

async function deletePictures(which: (name: string) => boolean): Promise<void> {
	const databases = await indexedDB.databases()
	await Promise.all(databases.flatMap(({ name }) => (name?.startsWith(DATABASE_PREFIX) && which(name) ? [deleteDatabase(name)] : [])))
}

/** Tells when another tab of this browser changes who is remembered. */
export function whenForgotten(listener: () => void): () => void {
	const changed = ({ key, oldValue, newValue }: StorageEvent) => {
		if (key === KEY && readRemembered(oldValue)?.grant.credential !== readRemembered(newValue)?.grant.credential) listener()
	}
	window.addEventListener('storage', changed)
	return () => window.removeEventListener('storage', changed)
}

/** Resolves also when another tab still holds it: the browser deletes it as soon as that tab lets go. */
function deleteDatabase(name: string): Promise<void> {
	return new Promise((resolve) => {
		const request = indexedDB.deleteDatabase(name)
		for (const event of ['success', 'error', 'blocked'] as const) request.addEventListener(event, () => resolve())
	})
}

/** Credential whose sign-out the hub does not know of yet. */
const OWED = 'lagebild.sign-out-owed'

export function owe(credential: string): void {
	localStorage.setItem(OWED, credential)
}

/** Another credential means that somebody has signed in since: then nothing is owed any more. */
export function isOwed(credential: string): boolean {
	return localStorage.getItem(OWED) === credential
}

export function settle(): void {
	localStorage.removeItem(OWED)
}

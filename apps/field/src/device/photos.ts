import type { StoredPhoto } from '../photos/photo.ts'
import { database } from './database.ts'

/** Resolves when bytes and all are on the disk. Rejects when there is no room. */
export async function addPhoto(photo: StoredPhoto, bytes: ArrayBuffer): Promise<void> {
	const transaction = (await database()).transaction(['photos', 'photo-bytes'], 'readwrite', { durability: 'strict' })
	await Promise.all([
		transaction.objectStore('photos').put(photo),
		transaction.objectStore('photo-bytes').put(bytes, photo.id),
		transaction.done,
	])
}

export async function readPhotos(): Promise<readonly StoredPhoto[]> {
	return (await database()).getAll('photos')
}

export async function photoBytes(id: string): Promise<ArrayBuffer | undefined> {
	return (await database()).get('photo-bytes', id)
}

/** One that was removed meanwhile stays removed. */
export async function changePhotos(photos: readonly StoredPhoto[]): Promise<void> {
	if (photos.length === 0) return
	const transaction = (await database()).transaction('photos', 'readwrite', { durability: 'strict' })
	const there = await Promise.all(photos.map(({ id }) => transaction.store.count(id)))
	await Promise.all([...photos.flatMap((photo, index) => (there[index] === 1 ? [transaction.store.put(photo)] : [])), transaction.done])
}

export async function removePhotos(ids: readonly string[]): Promise<void> {
	if (ids.length === 0) return
	const transaction = (await database()).transaction(['photos', 'photo-bytes'], 'readwrite')
	await Promise.all([
		...ids.flatMap((id) => [transaction.objectStore('photos').delete(id), transaction.objectStore('photo-bytes').delete(id)]),
		transaction.done,
	])
}

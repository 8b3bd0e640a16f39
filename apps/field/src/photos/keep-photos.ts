import { readIdentity } from '../device/database.ts'
import { addPhoto, changePhotos, readPhotos, removePhotos } from '../device/photos.ts'
import { PhotoLane } from './lane.ts'
import type { DraftPhoto, ShownPhoto } from './photo.ts'
import { preparePhoto } from './prepare.ts'
import type { PhotoProblem } from './prepare.ts'

let open: PhotoLane | undefined

/** Sends the photos of this device. Returns what ends it; what waits stays stored. */
export async function openPhotos(over: AbortSignal): Promise<void> {
	const identity = await readIdentity().catch(() => undefined)
	if (!identity || over.aborted) return
	const lane = new PhotoLane(identity)
	open = lane
	over.addEventListener('abort', () => {
		lane.close()
		if (open === lane) open = undefined
	})
	lane.start()
}

/** Takes a file as a photo of the report that is being written, stored at once. `full`: there is no room on this device. */
export async function takePhoto(
	file: Blob,
	{ name, operation }: { readonly name: string; readonly operation: string },
): Promise<DraftPhoto | PhotoProblem | 'full'> {
	const prepared = await preparePhoto(file)
	if (typeof prepared === 'string') return prepared
	const { data, ...rest } = prepared
	const photo: DraftPhoto = { ...rest, name }
	try {
		await addPhoto({ ...photo, operation, at: Date.now(), state: 'draft' }, data)
	} catch {
		return 'full'
	}
	await open?.changed()
	return photo
}

/** Of a report that was not sent, or one that the hub refuses: somebody decides. */
export async function dropPhotos(ids: readonly string[]): Promise<void> {
	const there = await readPhotos()
	const own = new Set(ids)
	await removePhotos(there.filter(({ id, state }) => own.has(id) && state !== 'sent').map(({ id }) => id))
	await open?.changed()
}

/** The same bytes again, after what they were refused for has changed. */
export async function sendPhotoAgain({ progress: _shown, fault: _before, ...photo }: ShownPhoto): Promise<void> {
	await changePhotos([{ ...photo, state: 'waiting' }])
	await open?.changed()
}

export function sendPhotosNow(): void {
	open?.wake()
}

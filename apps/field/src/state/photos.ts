import { untilLoaded } from '../frame/load.ts'

/** Sends the photos of this device; what that needs comes after what the first look needs. Returns what ends it. */
export function keepPhotos(): () => void {
	const ended = new AbortController()
	const begin = async (): Promise<void> => {
		const { openPhotos } = await untilLoaded(() => import('../photos/keep-photos.ts'))
		if (!ended.signal.aborted) await openPhotos(ended.signal)
	}
	void begin()
	return () => ended.abort()
}

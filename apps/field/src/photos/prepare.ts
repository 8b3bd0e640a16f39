import { uuid7 } from '@lagebild/client/uuid7.ts'

import type { DraftPhoto } from './photo.ts'
import { withoutMetadata } from './strip.ts'

/** Bytes of a photo that leaves this device, as far as its picture can be made so small. */
const MOST_BYTES = 300_000
/** What no camera of a tablet makes; a browser that tried to open it might not come back. */
const LARGEST_FILE = 40_000_000
/** Longest side in pixels, and how well: the best that fits is taken. */
const STEPS = [
	{ side: 1_600, quality: 0.85 },
	{ side: 1_600, quality: 0.72 },
	{ side: 1_280, quality: 0.72 },
	{ side: 1_280, quality: 0.6 },
	{ side: 1_024, quality: 0.55 },
	{ side: 800, quality: 0.5 },
] as const

export type PreparedPhoto = Omit<DraftPhoto, 'name'> & { readonly data: ArrayBuffer }

/** `heic`: a format that this browser cannot open; `none`: no picture at all; `large`: too much to open. */
export type PhotoProblem = 'heic' | 'none' | 'large'

/** The picture drawn anew, upright and small enough, with nothing beside it. */
export async function preparePhoto(file: Blob): Promise<PreparedPhoto | PhotoProblem> {
	if (file.size > LARGEST_FILE) return 'large'
	const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined)
	if (!bitmap) return (await isHeic(file)) ? 'heic' : 'none'
	try {
		const bytes = await smallest(bitmap)
		if (!bytes) return 'none'
		const data = bytes.buffer
		return { id: uuid7(Date.now()), mediaType: 'image/jpeg', bytes: data.byteLength, sha256: await digest(data), data }
	} finally {
		bitmap.close()
	}
}

async function isHeic(file: Blob): Promise<boolean> {
	const head = new TextDecoder('latin1').decode(await file.slice(4, 12).arrayBuffer())
	return /^ftyp(?:hei|hev|mif1|msf1|avif)/.test(head)
}

async function smallest(bitmap: ImageBitmap): Promise<Uint8Array<ArrayBuffer> | undefined> {
	for (const step of STEPS) {
		const blob = await drawn(bitmap, step)
		if (!blob) return undefined
		const bytes = withoutMetadata(new Uint8Array(await blob.arrayBuffer()))
		if (bytes.length <= MOST_BYTES || step === STEPS.at(-1)) return bytes
	}
	return undefined
}

type Step = (typeof STEPS)[number]

async function drawn(bitmap: ImageBitmap, { side, quality }: Step): Promise<Blob | undefined> {
	const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height))
	const [width, height] = [bitmap.width, bitmap.height].map((length) => Math.max(1, Math.round(length * scale)))
	const size = { width: width ?? 1, height: height ?? 1 }
	if (typeof OffscreenCanvas === 'function') {
		const canvas = new OffscreenCanvas(size.width, size.height)
		paint(canvas.getContext('2d'), bitmap, size)
		return canvas.convertToBlob({ type: 'image/jpeg', quality })
	}
	const canvas = Object.assign(document.createElement('canvas'), size)
	paint(canvas.getContext('2d'), bitmap, size)
	const made = Promise.withResolvers<Blob | undefined>()
	canvas.toBlob((blob) => made.resolve(blob ?? undefined), 'image/jpeg', quality)
	return made.promise
}

type Surface = Pick<CanvasRenderingContext2D, 'fillRect' | 'drawImage' | 'fillStyle' | 'imageSmoothingQuality'>

/** On white: a JPEG has no see-through parts. */
function paint(surface: Surface | null, bitmap: ImageBitmap, { width, height }: { readonly width: number; readonly height: number }): void {
	if (!surface) return
	surface.fillStyle = '#fff'
	surface.fillRect(0, 0, width, height)
	surface.imageSmoothingQuality = 'high'
	surface.drawImage(bitmap, 0, 0, width, height)
}

async function digest(data: ArrayBuffer): Promise<string> {
	const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', data))
	return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

import { FAULTS } from '@lagebild/model/fault.ts'
import type { Fault, FaultCode } from '@lagebild/model/fault.ts'

import type { StoredPhoto } from './photo.ts'

/** A slow link carries three hundred thousand bytes in this. */
const TIMEOUT_MS = 180_000

/** `undefined`: no answer of the hub, be it that nothing came or that something else answered in its place. */
export type Uploaded = { readonly epoch: string } | { readonly fault: Fault } | undefined

type Upload = {
	readonly photo: StoredPhoto
	readonly bytes: ArrayBuffer
	readonly token: string
	readonly onProgress: (part: number) => void
	readonly over: AbortSignal
}

/** Sends one photo. Never rejects. By XMLHttpRequest, which tells how much of it has gone. */
export async function upload({ photo, bytes, token, onProgress, over }: Upload): Promise<Uploaded> {
	const { promise, resolve } = Promise.withResolvers<Uploaded>()
	const request = new XMLHttpRequest()
	const { id, sha256, operation, mediaType } = photo
	request.open('POST', `/api/v1/operations/${encodeURIComponent(operation)}/photos?id=${id}&sha256=${sha256}`)
	request.setRequestHeader('content-type', mediaType)
	request.setRequestHeader('authorization', `Bearer ${token}`)
	request.timeout = TIMEOUT_MS
	request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0))
	request.addEventListener('loadend', () => resolve(readAnswer(request.responseText, photo)))
	const stop = (): void => request.abort()
	over.addEventListener('abort', stop, { once: true })
	request.send(bytes)
	const answer = await promise
	over.removeEventListener('abort', stop)
	return answer
}

/** An answer counts if it names this photo, or a known fault: anybody else's 200 is none. */
export function readAnswer(text: string, { id, sha256 }: Pick<StoredPhoto, 'id' | 'sha256'>): Uploaded {
	const answer = parsed(text)
	if (answer['id'] === id && answer['sha256'] === sha256 && typeof answer['epoch'] === 'string') return { epoch: answer['epoch'] }
	const { fault, message, path } = answer
	if (!isFaultCode(fault)) return undefined
	return { fault: { fault, message: typeof message === 'string' ? message : '', ...(typeof path === 'string' && { path }) } }
}

function isFaultCode(value: unknown): value is FaultCode {
	return typeof value === 'string' && Object.hasOwn(FAULTS, value)
}

function parsed(text: string): Readonly<Record<string, unknown>> {
	try {
		const value: unknown = JSON.parse(text)
		return typeof value === 'object' && value !== null ? { ...value } : {}
	} catch {
		return {}
	}
}

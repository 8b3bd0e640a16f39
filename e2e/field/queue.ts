import { createHash } from 'node:crypto'

import type { Page } from '@playwright/test'

import { uuid7 } from '../api.ts'

export type QueuedPhoto = { readonly id: string; readonly sha256: string; readonly bytes: number; readonly base64: string }
export type Queued = { readonly id: string; readonly event: Record<string, unknown>; readonly photo?: QueuedPhoto }

/** A report as the page makes it, of its own device. */
export function reportOf(
	device: string,
	words: string,
	{ at = Date.now(), photo }: { at?: number; photo?: Buffer | undefined } = {},
): Queued {
	const id = uuid7(at)
	const named = photo && {
		id: uuid7(at),
		sha256: createHash('sha256').update(photo).digest('hex'),
		bytes: photo.length,
		base64: photo.toString('base64'),
	}
	const payload = {
		title: 'Wasser',
		category: 'flooding',
		severity: 'Severe',
		state: 'reported',
		description: words,
		...(named && {
			attachments: { [named.id]: { name: 'Foto 1', mediaType: 'image/jpeg', bytes: named.bytes, sha256: named.sha256 } },
		}),
	}
	const event = {
		id,
		kind: 'incident',
		entity: `incident:tablet-${device}:${uuid7(at)}`,
		op: 'upsert',
		times: { observed: new Date(at).toISOString() },
		geometry: { type: 'Point', coordinates: [9.985, 53.5125] },
		payload,
	}
	return { id, event, ...(named && { photo: named }) }
}

/** Said in another tab of the same browser, which tells this one of it. */
export async function sayElsewhere(page: Page, operation: string, said: readonly Queued[]): Promise<void> {
	await page.evaluate(
		async ([where, all]) => {
			const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0) ?? 0).buffer
			await new Promise<void>((resolve, reject) => {
				const opening = indexedDB.open('lagebild-field')
				opening.addEventListener('success', () => {
					const transaction = opening.result.transaction(['outbox', 'photos', 'photo-bytes'], 'readwrite', { durability: 'strict' })
					for (const { event, photo } of all) {
						transaction.objectStore('outbox').add({ operation: where, at: Date.now(), event, state: 'waiting', tried: false })
						if (!photo) continue
						const { base64, ...rest } = photo
						const stored = { ...rest, name: 'Foto 1', mediaType: 'image/jpeg', operation: where, at: Date.now(), state: 'waiting' }
						transaction.objectStore('photos').put(stored)
						transaction.objectStore('photo-bytes').put(bytesOf(base64), photo.id)
					}
					transaction.addEventListener('abort', () => reject(new Error('not stored')))
					transaction.addEventListener('complete', () => {
						opening.result.close()
						resolve()
					})
				})
			})
			for (const name of ['lagebild-field-outbox', 'lagebild-field-photos']) {
				const channel = new BroadcastChannel(name)
				channel.postMessage('changed')
				channel.close()
			}
		},
		[operation, said] as const,
	)
}

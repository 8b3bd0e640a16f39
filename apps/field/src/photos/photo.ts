import type { Fault } from '@lagebild/model/fault.ts'

/** A photo as a report names it; its bytes lie beside. */
export type DraftPhoto = {
	/** Names it in the report, and its upload at the hub. */
	readonly id: string
	readonly name: string
	readonly mediaType: string
	readonly bytes: number
	readonly sha256: string
}

/**
 * A photo of this device. `draft`: of a report that nobody has sent yet. `waiting`: the report is said. `sent`: a hub keeps it; it stays here for 72 h,
 * should the hub lose it.
 */
export type StoredPhoto = DraftPhoto & {
	readonly operation: string
	/** Device clock, ms. */
	readonly at: number
	readonly state: 'draft' | 'waiting' | 'sent' | 'refused'
	/** A hub has the report: without it the photo would be nobody's. */
	readonly reported?: true
	/** Of the journal beside which it is kept. */
	readonly incarnation?: string
	readonly fault?: Fault
}

/** `progress`: from 0 to 1, while it is on its way from this page. */
export type ShownPhoto = StoredPhoto & { readonly progress?: number }

/** As a statement names them. */
export function attachmentsOf(photos: readonly DraftPhoto[] = []): { readonly attachments?: Readonly<Record<string, unknown>> } {
	if (photos.length === 0) return {}
	return {
		attachments: Object.fromEntries(photos.map(({ id, name, mediaType, bytes, sha256 }) => [id, { name, mediaType, bytes, sha256 }])),
	}
}

/** Ids of the photos that a statement names. */
export function photosIn(payload: unknown): readonly string[] {
	if (typeof payload !== 'object' || payload === null || !('attachments' in payload)) return []
	const { attachments } = payload
	return typeof attachments === 'object' && attachments !== null ? Object.keys(attachments) : []
}

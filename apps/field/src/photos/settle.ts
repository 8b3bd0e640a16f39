import type { Shown } from '@lagebild/client/dispatch/item.ts'

import { photosIn } from './photo.ts'
import type { StoredPhoto } from './photo.ts'

const HOUR_MS = 3_600_000
/** As long as what was said is kept, should a hub lose it. */
const KEPT_MS = 72 * HOUR_MS
/** Between a photo and the report that names it a page may end, and another one begin. */
const STRAY_MS = HOUR_MS

export type Around = {
	readonly said: readonly Pick<Shown, 'event' | 'operation' | 'state'>[]
	/** Photos of reports that somebody is writing or mending. */
	readonly drafts: ReadonlySet<string>
	/** Of the journal of an operation, as far as this page is connected to it. */
	readonly incarnationOf: (operation: string) => string | undefined
	/** Device clock, ms. */
	readonly now: number
}

/** What becomes of the photos of this device by what became of their reports. */
export function settled(
	photos: readonly StoredPhoto[],
	around: Around,
): { readonly changed: readonly StoredPhoto[]; readonly gone: readonly string[] } {
	const naming = new Map(around.said.flatMap((item) => photosIn(item.event['payload']).map((id) => [id, item] as const)))
	const next = photos.map((photo) => ({ photo, next: nextOf(photo, naming.get(photo.id), around) }))
	return {
		changed: next.flatMap((one) => (one.next && one.next !== one.photo ? [one.next] : [])),
		gone: next.flatMap((one) => (one.next ? [] : [one.photo.id])),
	}
}

type Naming = Around['said'][number] | undefined

function nextOf(photo: StoredPhoto, item: Naming, around: Around): StoredPhoto | undefined {
	const named = item ? withReport(photo, item) : photo
	if (named.state === 'sent') return afterSent(named, around)
	const isStray = !item && !named.reported && !around.drafts.has(photo.id) && around.now - photo.at > STRAY_MS
	return isStray ? undefined : named
}

function withReport(photo: StoredPhoto, { operation, state }: NonNullable<Naming>): StoredPhoto {
	const said: StoredPhoto = photo.state === 'draft' ? { ...photo, operation, state: 'waiting' } : photo
	const isThere = state === 'accepted' || state === 'confirmed'
	return isThere && !said.reported ? { ...said, reported: true } : said
}

/** A journal that was restored may have been put back without it. */
function afterSent(photo: StoredPhoto, { incarnationOf, now }: Around): StoredPhoto | undefined {
	if (now - photo.at > KEPT_MS) return undefined
	const present = incarnationOf(photo.operation)
	return present === undefined || present === photo.incarnation ? photo : { ...photo, state: 'waiting' }
}

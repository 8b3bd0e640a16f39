import type { EntityId } from '@lagebild/model/ids.ts'
import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'
import { Sha256 } from '@lagebild/model/photo.ts'
import { NO_FACET } from '@lagebild/picture/change.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { facet, facetAt, indexOf, rowAt, size } from '@lagebild/picture/read.ts'

const ATTACHES: ReadonlySet<string> = new Set(
	Object.values(KIND_TABLE).flatMap(({ kind, policies }) => ('attachments' in policies ? [kind] : [])),
)

/** Digests of the photos that these fields name, whether or not anybody has sent them. */
export function digestsIn(fields: Readonly<Record<string, unknown>>): readonly string[] {
	const { attachments } = fields
	if (typeof attachments !== 'object' || attachments === null) return []
	return Object.values(attachments).flatMap((one: unknown) => {
		const digest: unknown = typeof one === 'object' && one !== null && 'sha256' in one ? one.sha256 : undefined
		const read = Sha256.safeParse(digest)
		return read.success ? [read.data] : []
	})
}

/** Photos that this thing names now. What a person took away from it, it names no more. */
export function namedBy(picture: Picture, entity: EntityId): readonly string[] {
	const index = indexOf(picture, entity)
	const row = index === undefined ? undefined : rowAt(picture, index)
	return [...new Set(digestsIn(row?.fields ?? {}))]
}

/** Every photo that something in the picture names. */
export function referredIn(picture: Picture): ReadonlySet<string> {
	const found = new Set<string>()
	for (let index = 0; index < size(picture); index++) {
		const number = facetAt(picture, index)
		if (number === NO_FACET || !ATTACHES.has(facet(picture, number).kind)) continue
		for (const digest of digestsIn(rowAt(picture, index)?.fields ?? {})) found.add(digest)
	}
	return found
}

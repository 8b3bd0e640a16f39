import type { EntityId } from '@lagebild/model/ids.ts'
import type { Attachment } from '@lagebild/model/kinds/attachment.ts'
import type { Row } from '@lagebild/model/row.ts'

import type { Thing } from '../state/facts.ts'

/** A photo as a report names it. `row` is the report: whoever sees it sees the photo. */
export type ReportPhoto = {
	readonly key: string
	readonly name: string
	readonly sha256: string
	readonly row: Row
	readonly operation: string
	/** When it was said, hub clock, ms. */
	readonly at: number
	readonly who: string
}

/** Photos that a thing names, and those of messages about it: what a crew photographs at a gate is a message of its own operation. */
export function photosOf({ row, operation }: Thing, things: Iterable<Thing>): readonly ReportPhoto[] {
	const about = row.kind === 'facility' || row.kind === 'incident' ? [...things].filter((other) => isAbout(other, row.id)) : []
	return [{ row, operation }, ...about].flatMap((thing) => photosIn(thing)).toSorted((a, b) => b.at - a.at || a.name.localeCompare(b.name))
}

function isAbout({ row: { kind, links } }: Thing, id: EntityId): boolean {
	return kind === 'message' && (links?.some((link) => link.rel === 'about' && link.to === id && link.inbound !== true) ?? false)
}

function photosIn({ row, operation }: Pick<Thing, 'row' | 'operation'>): readonly ReportPhoto[] {
	if (!('attachments' in row.fields)) return []
	return Object.entries(row.fields.attachments ?? {}).flatMap(([key, { name, mediaType, sha256 }]: [string, Attachment]) =>
		sha256 !== undefined && mediaType?.startsWith('image/')
			? [{ key, name, sha256, row, operation, at: atOf(row, key), who: whoOf(row, key) }]
			: [],
	)
}

function atOf({ at, fieldAt }: Row, key: string): number {
	return fieldAt?.[`attachments.${key}`] ?? fieldAt?.['attachments'] ?? at
}

function whoOf({ sources, fieldBy }: Row, key: string): string {
	const source = fieldBy?.[`attachments.${key}`] ?? fieldBy?.['attachments'] ?? sources[0]?.source
	return sources.find((one) => one.source === source)?.name ?? source ?? ''
}

import type { Link } from '@lagebild/model/event.ts'
import type { EntityId } from '@lagebild/model/ids.ts'

const MAX_LINKS = 200
const MAX_CHARACTERS = 100_000

export type Linking = { readonly rel: 'updates' | 'cancels'; readonly entityOf: (identifier: string) => EntityId }

/**
 * `references` is a list of `sender,identifier,sent`, in CAP 1.0 of `identifier/sender`. Only the identifier is used: sender and time are
 * often wrong. A reference to a message that never came is normal and harmless.
 */
export function linksOf(references: string | undefined, { rel, entityOf }: Linking): readonly Link[] {
	const listed = references?.slice(0, MAX_CHARACTERS).split(/\s+/) ?? []
	const identifiers = listed.flatMap(identifiersIn).filter((text) => text !== '')
	const entities = [...new Set(identifiers)].slice(0, MAX_LINKS).map(entityOf)
	return [...new Set(entities)].map((to) => ({ rel, to }))
}

function identifiersIn(reference: string): readonly string[] {
	const parts = reference.split(',')
	if (parts.length > 1) return [parts.at(-2) ?? '']
	const slash = reference.lastIndexOf('/')
	return slash > 0 ? [reference, reference.slice(0, slash)] : [reference]
}

import type { EntityKind } from '@lagebild/model/kinds/names.ts'

import type { Messages } from '../messages/de.ts'

type Words = Readonly<Record<string, string>>

/** How a field of a kind is called: `to` of a message is whom it goes to, of a dike section where it ends. */
export function fieldLabel(kind: EntityKind, field: string, words: Messages): string {
	const kinds: Readonly<Record<string, Words>> = words.ownFields
	const own = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
	return wordFor(field, own) ?? wordFor(field, words.fields) ?? field
}

function wordFor(field: string, list: Words | undefined): string | undefined {
	return list && Object.hasOwn(list, field) ? list[field] : undefined
}

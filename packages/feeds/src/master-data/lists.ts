import type { MasterDataList } from '@lagebild/model/master-data.ts'

import type { ListDefinition } from './list.ts'
import { contacts } from './lists/contacts.ts'
import { dikeSections } from './lists/dike-sections.ts'
import { gates } from './lists/gates.ts'
import { sections } from './lists/sections.ts'
import { shelters } from './lists/shelters.ts'
import { units } from './lists/units.ts'
import { headerWord } from './words.ts'

const LISTS: Readonly<Record<MasterDataList, ListDefinition>> = {
	units,
	sections,
	shelters,
	gates,
	'dike-sections': dikeSections,
	contacts,
}

export function listOf(list: MasterDataList): ListDefinition {
	return LISTS[list]
}

/** Words that the list's columns are usually called. */
export function knownWords({ fields }: ListDefinition): ReadonlySet<string> {
	return new Set(fields.flatMap(({ names }) => names.map(headerWord)))
}

import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { MasterDataList } from '@lagebild/model/master-data.ts'

import type { JsonValue } from '../json.ts'
import type { Reader } from './values.ts'

/** What a field of a list becomes; everything that is not named here is a payload field of the same name. */
export type Part = 'strength' | 'place' | 'section' | 'parent' | 'organisation' | 'phones'

export type ListField = {
	readonly field: string
	readonly required?: boolean
	/** Usual names of its column, German and English; the first one stands in the template. */
	readonly names: readonly string[]
	readonly read: Reader
	readonly part?: Part
	/** Value of the example line in the template. */
	readonly example?: string
}

/** One list of master data: what its rows become and which columns say it. */
export type ListDefinition = {
	readonly list: MasterDataList
	readonly kind: EntityKind
	/** Begins the native part of the ids, so that two lists of one kind never meet. Empty where the list has its kind alone. */
	readonly prefix: string
	/** Same for all rows, where the list says nothing else. */
	readonly fixed: Readonly<Record<string, JsonValue>>
	readonly title: string
	readonly fields: readonly ListField[]
	/** Fields that tell two rows apart: the first of these that a column gives. */
	readonly keys: readonly string[]
	/**
	 * Fields whose values in the file say for whom it speaks: what belongs to others is not missing from it. Empty: the file speaks for all.
	 */
	readonly scope: readonly string[]
}

export function defineList(definition: ListDefinition): ListDefinition {
	return definition
}

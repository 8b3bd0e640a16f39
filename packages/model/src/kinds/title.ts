import type { Row } from '../row.ts'
import { isKnownKind } from './names.ts'
import { KIND_TRAITS } from './traits.ts'

/** Where a kind of a newer version most likely has its name. */
const USUAL = ['name', 'title', 'headline', 'label', 'callsign'] as const

/** Name of the field that a row is called by; undefined where no field is one. */
export function titleFieldOf({ kind, fields }: Pick<Row, 'kind' | 'fields'>): string | undefined {
	if (isKnownKind(kind)) return KIND_TRAITS[kind].title
	const said = new Map<string, unknown>(Object.entries(fields))
	return USUAL.find((field) => typeof said.get(field) === 'string')
}

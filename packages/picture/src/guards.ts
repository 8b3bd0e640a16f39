import type { Validity } from '@lagebild/model/event.ts'
import type { Geometry, GeometrySource } from '@lagebild/model/geo.ts'
import { GeometrySource as GeometrySources } from '@lagebild/model/geo.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { KIND_TRAITS } from '@lagebild/model/kinds/traits.ts'
import { Confidence } from '@lagebild/model/kinds/words.ts'
import type { Row } from '@lagebild/model/row.ts'

/**
 * Entries were checked once, at admission, by the schemas of the model; the fold keeps values as `unknown` and takes them out again
 * through these guards. They tell kinds of values apart and do not check them a second time.
 */
export function isGeometry(value: unknown): value is Geometry {
	return typeof value === 'object' && value !== null && 'type' in value && 'coordinates' in value
}

export function isValidity(value: unknown): value is Validity {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const CONFIDENCES: ReadonlySet<unknown> = new Set(Confidence.options)
export function isConfidence(value: unknown): value is NonNullable<Row['confidence']> {
	return CONFIDENCES.has(value)
}

const SOURCES: ReadonlySet<unknown> = new Set(GeometrySources.options)
export function isGeometrySource(value: unknown): value is GeometrySource {
	return SOURCES.has(value)
}

/** Payload fields of a row follow its kind because admission checked each statement against the schema of that kind. */
function isRow(row: { readonly kind: EntityKind }): row is Row {
	return Object.hasOwn(KIND_TRAITS, row.kind)
}

export function asRow(row: { readonly kind: EntityKind }): Row {
	if (!isRow(row)) throw new Error('a row of no known kind')
	return row
}

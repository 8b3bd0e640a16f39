import type { Instant } from '@lagebild/model/time.ts'

import type { JsonValue } from '../json.ts'
import type { Expressions } from './expressions.ts'
import type { Row } from './question.ts'

/** Something that an item does not get, and why. `path` is a place in the mapping. */
export type Note = { readonly path: string; readonly reason: string; readonly message: string }

/** What the expressions said of one item, by their place in the mapping. */
export type Said = {
	readonly at: (path: string) => JsonValue | undefined
	readonly received: Instant
	/** Expressions that could not be evaluated for this item. */
	readonly faults: readonly Note[]
}

export function saidOf(expressions: Expressions, { values, faults }: Row, received: Instant): Said {
	const paths = [...expressions.keys()]
	const byPath = new Map(paths.map((path, i) => [path, values[i]]))
	return {
		at: (path) => byPath.get(path),
		received,
		faults: Object.entries(faults).map(([i, message]) => ({ path: paths[Number(i)] ?? '', reason: 'bad-expression', message })),
	}
}

/** Nothing said: missing, `null`, or a text of blanks. */
export function isBlank(value: JsonValue | undefined): value is undefined | null | string {
	return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

/** A claim as sources write it: `true`, `"true"`, `1`; a text of anything else is no claim. */
export function isTrue(value: JsonValue | undefined): boolean {
	return value === true || value === 1 || (typeof value === 'string' && /^(?:true|yes|ja|1)$/i.test(value.trim()))
}

/** A key as text; undefined when it can identify nothing. */
export function keyOf(value: JsonValue | undefined): string | undefined {
	if (typeof value === 'number') return String(value)
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

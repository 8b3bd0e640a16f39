/** The entity kinds. `feed` is the health of a source of the picture, shown like everything else. */
export const KINDS = [
	'incident',
	'unit',
	'section',
	'warning',
	'sensor',
	'track',
	'facility',
	'task',
	'message',
	'alarm',
	'closure',
	'area',
	'counter',
	'feed',
	'contact',
] as const

export type EntityKind = (typeof KINDS)[number]

const KNOWN: ReadonlySet<string> = new Set(KINDS)

/** A newer hub sends an older page rows of kinds that the page does not know: typed as if they were known, and not to be looked up. */
export function isKnownKind(kind: string): boolean {
	return KNOWN.has(kind)
}

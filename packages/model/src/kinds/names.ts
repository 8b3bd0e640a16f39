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

import type { Organisation } from '@lagebild/model/kinds/words.ts'

/** In the order in which people look for them. */
export const ORGANISATIONS = [
	'feuerwehr',
	'thw',
	'hilfsorganisation',
	'polizei',
	'bundeswehr',
	'gefahrenabwehr',
	'fuehrung',
	'zivil',
] as const satisfies readonly Organisation[]

import type { Grant } from '@lagebild/model/label.ts'

import type { Background } from './background.ts'
import type { Codes } from './codes.ts'
import type { LastUsed } from './last-used.ts'
import type { Ledger } from './ledger.ts'
import type { Writing } from './writing.ts'

/** What everything that lets people in works with. */
export type Issuing = {
	readonly ledger: Ledger
	readonly used: LastUsed
	readonly background: Background
	readonly write: Writing['write']
	readonly codes: Codes
	/** The grant of a state of the directory, made once for each. */
	readonly grants: <D extends object>(detail: D, make: (detail: D) => Grant) => Grant
}

export function rememberedGrants(): Issuing['grants'] {
	const made = new WeakMap<object, Grant>()
	return (detail, make) => {
		const known = made.get(detail)
		if (known) return known
		const grant = make(detail)
		made.set(detail, grant)
		return grant
	}
}

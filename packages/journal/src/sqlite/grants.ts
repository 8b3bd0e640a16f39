import type { Fault } from '@lagebild/model/fault.ts'

import type { GrantVersion } from '../port.ts'
import { GRANT_FAULT } from '../refusals.ts'
import type { Book, HeldGrant } from './book.ts'
import { integer } from './columns.ts'

/** Credentials whose versions are kept at hand; beyond it they are looked up again. */
const MAX_HELD = 10_000

/** J21: is one of these older than what an entry before says? */
export function grantFault(book: Book, grants: readonly GrantVersion[]): Fault | undefined {
	const old = grants.find(({ credential, version }) => {
		const held = heldOf(book, credential)
		return held !== null && (version < held.version || (held.ended && version <= held.version))
	})
	return old && GRANT_FAULT
}

export function heldOf(book: Book, credential: string): HeldGrant | null {
	const known = book.grants.get(credential)
	if (known !== undefined) return known
	if (book.grants.size >= MAX_HELD) book.grants.clear()
	const row = book.sql.grantOf.get(credential)
	const held = row ? { version: integer(row, 'version'), ended: integer(row, 'ended') === 1 } : null
	book.grants.set(credential, held)
	return held
}

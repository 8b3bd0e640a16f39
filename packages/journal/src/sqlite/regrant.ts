import type { RegrantRequest } from '../port.ts'
import { addSystem, writePage } from './append.ts'
import type { Place } from './append.ts'
import { heldOf } from './grants.ts'
import type { Committed } from './messages.ts'

/** J21: entry and side table in one transaction. What is so already, or was overtaken by a newer version, is no entry. */
export function regrant(place: Place, { credential, version, ended = false, by, reason }: RegrantRequest): Committed {
	const { book } = place
	const held = heldOf(book, credential)
	if (held && (version < held.version || (version === held.version && (held.ended || !ended))))
		return writePage(place, () => undefined).committed
	const { committed } = writePage(place, (page) => {
		const details = { credential, version, ...(ended && { ended }) }
		addSystem(page, { op: 'regranted', by, details, ...(reason !== undefined && { reason }) })
		book.sql.setGrant.run(credential, version, ended ? 1 : 0)
	})
	book.grants.set(credential, { version, ended })
	return { ...committed, regranted: true }
}

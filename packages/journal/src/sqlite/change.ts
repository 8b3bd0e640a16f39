import { operationAfter } from '@lagebild/model/operation-history.ts'

import { changeFault, changesNothing, detailsOf } from '../operation-change.ts'
import type { ChangeRequest } from '../port.ts'
import { addSystem, writePage } from './append.ts'
import type { Place } from './append.ts'
import { operationOf, RequestFault } from './book.ts'
import type { Committed } from './messages.ts'
import { writeMeta } from './schema.ts'

/** J17: the entry and the metadata that follow from it, in one transaction. What changes nothing is no entry. */
export function changeOperation(place: Place, { change, by, reason }: ChangeRequest): Committed {
	const { book } = place
	const before = operationOf(book)
	const fault = changeFault(before, change)
	if (fault) throw new RequestFault(fault.message, fault)
	if (changesNothing(before, change)) return { ...writePage(place, () => undefined).committed, operation: before }
	const { result, committed } = writePage(place, (page) => {
		const event = addSystem(page, { op: change.op, by, details: detailsOf(change), ...(reason !== undefined && { reason }) })
		const after = operationAfter(before, event)
		writeMeta(book.db, 'operation', JSON.stringify(after))
		return after
	})
	book.operation = result
	return { ...committed, operation: result }
}

import type { Fault } from '@lagebild/model/fault.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import { iso } from '@lagebild/model/time.ts'

/** J17. Who may open it again is the hub's to say. */
export function closedFault({ closed }: Pick<Operation, 'closed'>): Fault {
	const since = closed === undefined ? '' : ` since ${iso(closed)}`
	return { fault: 'operation-closed', message: `the operation is closed${since}` }
}

/** J19: what was written in a book is not written over. */
export function writtenFault(book: string, number: number): Fault {
	const place = `entry ${number} of "${book}"`
	return { fault: 'diary-entry', message: `this is ${place} and stands as it was written: write a new one with a link "corrects" to it` }
}

/** J21. */
export const GRANT_FAULT: Fault = {
	fault: 'grant-changed',
	message: 'what this credential may do was changed meanwhile; nothing was stored',
}

export const SYSTEM_STAYS = 'entries of the journal about itself cannot be erased'

import path from 'node:path'

import type { Checkpoint } from '@lagebild/journal/port.ts'
import { openSqliteStore } from '@lagebild/journal/sqlite/store.ts'
import { OperationId } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'

/** What somebody else keeps of a journal as it is. */
export async function witnessed(folder: string, operation: string): Promise<Checkpoint> {
	const store = await openSqliteStore({ folder: path.join(folder, 'journals'), now: Date.now })
	const checkpoint = await (await store.open(OperationId.parse(operation)))?.checkpoint(instant(Date.now()))
	await store.close()
	if (!checkpoint) throw new Error(`there is no operation ${operation}`)
	return checkpoint
}

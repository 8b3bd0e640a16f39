import { openDatabase } from './database.ts'
import { openKeys } from './keys.ts'
import type { Keys } from './keys.ts'
import { openSessions } from './sessions.ts'
import type { Sessions } from './sessions.ts'

/** Who may come in: keys of devices and systems, one-time links and sessions of people. */
export type Access = Keys & Sessions & { readonly close: () => void }

/** @param options.now wall clock, epoch ms */
export function openAccess({ folder, now }: { readonly folder: string; readonly now: () => number }): Access {
	const database = openDatabase(folder, now())
	return {
		...openKeys(database, now),
		...openSessions(database, now),
		close: () => {
			database.close()
		},
	}
}

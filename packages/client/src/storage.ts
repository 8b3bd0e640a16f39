import type { Load } from '@lagebild/model/protocol.ts'

/** Where a client keeps the last picture of one operation, so that it can show it while no hub answers (C2). */
export type ClientStorage = {
	readonly read: () => Promise<Load | undefined>
	/** Picture and cursors together or not at all. */
	readonly write: (load: Load) => Promise<void>
	readonly clear: () => Promise<void>
}

import type { Load } from '@lagebild/model/protocol.ts'

import type { SaidStorage } from './said.ts'

/** Where a client keeps the last picture of one operation, so that it can show it while no hub answers (C2). */
export type ClientStorage = {
	readonly read: () => Promise<Load | undefined>
	/** Picture and cursors together or not at all. */
	readonly write: (load: Load) => Promise<void>
	/** Of the picture: what this device said stays. */
	readonly clear: () => Promise<void>
	/** What this device said (C6); without it that is remembered as long as the client lives. */
	readonly said?: SaidStorage
}

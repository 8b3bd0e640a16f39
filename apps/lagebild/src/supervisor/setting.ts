import type { Access } from '@lagebild/access/store.ts'
import type { Environment, Settings } from '@lagebild/config/read.ts'

import type { Paths } from '../paths.ts'
import type { InternalKeys } from './keys.ts'

/** What every part of the supervisor needs. */
export type Setting = {
	readonly settings: Settings
	readonly paths: Paths
	/** Handed on to the programs, without the secrets that the hub alone needs. */
	readonly env: Environment
	readonly hubEnv: Environment
	readonly access: Access
	readonly keys: InternalKeys
	/** Wall clock, ms. */
	readonly now: () => number
	/** A line for the person at the console. */
	readonly say: (text: string) => void
}

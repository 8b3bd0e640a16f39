import type { EnrolledDevice } from '@lagebild/model/access/device.ts'
import type { FmsScheme } from '@lagebild/model/fms.ts'
import type { Operation } from '@lagebild/model/operation.ts'

import type { Deposited } from '../device/deposit.ts'
import type { UnitPicture } from '../picture/unit-picture.ts'
import type { LinkFacts } from './link.ts'
import type { Preferences } from './preferences.ts'

/** What a person sees first depends on what this device is to the hub. */
export type Door =
	| { readonly state: 'starting' }
	/** Without TLS a browser has neither keys nor a worker here. */
	| { readonly state: 'insecure' }
	/** `instead`: it is enrolled already, and would be another device afterwards. */
	| { readonly state: 'enrolling'; readonly code: string; readonly instead?: EnrolledDevice }
	| { readonly state: 'in'; readonly device: EnrolledDevice }
	/** `at`: when everything was deleted, device clock, ms. */
	| { readonly state: 'lost'; readonly at: number }
	/** `handing`: what it has not sent is being handed over. */
	| { readonly state: 'retired'; readonly device: EnrolledDevice; readonly unsent: number; readonly handed: Deposited | 'handing' }

export const TABS = ['orders', 'device'] as const
export type Tab = (typeof TABS)[number]

/** Everything this page knows. Nothing here can be computed from something else here. */
export type Facts = {
	readonly door: Door
	readonly picture: UnitPicture
	readonly operation: Operation | undefined
	/** What 7, 8, 9 and 0 mean, where not the same everywhere. */
	readonly fms: FmsScheme
	readonly link: LinkFacts
	/** Hub clock in ms, renewed every second. */
	readonly now: number
	readonly tab: Tab
	readonly preferences: Preferences
	/** A new version of this page is ready to be taken over. */
	readonly update: boolean
}

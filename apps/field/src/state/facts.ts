import type { Shown } from '@lagebild/client/dispatch/item.ts'
import type { Basemap } from '@lagebild/map/host-types.ts'
import type { EnrolledDevice } from '@lagebild/model/access/device.ts'
import type { FmsScheme } from '@lagebild/model/fms.ts'
import type { Box } from '@lagebild/model/geo.ts'
import type { Operation } from '@lagebild/model/operation.ts'

import type { CrewChange } from '../crew/crews.ts'
import type { Deposited } from '../device/deposit.ts'
import type { ShownPhoto } from '../photos/photo.ts'
import type { UnitPicture } from '../picture/unit-picture.ts'
import type { Battery, Fix } from '../position/fix.ts'
import type { LinkFacts } from './link.ts'
import type { Gps } from './position.ts'
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

/** Under the thumb, in their order. */
export const TABS = ['map', 'orders', 'report', 'unit', 'device'] as const
/** What waits is reached from the strip. */
export type Tab = (typeof TABS)[number] | 'outbox'

/** Everything this page knows. Nothing here can be computed from something else here. */
export type Facts = {
	readonly door: Door
	readonly picture: UnitPicture
	readonly operation: Operation | undefined
	/** What 7, 8, 9 and 0 mean, where not the same everywhere. */
	readonly fms: FmsScheme
	/** Maps from the network, as the hub is configured; undefined until it said so. */
	readonly basemaps: readonly Basemap[] | undefined
	/** What the map shows, while somebody looks at it. */
	readonly mapBox: Box | undefined
	readonly link: LinkFacts
	/** Everything that this device said and still holds, in its order. */
	readonly said: readonly Shown[]
	/** Photos of this device that belong to reports, sent ones included. */
	readonly photos: readonly ShownPhoto[]
	/** Who had this device from when on, oldest first. */
	readonly crews: readonly CrewChange[]
	/** This browser stores nothing: what waits goes with the page. */
	readonly unstored: boolean
	/** The refused report that somebody is mending. */
	readonly mending: Shown | undefined
	readonly gps: Gps
	/** Found once for the map of a crew that does not share it, `at` by the hub's clock; nothing is told of it. */
	readonly here: Fix | undefined
	readonly battery: Battery | undefined
	/** Hub clock in ms, renewed every second. */
	readonly now: number
	readonly tab: Tab
	readonly preferences: Preferences
	/** A new version of this page is ready to be taken over. */
	readonly update: boolean
}

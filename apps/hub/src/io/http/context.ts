import type { Access } from '@lagebild/access/store.ts'
import type { Settings } from '@lagebild/config/read.ts'
import type { PhotoStore } from '@lagebild/journal/photos/port.ts'
import type { Journal } from '@lagebild/journal/port.ts'
import type { Instant } from '@lagebild/model/time.ts'
import type { StandingPolicy } from '@lagebild/picture/standing.ts'
import type { Logger } from 'pino'

import type { Bus } from '../../bus.ts'
import type { FeedDesk } from '../../feeds/desk.ts'
import type { Films } from '../../films.ts'
import type { OidcDoor } from '../../oidc/door.ts'
import type { Operations } from '../../operations.ts'
import type { Past } from '../../past.ts'
import type { Presence } from '../../presence/presence.ts'
import type { Slices } from '../../slices.ts'
import type { Streams } from '../../stream/streams.ts'
import type { Turns } from '../../turns.ts'
import type { Webhooks } from '../../webhooks/open.ts'
import type { BasemapProbe } from '../basemap-probe.ts'
import type { AddressOf } from '../client-address.ts'
import type { Metrics } from '../metrics.ts'
import type { Overlays } from '../overlays.ts'
import type { Quarantine } from '../storage/quarantine.ts'
import type { Strangers } from '../strangers.ts'
import type { Exports } from './audit.ts'
import type { KnownBrowsers } from './known-browsers.ts'

/** What the doors of the hub (HTTP and sockets) work with. */
export type HubContext = {
	readonly settings: Settings
	/** When what is silent is stale, and how long what is over stays in sight. */
	readonly standing: StandingPolicy
	/** Folder of the built command post. */
	readonly webFolder: string
	/** Folder of the built field app. */
	readonly fieldFolder: string
	readonly version: string
	readonly access: Access
	readonly operations: Operations
	/** To the other hubs. */
	readonly bus: Bus
	/** Who follows which operation. */
	readonly presence: Presence
	/** Pictures that are told to other programs as they change. */
	readonly streams: Streams
	/** What is posted to other systems. */
	readonly webhooks: Webhooks
	/** Pictures of earlier times. */
	readonly past: Past
	/** The record as rows that change. */
	readonly films: Films
	/** Long work beside what is live. */
	readonly slices: Slices
	/** Questions about all that is in a picture. */
	readonly turns: Turns
	readonly quarantine: Quarantine
	/** Beside the journals that speak of them. */
	readonly photos: PhotoStore
	/** What there is about feeds beside the picture. */
	readonly feeds: FeedDesk
	readonly basemaps: BasemapProbe
	readonly overlays: Overlays
	readonly metrics: Metrics
	/** Browsers that signed in before. */
	readonly knownBrowsers: KnownBrowsers
	/** Signing in by providers of identities. */
	readonly oidc: OidcDoor
	/** What left the house, for the audit trail. */
	readonly exports: Exports
	/** Journal of the access operation; undefined until it is there. */
	readonly auditJournal: () => Promise<Journal | undefined>
	/** Connections of those who have not said who they are. */
	readonly strangers: Strangers
	/** Behind the proxies that are trusted. */
	readonly addressOf: AddressOf
	readonly log: Logger
	/** Wall clock. */
	readonly now: () => Instant
}

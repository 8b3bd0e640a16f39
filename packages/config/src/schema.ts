import { OperationId, SourceName } from '@lagebild/model/ids.ts'
import { MASTER_DATA_SOURCE } from '@lagebild/model/master-data.ts'
import * as z from 'zod'

import { LanConfig, TlsConfig } from './lan.ts'
import { OidcConfig } from './oidc.ts'
import { FmsConfig, GaugesConfig } from './scales.ts'
import { StandingConfig } from './standing.ts'

/** Source name under which this program speaks itself: no feed and no key may have it. */
export const SUPERVISOR = 'lagebild-supervisor'

const Url = z.url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' }).max(2_000)

/** One connected upstream. */
export const FeedConfig = z.strictObject({
	/** Source name of everything it says. */
	id: SourceName.refine((id) => id !== MASTER_DATA_SOURCE, 'is the source of imported master data'),
	/** Name as people see it. */
	name: z.string().min(1).max(120),
	format: z.string().min(1).max(40),
	url: Url,
	/** Operation that takes it, usually a base. */
	operation: OperationId,
	/** Pause between two polls, seconds. */
	everySeconds: z.int().min(1).max(86_400).default(60),
	timeoutSeconds: z.int().min(1).max(300).default(20),
	/** Hosts in private or loopback ranges that this feed may reach, by name as written in its address. */
	allowPrivateHosts: z.array(z.string().max(253)).default([]),
	rank: z.enum(['crowd', 'device', 'authority']).default('authority'),
	options: z.record(z.string(), z.json()).default({}),
	attribution: z.string().max(300).optional(),
	licence: z.string().max(120).optional(),
	enabled: z.boolean().default(true),
})
export type FeedConfig = z.infer<typeof FeedConfig>

export const BasemapConfig = z.strictObject({
	id: z.string().regex(/^[a-z0-9-]{1,40}$/),
	name: z.string().min(1).max(80),
	/** Leaflet template with {z} {x} {y}; {z2} is the zoom padded to two digits. */
	url: z
		.string()
		.regex(/^https?:\/\//)
		.max(2_000),
	/** Hosts in private or loopback ranges that the hub may ask whether they answer, by name as written in the address. */
	allowPrivateHosts: z.array(z.string().max(253)).default([]),
	attribution: z.string().min(1).max(300),
	minZoom: z.int().min(0).max(22).default(6),
	maxZoom: z.int().min(1).max(22).default(19),
})
export type BasemapConfig = z.infer<typeof BasemapConfig>

/** `lagebild.config.json`. Everything has a default; an empty object is a valid file. */
export const Config = z.strictObject({
	$schema: z.string().optional(),
	port: z.int().min(0).max(65_535).default(8080),
	host: z.string().min(1).max(253).default('127.0.0.1'),
	/** Shown in the interface and used for times in documents. */
	timeZone: z.string().max(60).default('Europe/Berlin'),
	feeds: z.array(FeedConfig).max(200).optional(),
	basemaps: z.array(BasemapConfig).max(20).optional(),
	fms: FmsConfig.default({}),
	gauges: GaugesConfig.optional(),
	standing: StandingConfig,
	oidc: z.array(OidcConfig).max(10).default([]).describe('Providers of identities by which people may sign in.'),
	lan: LanConfig,
	tls: TlsConfig.optional().describe('Certificate for the local network; absent: a local authority is made at the first use.'),
	/** Start the exercise beside the real operation at the first start. */
	exercise: z
		.strictObject({
			enabled: z.boolean().default(true),
			scenario: z.literal('sturmflut').default('sturmflut'),
			speed: z.number().min(0.1).max(600).default(1),
		})
		.default({ enabled: true, scenario: 'sturmflut', speed: 1 }),
	retention: z
		.strictObject({
			/** Bodies of measurement batches of actual operations, hours. */
			measurementHours: z.number().min(1).max(10_000).default(72),
			exerciseMeasurementHours: z.number().min(1).max(10_000).default(24),
			exerciseMeasurementBytes: z.number().min(10_000_000).default(2_000_000_000),
		})
		.default({ measurementHours: 72, exerciseMeasurementHours: 24, exerciseMeasurementBytes: 2_000_000_000 }),
	limits: z
		.strictObject({
			headerSeconds: z.int().min(1).max(600).default(15),
			requestSeconds: z.int().min(1).max(3_600).default(120),
		})
		.default({ headerSeconds: 15, requestSeconds: 120 })
		.describe('How long the headers of a request, and a request with its body, may take to arrive.'),
})
export type Config = z.infer<typeof Config>

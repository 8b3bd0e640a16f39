import { isIP } from 'node:net'

import { OperationId, SourceName } from '@lagebild/model/ids.ts'
import { MASTER_DATA_SOURCE } from '@lagebild/model/master-data.ts'
import * as z from 'zod'

import { AlarmsConfig } from './alarms.ts'
import { BackupConfig } from './backup.ts'
import { LanConfig, TlsConfig } from './lan.ts'
import { OidcConfig } from './oidc.ts'
import { OverlayConfig } from './overlays.ts'
import { PaperConfig } from './paper.ts'
import { FmsConfig, GaugesConfig } from './scales.ts'
import { StandingConfig } from './standing.ts'
import { StreamConfig } from './stream.ts'
import { TakConfig } from './tak.ts'

const Url = z
	.url({
		protocol: /^(?:https?|file|webhook|mqtts?|wss?|tcp|udp)$/,
		error: 'must begin with http(s)://, mqtt(s)://, ws(s)://, tcp:// or udp://, be file:///PATH, or webhook: where the source posts',
	})
	.max(2_000)

/** What a source signs its messages with, when it cannot send a key. */
const SignatureConfig = z.strictObject({
	header: z
		.string()
		.regex(/^[A-Za-z0-9-]{1,80}$/)
		.describe('Header that holds the signature, such as X-Hub-Signature-256.'),
	secretFile: z.string().min(1).max(1_000).describe('File with the secret that both know.'),
	algorithm: z.enum(['sha256', 'sha512', 'sha1']).default('sha256').describe('HMAC with this hash over the body as it came.'),
	encoding: z.enum(['hex', 'base64']).default('hex').describe('How the signature is written.'),
	prefix: z.string().max(40).default('').describe('What stands before it, such as "sha256=".'),
})
export type SignatureConfig = z.infer<typeof SignatureConfig>

/** One connected upstream. */
export const FeedConfig = z.strictObject({
	id: SourceName.refine((id) => id !== MASTER_DATA_SOURCE, 'is the source of imported master data').describe(
		'Source name of everything it says: a-z, 0-9, dot, hyphen and underscore.',
	),
	name: z.string().min(1).max(120).describe('Name as people see it.'),
	format: z.string().min(1).max(40).describe('Name of the format, such as pegelonline, cap or geojson (docs/feeds.md).'),
	url: Url.describe(
		'Address: http(s):// is polled, file:///PATH is read when it changes, webhook: waits for what the source posts, mqtt(s)://, ws(s):// and tcp:// are heard, udp://HOST:PORT listens there.',
	),
	stream: StreamConfig.optional().describe('What an address needs that is heard (docs/feeds.md).'),
	operation: OperationId.describe('Operation that takes it, usually a base.'),
	everySeconds: z.int().min(1).max(86_400).default(60).describe('Pause between two polls, seconds.'),
	timeoutSeconds: z.int().min(1).max(300).default(20).describe('Longest time that one answer may take, seconds.'),
	allowPrivateHosts: z
		.array(z.string().max(253))
		.default([])
		.describe('Hosts in private or loopback ranges that this feed may reach, by name as written in its address.'),
	signature: SignatureConfig.optional().describe('Of a webhook: messages are signed and need no key (docs/feeds.md).'),
	rank: z.enum(['crowd', 'device', 'authority']).default('authority').describe('How much its word weighs against that of others.'),
	options: z.record(z.string(), z.json()).default({}).describe('Options of the format (docs/feeds.md).'),
	attribution: z.string().max(300).optional().describe('Whom the licence asks to be named, as shown beside the feed.'),
	licence: z.string().max(120).optional().describe('Licence of the data.'),
	enabled: z.boolean().default(true).describe('false: it stays in the file and is not polled.'),
})
export type FeedConfig = z.infer<typeof FeedConfig>

export const BasemapConfig = z.strictObject({
	id: z
		.string()
		.regex(/^[a-z0-9-]{1,40}$/)
		.describe('Name by which settings mean it: a-z, 0-9 and hyphen.'),
	name: z.string().min(1).max(80).describe('Name as people see it.'),
	url: z
		.string()
		.regex(/^https?:\/\//)
		.max(2_000)
		.describe('Leaflet template with {z} {x} {y}; {z2} is the zoom padded to two digits.'),
	allowPrivateHosts: z
		.array(z.string().max(253))
		.default([])
		.describe('Hosts in private or loopback ranges that the hub may ask whether they answer, by name as written in the address.'),
	attribution: z.string().min(1).max(300).describe('Whom the licence asks to be named on the map.'),
	minZoom: z.int().min(0).max(22).default(6).describe('Smallest zoom for which it has tiles.'),
	maxZoom: z.int().min(1).max(22).default(19).describe('Largest zoom for which it has tiles.'),
})
export type BasemapConfig = z.infer<typeof BasemapConfig>

const NAMED_RANGES = ['loopback', 'linklocal', 'uniquelocal']

function isAddressOrRange(text: string): boolean {
	const [address = '', bits, ...rest] = text.split('/')
	const version = isIP(address)
	if (version === 0 || rest.length > 0) return false
	return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}

const ProxyAddress = z
	.string()
	.max(60)
	.refine(
		(text) => NAMED_RANGES.includes(text) || isAddressOrRange(text),
		'must be an address, a range, loopback, linklocal or uniquelocal',
	)

/** `lagebild.config.json`. Everything has a default; an empty object is a valid file. */
export const Config = z.strictObject({
	$schema: z.string().optional().describe('Address of this schema, for editors.'),
	port: z.int().min(0).max(65_535).default(8080).describe('HTTP for this machine; 0: any that is free.'),
	host: z
		.string()
		.min(1)
		.max(253)
		.default('127.0.0.1')
		.describe('Address to listen on for HTTP; other machines are served by HTTPS (lan).'),
	timeZone: z.string().max(60).default('Europe/Berlin').describe('Shown in the interface and used for times in documents.'),
	feeds: z.array(FeedConfig).max(200).optional().describe('Connected sources; absent: those that come with the program.'),
	webhooks: z
		.strictObject({
			host: z.string().min(1).max(253).default('127.0.0.1').describe('Address to listen on; beyond this machine only behind TLS.'),
			port: z.int().min(0).max(65_535).default(8090).describe('Port; it is opened only when a feed has the address webhook:.'),
		})
		.default({ host: '127.0.0.1', port: 8090 })
		.describe('Where sources post what they have to say (docs/feeds.md).'),
	outbound: z
		.strictObject({
			allowPrivateHosts: z
				.array(z.string().min(1).max(253))
				.max(100)
				.default([])
				.describe(
					'Hosts in private or loopback ranges that subscriptions may post to, by name as written in their address; http is allowed there.',
				),
		})
		.default({ allowPrivateHosts: [] })
		.describe('Where the picture may be posted to (docs/protocol.md, Webhooks).'),
	tak: z.array(TakConfig).max(50).default([]).describe('Doors for TAK clients and lines to TAK servers (docs/tak.md).'),
	basemaps: z
		.array(BasemapConfig)
		.max(20)
		.optional()
		.describe('Base maps to choose from, the first at the start; absent: those that come with the program.'),
	overlays: z
		.array(OverlayConfig)
		.max(40)
		.default([])
		.describe('What can be laid over the base map: GeoJSON, WMS and WMTS (docs/configuration.md).'),
	fms: FmsConfig.default({}),
	gauges: GaugesConfig.optional(),
	standing: StandingConfig,
	alarms: AlarmsConfig,
	oidc: z.array(OidcConfig).max(10).default([]).describe('Providers of identities by which people may sign in.'),
	lan: LanConfig.describe('Serving the tablets of the local network by HTTPS (docs/lan.md).'),
	tls: TlsConfig.optional().describe('Certificate for the local network; absent: a local authority is made at the first use.'),
	exercise: z
		.strictObject({
			enabled: z
				.boolean()
				.optional()
				.describe(
					'Whether a new installation begins with it; absent: only where the data lie in its own folder, and not in a database of several hubs.',
				),
			scenario: z.literal('sturmflut').default('sturmflut').describe('Which exercise.'),
			speed: z.number().min(0.1).max(600).default(1).describe('How much faster than real time the scenario runs.'),
			sources: z
				.enum(['basic', 'all'])
				.default('basic')
				.describe('basic: the sources of a city. all: one of each protocol that Lagebild reads, to try them and to show them.'),
		})
		.default({ scenario: 'sturmflut', speed: 1, sources: 'basic' })
		.describe('The exercise that a new installation starts beside the real operation.'),
	retention: z
		.strictObject({
			measurementHours: z.number().min(1).max(10_000).default(72).describe('Of actual operations, hours.'),
			exerciseMeasurementHours: z.number().min(1).max(10_000).default(24).describe('Of exercises, hours.'),
			exerciseMeasurementBytes: z
				.number()
				.min(10_000_000)
				.default(2_000_000_000)
				.describe('Of exercises, bytes of the journal: what is older goes, whichever limit comes first.'),
		})
		.default({ measurementHours: 72, exerciseMeasurementHours: 24, exerciseMeasurementBytes: 2_000_000_000 })
		.describe('How long measurements are kept one by one; what was said is kept.'),
	photos: z
		.strictObject({
			operationMegabytes: z
				.number()
				.min(1)
				.max(1_000_000)
				.default(2_000)
				.describe('Of all photos of one operation; beyond it no further ones are taken, and tablets try again.'),
		})
		.default({ operationMegabytes: 2_000 })
		.describe('Photos that belong to reports.'),
	trustedProxies: z
		.array(ProxyAddress)
		.max(20)
		.default(['loopback'])
		.describe(
			'Reverse proxies whose word about the client (X-Forwarded-For and -Proto) is believed: an address, a range such as 10.0.0.0/8, loopback, linklocal or uniquelocal.',
		),
	selfWatch: z.boolean().default(true).describe('Whether disk, clock, backups, papers and lag of the hub are sources of the picture.'),
	logLevel: z
		.enum(['error', 'warn', 'info', 'debug'])
		.default('info')
		.describe('What the hub writes into its log: debug names every request.'),
	frames: z
		.enum(['direct', 'stream', 'stock'])
		.default('direct')
		.describe(
			'How frames leave: written once for all viewers of a group (direct), the same without the system call of its own (stream), or through Socket.IO one by one (stock).',
		),
	backup: BackupConfig,
	paper: PaperConfig,
	limits: z
		.strictObject({
			headerSeconds: z.int().min(1).max(600).default(15).describe('For the headers, seconds.'),
			requestSeconds: z.int().min(1).max(3_600).default(120).describe('For the whole request, seconds.'),
			sockets: z
				.int()
				.min(10)
				.max(100_000)
				.default(12_000)
				.describe('Live connections at the same time, some 30 kB each; one credential gets at most half of them.'),
		})
		.default({ headerSeconds: 15, requestSeconds: 120, sockets: 12_000 })
		.describe('How long the headers of a request, and a request with its body, may take to arrive, and how many may follow live.'),
})
export type Config = z.infer<typeof Config>

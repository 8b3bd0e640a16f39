import * as z from 'zod'

const File = z.string().min(1).max(1_000)
const Text = z.string().min(1).max(64_000)

const BackfillConfig = z.strictObject({
	url: z
		.url({ protocol: /^https?$/, error: 'must begin with http:// or https://' })
		.max(2_000)
		.describe(
			'Address that knows the past. Formats that know how to ask take it as the beginning of theirs; others ask it as it is, with {since} and {until} as times in ISO 8601.',
		),
	maxHours: z.number().min(0.1).max(720).default(24).describe('How far back is asked for at most, hours.'),
	lagMinutes: z
		.number()
		.min(0)
		.max(120)
		.default(10)
		.describe('How long the store of the source may lag: it is asked once more after so long. 0: never.'),
	maxDocuments: z.int().min(1).max(2_000).default(200).describe('Documents of one back-fill at most.'),
})

/** What a feed needs that is heard and not asked (docs/feeds.md). */
export const StreamConfig = z.strictObject({
	type: z
		.literal('sse')
		.optional()
		.describe('Of an address in http or https: an event stream (SSE) in place of a document that is polled.'),
	topics: z
		.array(z.string().min(1).max(1_000))
		.min(1)
		.max(100)
		.optional()
		.describe('Of MQTT: topics to subscribe to, with the wildcards + and #.'),
	qos: z.literal([0, 1, 2]).default(1).describe('Of MQTT: 1 and 2 are acknowledged when the hub has what they say.'),
	clientId: z
		.string()
		.min(1)
		.max(120)
		.optional()
		.describe(
			'Of MQTT: fixed name, under which the broker keeps what comes while nobody listens; absent: a new one each time, and nothing is kept.',
		),
	username: z.string().min(1).max(300).optional().describe('Of MQTT.'),
	passwordFile: File.optional().describe('Of MQTT: file with the password.'),
	hello: z
		.union([Text, z.array(Text).min(1).max(20)])
		.optional()
		.describe('Of WebSocket and TCP: text, or texts, sent as soon as the connection is open; {{NAME}} stands for a secret.'),
	headers: z
		.record(z.string().regex(/^[A-Za-z0-9-]{1,80}$/), z.string().max(4_000))
		.optional()
		.describe('Of WebSocket and SSE: headers of the request; {{NAME}} stands for a secret.'),
	secretFiles: z
		.record(z.string().regex(/^[A-Z0-9_]{1,60}$/), File)
		.optional()
		.describe('Name of a secret → file that holds it.'),
	caFile: File.optional().describe('Authority of its own that signs the other side, PEM, beside those of the system.'),
	maxBytes: z.int().min(1_000).max(16_000_000).default(1_000_000).describe('Longest message, bytes.'),
	backfill: BackfillConfig.optional().describe('What was said while nobody listened is asked for here.'),
})
export type StreamConfig = z.infer<typeof StreamConfig>

export type StreamTransport = 'mqtt' | 'websocket' | 'sse' | 'tcp' | 'udp'

/** Schemes of addresses that are heard and not asked. */
const TRANSPORTS: Readonly<Record<string, StreamTransport>> = {
	mqtt: 'mqtt',
	mqtts: 'mqtt',
	ws: 'websocket',
	wss: 'websocket',
	tcp: 'tcp',
	udp: 'udp',
}

type Streamed = { readonly url: string; readonly stream?: StreamConfig | undefined }

/** How a feed is heard: by one connection that stays open, or a port that waits. Undefined: it is not. */
export function streamTransport({ url, stream }: Streamed): StreamTransport | undefined {
	const scheme = url.slice(0, url.indexOf(':')).toLowerCase()
	return /^https?$/.test(scheme) ? stream?.type : TRANSPORTS[scheme]
}

type Fault = { readonly key: string; readonly message: string }

/** What the schema cannot say of an address and its stream. */
export function streamFaults({ url, stream }: Streamed): readonly Fault[] {
	const scheme = url.slice(0, url.indexOf(':')).toLowerCase()
	if (streamTransport({ url, stream }) === undefined) {
		return stream
			? [{ key: 'stream', message: `says nothing of an address in ${scheme}; "type": "sse" is missing, or the address is another` }]
			: []
	}
	return [...addressFaults(url, scheme), ...(scheme.startsWith('mqtt') ? mqttFaults(stream) : foreignWords(scheme, stream))]
}

function addressFaults(url: string, scheme: string): readonly Fault[] {
	const { port, hostname, username, password } = new URL(url)
	if (hostname === '') return [{ key: 'url', message: 'names no host' }]
	if (username !== '' || password !== '')
		return [{ key: 'url', message: 'holds a secret, which belongs into a file (passwordFile, secretFiles)' }]
	return port === '' && (scheme === 'tcp' || scheme === 'udp') ? [{ key: 'url', message: `must name a port: ${scheme}://HOST:PORT` }] : []
}

function mqttFaults(stream: StreamConfig | undefined): readonly Fault[] {
	const topics = stream?.topics
	if (!topics) return [{ key: 'stream.topics', message: 'must name the topics to subscribe to' }]
	const bad = topics.findIndex((topic) => !isTopicFilter(topic))
	return [
		...(bad < 0
			? []
			: [{ key: `stream.topics.${bad}`, message: 'is no topic filter: # stands last and alone, + alone between two slashes' }]),
		...unused(stream, ['hello', 'headers', 'type'], 'MQTT'),
	]
}

/** MQTT 5.0 §4.7.1. */
function isTopicFilter(topic: string): boolean {
	const levels = topic.split('/')
	return levels.every((level, i) =>
		level.includes('#') ? level === '#' && i === levels.length - 1 : level === '+' || !level.includes('+'),
	)
}

const SPEAKS: ReadonlySet<string> = new Set(['ws', 'wss', 'tcp'])

function foreignWords(scheme: string, stream: StreamConfig | undefined): readonly Fault[] {
	if (!stream) return []
	return [
		...unused(stream, ['topics', 'username', 'passwordFile', 'clientId'], scheme),
		...(SPEAKS.has(scheme) ? [] : unused(stream, ['hello'], scheme)),
		...(scheme === 'tcp' || scheme === 'udp' ? unused(stream, ['headers', 'caFile', 'type'], scheme) : []),
	]
}

function unused(stream: StreamConfig | undefined, names: readonly (keyof StreamConfig)[], scheme: string): readonly Fault[] {
	return names.flatMap((name) => (stream?.[name] === undefined ? [] : [{ key: `stream.${name}`, message: `says nothing in ${scheme}` }]))
}

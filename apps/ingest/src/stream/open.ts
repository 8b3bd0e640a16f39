import { StreamConfig } from '@lagebild/config/stream.ts'
import type { Framer } from '@lagebild/feeds/frame/framer.ts'

import type { KeyedFeed } from '../config.ts'
import { eventStream } from './event-stream.ts'
import { mqttStream } from './mqtt.ts'
import { withSecrets } from './secrets.ts'
import type { Secrets } from './secrets.ts'
import type { Stream, StreamReach } from './stream.ts'
import { tcpStream } from './tcp.ts'
import { udpStream } from './udp.ts'
import { webSocketStream } from './web-socket.ts'

const DEFAULTS = StreamConfig.parse({})
const MQTT_PORT = 1883
const MQTTS_PORT = 8883

/** `frame`: of a format that has one of its own. */
export type Opening = { readonly secrets: Secrets; readonly frame?: (() => Framer) | undefined }

/** The way to hear a feed that its address names. To be asked of feeds that `streamTransport` knows. */
export function openStream(feed: KeyedFeed, { secrets, frame }: Opening): Stream {
	const { url, allowPrivateHosts, timeoutSeconds, stream = DEFAULTS } = feed
	const { ca } = secrets
	const reach: StreamReach = {
		allowPrivateHosts,
		timeoutMs: timeoutSeconds * 1_000,
		maxBytes: stream.maxBytes,
		...(ca !== undefined && { ca }),
	}
	const { protocol, hostname, port } = new URL(url)
	const host = hostname.replace(/^\[|\]$/g, '')
	const hello = helloOf(stream, secrets)
	switch (protocol) {
		case 'mqtt:':
		case 'mqtts:':
			return mqttStream(
				{ ...mqttWords(stream, secrets), host, isSecure: protocol === 'mqtts:', port: port === '' ? mqttPort(protocol) : Number(port) },
				reach,
			)
		case 'ws:':
		case 'wss:':
			return webSocketStream({ url, headers: headersOf(stream, secrets), hello }, reach)
		case 'tcp:':
			return tcpStream({ host, port: Number(port), hello, frame }, reach)
		case 'udp:':
			return udpStream({ host, port: Number(port), frame }, reach)
		default:
			return eventStream({ url, headers: headersOf(stream, secrets) }, reach)
	}
}

function mqttPort(protocol: string): number {
	return protocol === 'mqtts:' ? MQTTS_PORT : MQTT_PORT
}

function mqttWords({ topics = [], qos, clientId, username }: StreamConfig, { password }: Secrets) {
	return {
		topics,
		qos,
		...(clientId !== undefined && { clientId }),
		...(username !== undefined && { username }),
		...(password !== undefined && { password }),
	}
}

function helloOf({ hello = [] }: StreamConfig, secrets: Secrets): readonly string[] {
	return (typeof hello === 'string' ? [hello] : hello).map((text) => withSecrets(text, secrets))
}

function headersOf({ headers = {} }: StreamConfig, secrets: Secrets): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, withSecrets(value, secrets)]))
}

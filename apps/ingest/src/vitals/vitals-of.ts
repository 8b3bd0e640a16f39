import { hostname } from 'node:os'

import type { FeedTransport, FeedVitals } from '@lagebild/model/feeds-protocol.ts'

import type { KeyedFeed } from '../config.ts'
import type { Worker } from '../worker.ts'
import { maskedAddress } from './mask.ts'

/** How a feed does, as the hub is told. */
export function vitalsOf({ feed, adapter, watch }: Worker): FeedVitals {
	const { mode, key, version, endRule, geometryFrom, everyMs, silentMs } = adapter.descriptor
	const paceMs = feed.everySeconds * 1_000
	const { ratePerMinute, lagP95Ms, minutes } = watch.summary
	return {
		operation: feed.operation,
		transport: transportOf(feed),
		mode,
		key: key.slice(0, 300),
		version: version.slice(0, 300),
		endRule: endRule.slice(0, 300),
		geometryFrom: geometryFrom.slice(0, 300),
		cadenceMs: Math.max(everyMs, paceMs),
		silentMs: Math.max(silentMs, 3 * paceMs),
		newest: watch.newest,
		lastError: watch.error,
		ratePerMinute,
		lagP95Ms,
		address: maskedAddress(feed.url).slice(0, 2_000),
		node: NODE,
		mappingVersion: watch.mappingVersion,
		minutes: [...minutes],
	}
}

/** Several ingests may run on one machine. */
const NODE = `${hostname()} (${process.pid})`.slice(-120)

const TRANSPORTS: ReadonlyMap<string, FeedTransport> = new Map([
	['file', 'file'],
	['webhook', 'webhook'],
	['mqtt', 'mqtt'],
	['mqtts', 'mqtt'],
	['ws', 'websocket'],
	['wss', 'websocket'],
	['tcp', 'tcp'],
	['udp', 'udp'],
])

/** By the address, as integrators call it. */
function transportOf({ url, stream }: KeyedFeed): FeedTransport {
	return TRANSPORTS.get(url.slice(0, url.indexOf(':'))) ?? (stream?.type === 'sse' ? 'sse' : 'poll')
}

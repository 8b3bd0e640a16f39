import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { pino } from 'pino'
import * as z from 'zod'

import { keepSecret, playNetworkServer } from './devices/network-server.ts'
import { freePortAfter, playTablet, TABLETS } from './devices/tablets.ts'
import { feedsOf, takDoor } from './feeds.ts'
import type { FeedPlan } from './feeds.ts'
import { landOf, listen, play, SOURCES } from './run.ts'
import type { Clock } from './scenario/clock.ts'
import { serveMqtt } from './serve/mqtt.ts'
import { serveNmea } from './serve/nmea.ts'
import { readState, stateAt } from './state.ts'

const Options = z.strictObject({
	/** Address of the hub. */
	hub: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, '')),
	/** JSON file with one key per source of the exercise. */
	keys: z.string().min(1),
	operation: z.string().default('sturmflut'),
	/** Standing operation that takes the public feeds. */
	base: z.string().default('base-exercise'),
	speed: z.coerce.number().min(0.1).max(600).default(1),
	port: z.coerce.number().int().min(0).max(65_535).default(0),
	/** `all`: a source of each protocol, beside those of a city. */
	sources: z.enum(['basic', 'all']).default('basic'),
	/** Where feeds wait for what is posted, HOST:PORT; absent: nothing is posted. */
	webhooks: z
		.string()
		.regex(/^\S+:\d{1,5}$/)
		.optional(),
	/** File that a restart goes on from. */
	state: z.string().min(1),
})

const log = pino({ name: 'exercise', base: null, timestamp: pino.stdTimeFunctions.isoTime })
const text = { type: 'string' } as const

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { hub: text, keys: text, operation: text, base: text, speed: text, port: text, sources: text, state: text, webhooks: text },
	})
	const options = Options.parse(values)
	const keys = z.record(z.enum(SOURCES), z.string()).parse(JSON.parse(readFileSync(options.keys, 'utf8')))
	const stop = new AbortController()
	for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect']) process.on(signal, () => stop.abort())
	const begun = stateAt(Date.now(), readState(options.state), options.speed)
	const { server, port } = await listen(begun, options.port, Date.now)
	const { operation, base: standing, speed, sources, webhooks } = options
	const { ports, close } = sources === 'all' ? await openStreams(begun.clock) : NO_STREAMS
	const postSecret = sources === 'all' && webhooks !== undefined ? keepSecret(`${options.state}.webhook`) : undefined
	const feeds = feedsOf({ base: `http://127.0.0.1:${port}`, operation, standing, speed, sources, ...ports, postSecret })
	const takPort = sources === 'all' ? await freePortAfter(port) : undefined
	const tak = takPort === undefined ? [] : [takDoor(operation, takPort)]
	process.send?.({ type: 'listening', port, feeds, tak })
	log.info({ port, speed: options.speed }, 'the exercise is running')
	const hub = { url: options.hub, operation: options.operation, signal: stop.signal, warn: sparingly((message) => log.warn(message)) }
	const tablets = takPort === undefined ? [] : TABLETS
	const carried = tablets.map((tablet) =>
		playTablet(tablet, { port: takPort ?? 0, clock: begun.clock, now: Date.now, signal: stop.signal }),
	)
	const { clock } = begun
	carried.push(playNetworkServer({ address: webhooks, secretFile: postSecret, clock, now: Date.now, signal: stop.signal }))
	try {
		await play({ hub, keys, stateFile: options.state, now: Date.now }, { ...begun, port })
	} finally {
		await Promise.all(carried)
		server.close()
		server.closeAllConnections()
		close()
	}
}

type Streams = { readonly ports: Pick<FeedPlan, 'nmeaPort' | 'mqttPort'>; readonly close: () => void }

const NO_STREAMS: Streams = { ports: {}, close: () => undefined }

/** What is heard and not asked, each on a port of its own. */
async function openStreams(clock: Clock): Promise<Streams> {
	const [nmea, mqtt] = await Promise.all([serveNmea({ clock, land: landOf() }, Date.now), serveMqtt(clock, Date.now)])
	return {
		ports: { nmeaPort: nmea.port, mqttPort: mqtt.port },
		close: () => {
			nmea.close()
			mqtt.close()
		},
	}
}

/** The same words are said once in this time, ms: a device repeats itself every second. */
const SAME_WORDS_MS = 60_000

function sparingly(say: (text: string) => void): (text: string) => void {
	const said = new Map<string, number>()
	return (words) => {
		const now = Date.now()
		for (const [old, at] of said) if (now - at >= SAME_WORDS_MS) said.delete(old)
		if (said.has(words)) return
		said.set(words, now)
		say(words)
	}
}

/** Nothing must keep a process alive that has finished. */
function leave(): void {
	if (process.connected) process.disconnect()
}

main().then(leave, (error: unknown) => {
	log.fatal(error instanceof Error ? error.message : 'the exercise failed')
	process.exitCode = 1
	leave()
})

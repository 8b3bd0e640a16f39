import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'

import { describeFailure } from '@lagebild/feeds/fetch-failure.ts'
import type { CheckStep } from '@lagebild/model/feeds-protocol.ts'
import { instant, iso } from '@lagebild/model/time.ts'
import { guardedSocket } from '@lagebild/outbound/guarded-socket.ts'

import { keyOf } from '../collected.ts'
import type { Worker } from '../worker.ts'
import type { Desk } from './desk.ts'
import { excerptOf, maskedAddress } from './mask.ts'
import { vitalsOf } from './vitals-of.ts'

type StepName = CheckStep['step']
/** What a step found. @throws with the reason, in words, when the chain breaks there */
type Step = { readonly step: StepName; readonly look: (() => Promise<string>) | undefined }

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'ws:': 80, 'wss:': 443, 'mqtt:': 1_883, 'mqtts:': 8_883 }
const TLS: ReadonlySet<string> = new Set(['https:', 'wss:', 'mqtts:'])
/** Somebody connects to somebody else. */
const OUTWARD = /^(?:https?|wss?|mqtts?|tcp):$/

/** Looks step by step where the chain from the source to the picture breaks, and tells it. */
export async function check(worker: Worker, desk: Desk, command: number): Promise<void> {
	const steps: CheckStep[] = []
	let broken = false
	for (const { step, look } of stepsOf(worker, desk)) {
		/** The way to the hub is another one, and worth a look whatever is wrong before it. */
		const reached: boolean = !broken || step === 'hub'
		const told: Omit<CheckStep, 'step'> = look && reached ? await taken(look, worker) : SKIPPED
		broken ||= told.outcome === 'failed'
		steps.push({ step, ...told })
	}
	await desk.check({ command, at: iso(worker.ports.now()), steps })
}

const SKIPPED = { outcome: 'skipped', ms: null, text: '' } as const

async function taken(look: () => Promise<string>, { watch }: Worker): Promise<Omit<CheckStep, 'step'>> {
	const begun = performance.now()
	const told = await look().then(
		(text) => ({ outcome: 'ok' as const, text }),
		(error: unknown) => ({ outcome: 'failed' as const, text: error instanceof Error ? error.message : String(error) }),
	)
	return { ...told, ms: Math.round(performance.now() - begun), text: watch.masked(told.text).slice(0, 300) }
}

function stepsOf(worker: Worker, desk: Desk): readonly Step[] {
	const url = URL.parse(worker.feed.url)
	const outward = url !== null && OUTWARD.test(url.protocol) ? url : undefined
	const read: { bytes?: Uint8Array; contentType?: string } = {}
	return [
		{ step: 'address', look: () => address(worker) },
		{ step: 'name', look: outward && (() => nameOf(outward)) },
		{ step: 'connect', look: outward && (() => connect(worker, outward, false)) },
		{ step: 'tls', look: outward && TLS.has(outward.protocol) ? () => connect(worker, outward, true) : undefined },
		{ step: 'answer', look: () => answer(worker, read) },
		{ step: 'understood', look: () => understood(worker, read) },
		{ step: 'hub', look: () => hub(worker, desk) },
	]
}

function address({ feed }: Worker): Promise<string> {
	return URL.canParse(feed.url) ? Promise.resolve(maskedAddress(feed.url)) : Promise.reject(new Error('the address cannot be read'))
}

async function nameOf({ hostname }: URL): Promise<string> {
	const host = hostname.replace(/^\[|\]$/g, '')
	if (isIP(host) !== 0) return host
	try {
		const found = await lookup(host, { all: true })
		return found.map((one) => one.address).join(', ')
	} catch (error) {
		throw new Error(describeFailure(error, `http://${hostname}`), { cause: error })
	}
}

async function connect({ feed }: Worker, { hostname, port, protocol, href }: URL, tls: boolean): Promise<string> {
	const reach = { allowPrivateHosts: feed.allowPrivateHosts, timeoutMs: feed.timeoutSeconds * 1_000 }
	const endpoint = { host: hostname, port: port === '' ? (PORTS[protocol] ?? 0) : Number(port), ...(tls && { tls: {} }) }
	const socket = guardedSocket(endpoint, reach)
	try {
		await opened(socket, tls ? 'secureConnect' : 'connect')
		return tls && socket instanceof TLSSocket ? certificateOf(socket) : `${socket.remoteAddress ?? ''}:${socket.remotePort ?? ''}`
	} catch (error) {
		throw new Error(describeFailure(error, href), { cause: error })
	} finally {
		socket.destroy()
	}
}

function opened(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
	return new Promise((resolve, reject) => {
		socket.once(event, () => resolve())
		socket.once('error', reject)
	})
}

function certificateOf(socket: TLSSocket): string {
	const { valid_to: until, issuer } = socket.getPeerCertificate()
	const by = [issuer?.O, issuer?.CN].flat().find((name) => name !== undefined)
	return `${socket.getProtocol() ?? 'TLS'}, certificate until ${until}${by === undefined ? '' : `, by ${by}`}`
}

type Read = { bytes?: Uint8Array; contentType?: string }

/** What is polled is asked once, beside its usual time; what comes by itself is judged by what came. */
async function answer({ feed, adapter, ports, watch }: Worker, read: Read): Promise<string> {
	const first = adapter.documents(feed.url)[0]
	if (!first || !isAsked(feed)) return heard(watch.sample()?.at)
	const fetched = await ports.fetcher.get(first.url, undefined, ports.signal)
	if (fetched.type === 'failed') throw new Error([fetched.reason, excerptOf(fetched.said ?? '')].filter((text) => text !== '').join(': '))
	if (fetched.type === 'unchanged') return 'unchanged'
	read.bytes = fetched.bytes
	if (fetched.contentType !== undefined) read.contentType = fetched.contentType
	return `${fetched.bytes.length} bytes${fetched.contentType === undefined ? '' : `, ${fetched.contentType}`}`
}

function isAsked({ url, stream }: Worker['feed']): boolean {
	return /^(?:https?|file):/.test(url) && stream?.type !== 'sse'
}

function heard(at: string | undefined): string {
	if (at === undefined) throw new Error('nothing came yet that was understood')
	return `the newest message came at ${at}`
}

function understood({ feed, watch, adapter, ports, known }: Worker, { bytes, contentType }: Read): Promise<string> {
	if (!bytes) return Promise.resolve(heard(watch.sample()?.at))
	const first = adapter.documents(feed.url)[0]
	const reception = {
		feed: feed.id,
		received: instant(ports.now()),
		...(first && { url: first.url, document: first.document }),
		...(contentType !== undefined && { contentType }),
	}
	const { events, measurements, rejects, followUps } = watch.plain.parse(bytes, reception)
	const said = events.length + measurements.length + followUps.length
	const [refused] = rejects
	if (said === 0 && refused) return Promise.reject(new Error(`${refused.reason}: ${refused.message}`))
	const more = followUps.filter((followUp) => !known.documents.has(keyOf(followUp))).length
	const parts = [`${events.length} events`, `${measurements.length} batches of values`, `${rejects.length} refused`]
	return Promise.resolve([...parts, ...(more > 0 ? [`refers to ${more} more documents`] : [])].join(', '))
}

async function hub(worker: Worker, desk: Desk): Promise<string> {
	const delivered = await desk.vitals(vitalsOf(worker))
	if (delivered.type === 'undelivered') throw new Error(delivered.reason)
	if (delivered.type === 'refused') throw new Error(`${delivered.fault.fault}: ${delivered.fault.message}`)
	return worker.told === '' ? 'reached' : 'reached, and it knows how this feed is'
}

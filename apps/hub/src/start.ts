import { createServer } from 'node:http'
import type { Server } from 'node:http'
import path from 'node:path'

import type { Access } from '@lagebild/access/store.ts'
import type { Settings } from '@lagebild/config/read.ts'
import { openPhotos } from '@lagebild/journal/photos/open.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { policyOf } from '@lagebild/picture/standing.ts'
import type { Logger } from 'pino'

import manifest from '../package.json' with { type: 'json' }
import { AccessLog } from './access-log.ts'
import { openAlarms } from './alarms/open.ts'
import { Backups } from './backups.ts'
import { Caretaker } from './caretaker.ts'
import { steadyClock } from './clock.ts'
import type { Clock } from './clock.ts'
import { DirectoryFeed } from './directory.ts'
import type { DirectoryOptions } from './directory.ts'
import { FeedDesk } from './feeds/desk.ts'
import { Films } from './films.ts'
import { openHubAccess } from './hub-access.ts'
import { createBasemapProbe } from './io/basemap-probe.ts'
import { addressReader } from './io/client-address.ts'
import { openGateway } from './io/gateway/gateway.ts'
import { Outlets } from './io/gateway/outlets.ts'
import { openWays } from './io/gateway/ways.ts'
import { createApp } from './io/http/app.ts'
import { Exports } from './io/http/audit.ts'
import type { HubContext } from './io/http/context.ts'
import { KnownBrowsers } from './io/http/known-browsers.ts'
import { createMetrics } from './io/metrics.ts'
import type { Metrics } from './io/metrics.ts'
import { createOverlays } from './io/overlays.ts'
import { answerBrokenRequests, serverLimits } from './io/server-limits.ts'
import { openSharedQuarantine } from './io/storage/quarantine-postgres.ts'
import { openQuarantine } from './io/storage/quarantine-sqlite.ts'
import type { Quarantine } from './io/storage/quarantine.ts'
import { Strangers } from './io/strangers.ts'
import { openJournals } from './journals.ts'
import { openLan } from './lan/open.ts'
import type { LanReach, OpenLan } from './lan/open.ts'
import type { Meter } from './meter.ts'
import { openOidc } from './oidc/door.ts'
import { Operations } from './operations.ts'
import type { OperationsOptions } from './operations.ts'
import { Papers } from './papers.ts'
import { Past } from './past.ts'
import { Presence } from './presence/presence.ts'
import { Regrants } from './regrants.ts'
import type { RegrantsOptions } from './regrants.ts'
import { Slices } from './slices.ts'
import { Streams } from './stream/streams.ts'
import { Turns } from './turns.ts'
import { openSelfWatch } from './watch/open.ts'
import { openCourier, openWebhooks } from './webhooks/open.ts'
import type { WebhookStore } from './webhooks/store.ts'

export type HubOptions = {
	readonly log: Logger
	/** The process cannot go on: what was being written is unknown until it has started again. */
	readonly onFatal: (error: Error) => void
	/** Called when requests are taken; `/readyz` says when the pictures are complete, which is when `startHub` resolves. */
	readonly onListening?: (address: HubAddress) => void
}

/** `url` is for programs of this machine; `lan` for all others. */
export type HubAddress = { readonly port: number; readonly url: string; readonly lan?: LanReach }

export type RunningHub = HubAddress & {
	/** Asks again for every connection whether its credential still holds, as happens every 30 s. */
	readonly recheck: () => void
	readonly papers: Papers
	/** Says goodbye, finishes what was begun, leaves snapshots and closes the journals. */
	readonly stop: () => Promise<void>
}

/** Time for requests that wait for the journal when the hub stops. */
const PATIENCE_MS = 5_000
/** Time for answers that are being read when the hub stops. */
const LINGER_MS = 2_000

/** @throws when the data folder is held by another process, a journal is damaged, or the port is taken; nothing stays open then. */
export async function startHub(settings: Settings, options: HubOptions): Promise<RunningHub> {
	const parts = await openParts(settings, options)
	let lan: OpenLan | undefined
	try {
		const local = await listen(parts.server, settings)
		lan = await openReach(settings, parts)
		const address = { ...local, ...(lan && { lan: lan.reach }) }
		options.onListening?.(address)
		await parts.context.operations.openAll()
		parts.caretaker.start()
		parts.selfWatch.start()
		parts.alarms.start()
		parts.backups.start()
		parts.papers.start()
		parts.context.webhooks.courier.start()
		let stopped: Promise<void> | undefined
		return { ...address, recheck: parts.recheck, papers: parts.papers, stop: () => (stopped ??= stop(parts, lan)) }
	} catch (error) {
		await stop(parts, lan)
		throw error
	}
}

type Parts = Awaited<ReturnType<typeof openParts>>

async function openReach({ lan, dataFolder, limits }: Settings, { server, context, limit }: Parts): Promise<OpenLan | undefined> {
	const { now, log } = context
	return lan && openLan({ lan, dataFolder, local: server, limit, options: serverLimits(limits), now, log })
}

function outputOf(outlets: Outlets, streams: Streams): Pick<OperationsOptions, 'deliver' | 'together'> {
	return {
		deliver: (delivery) => {
			outlets.deliver(delivery)
			streams.viewers.deliver(delivery)
		},
		together: (work) => {
			outlets.together(work)
		},
	}
}

async function openParts(settings: Settings, { log, onFatal }: HubOptions) {
	const now = steadyClock()
	const { journals, access, ...kept } = await openStores(settings, { now, log, onFatal })
	const { store, bus, heads } = journals
	const outlets = new Outlets(
		(frame, bytes, viewers) => {
			metrics.frames.inc({ lane: frame.lane }, viewers)
			metrics.frameBytes.inc({ lane: frame.lane }, bytes * viewers)
		},
		await openWays(settings),
	)
	const streams = new Streams()
	const common = { store, bus, heads, now, log, onFatal, followAccess: access.follow }
	const operations = new Operations({
		...common,
		grantOf: (credential) => presentGrant(access, credential),
		...outputOf(outlets, streams),
		onReach: () => {
			recheck()
			context.presence.renamed()
		},
		onDirectory: () => {
			following.directory.due()
		},
		meter: meterOf(() => metrics),
		onRetired: (running) => {
			for (const pictures of [context.past, context.films]) pictures.forget(running)
		},
	})
	const metrics = createMetrics({ operations, photos: kept.photos, webhooks: kept.subscriptions }, now)
	const presence = openPresence(settings, { bus, operations, outlets })
	const context = contextOf(settings, { ...kept, access, operations, bus, presence, streams, metrics, log, now })
	const server = createServer(serverLimits(settings.limits), createApp(context))
	const limit = (one: Server): void => limitServer(one, context)
	limit(server)
	const recheck = (): void => {
		gateway.recheck()
		streams.review(context)
	}
	const following = follow({ access, operations, log, now }, recheck)
	const gateway = openGateway(server, context, outlets)
	const unwatch = streams.watch(context)
	const caretaker = new Caretaker({ operations, store, bus, heads, photos: kept.photos, retention: settings.retention, now, log })
	const papers = new Papers({ settings, operations, slices: context.slices, now, log })
	const selfWatch = openSelfWatch(settings, { store, operations, papers, now, log })
	const alarms = openAlarms(settings, { store, operations, now, log })
	const backups = new Backups({ settings, version: manifest.version, now, log })
	return { ...kept, alarms, backups, papers, selfWatch, journals, context, server, limit, gateway, recheck, unwatch, caretaker, following }
}

function limitServer(server: Server, { strangers, metrics }: HubContext): void {
	strangers.watch(server)
	answerBrokenRequests(server, (fault) => {
		metrics.faults.inc({ fault })
	})
}

function meterOf(metrics: () => Metrics): Meter {
	return {
		appended: (ms) => metrics().appendSeconds.observe(ms / 1_000),
		committed: (entries) => metrics().commitEntries.observe(entries),
		ticked: (ms) => metrics().tickSeconds.observe(ms / 1_000),
		resynced: (why) => metrics().resyncs.inc({ why }),
	}
}

type ContextParts = Pick<
	HubContext,
	'access' | 'operations' | 'bus' | 'presence' | 'quarantine' | 'photos' | 'streams' | 'metrics' | 'log' | 'now'
> & {
	readonly accessLog: AccessLog
	readonly subscriptions: WebhookStore
}

function contextOf(settings: Settings, { accessLog, subscriptions, ...parts }: ContextParts): HubContext {
	const { access, operations, streams, now, log } = parts
	const slices = new Slices()
	return {
		settings,
		standing: policyOf(settings.standing),
		version: manifest.version,
		...pagesOf(settings),
		...parts,
		basemaps: createBasemapProbe(settings.basemaps, now),
		overlays: createOverlays(settings.overlays, now),
		addressOf: addressReader(settings.trustedProxies),
		feeds: new FeedDesk(parts),
		webhooks: {
			store: subscriptions,
			courier: openCourier(settings, { store: subscriptions, operations, access, viewers: streams.viewers, now, log }),
		},
		slices,
		past: new Past(slices),
		films: new Films(slices),
		strangers: new Strangers((fault) => {
			parts.metrics.faults.inc({ fault })
		}),
		turns: new Turns(),
		knownBrowsers: new KnownBrowsers(() => access.secret('known browsers'), now),
		oidc: openOidc(settings.oidc, { key: () => access.secret('provider sign-in'), now }),
		exports: new Exports(access),
		auditJournal: () => accessLog.settled().then(() => accessLog.journal),
	}
}

type PresenceParts = Pick<HubContext, 'bus' | 'operations'> & { readonly outlets: Outlets }

function openPresence({ database }: Settings, { bus, operations, outlets }: PresenceParts): Presence {
	return new Presence({
		bus,
		shared: database !== undefined,
		operation: (id) => operations.get(id)?.operation,
		send: (viewer, message) => outlets.tellPresence(viewer, message),
	})
}

/** Folders of the built pages. */
function pagesOf({ webFolder }: Settings): Pick<HubContext, 'webFolder' | 'fieldFolder'> {
	if (webFolder !== undefined) return { webFolder, fieldFolder: path.join(webFolder, 'field') }
	const apps = path.resolve(import.meta.dirname, '../..')
	return { webFolder: path.join(apps, 'command-post', 'dist'), fieldFolder: path.join(apps, 'field', 'dist') }
}

/** A session without an account ends, and never changes. */
function presentGrant(access: Access, credential: string): Grant | 'same' | undefined {
	const grant = access.grantOfCredential(credential)
	return grant ?? (credential.startsWith('link-') && access.sessionsOf(credential).length > 0 ? 'same' : undefined)
}

/** What the journals and the cores are told of the directory. */
function follow(parts: Omit<RegrantsOptions, 'onTold'> & DirectoryOptions, onTold: () => void) {
	return { regrants: new Regrants({ ...parts, onTold }), directory: new DirectoryFeed(parts) }
}

/** What is kept on disk. Nothing of it stays open when a part of it cannot be. */
async function openStores(settings: Settings, { now, log, onFatal }: HubOptions & { readonly now: Clock }) {
	const journals = await openJournals(settings, { log, onFatal })
	const { store } = journals
	const opened: (() => unknown)[] = []
	try {
		const access = await openHubAccess(settings, { bus: journals.bus, now, log, onFatal })
		opened.push(access.close)
		const quarantine = await openRejects(settings, now)
		opened.push(quarantine.close)
		const photos = await openPhotos(settings)
		opened.push(photos.close)
		const subscriptions = await openWebhooks(settings, now)
		opened.push(subscriptions.close)
		return { journals, access, quarantine, photos, subscriptions, accessLog: await AccessLog.open({ store, access, now, log }) }
	} catch (error) {
		for (const close of opened) await close()
		await journals.close()
		throw error
	}
}

/** Beside this program, or where the journals of several hubs lie. */
function openRejects({ database, dataFolder, node }: Settings, now: Clock): Promise<Quarantine> {
	if (database === undefined) return Promise.resolve(openQuarantine(dataFolder, now))
	return openSharedQuarantine({ url: database, node, now })
}

function listen(server: Server, { host, port }: Settings): Promise<{ port: number; url: string }> {
	return new Promise((resolve, reject) => {
		server.once('error', reject)
		server.listen({ host, port }, () => {
			server.off('error', reject)
			const address = server.address()
			const bound = typeof address === 'object' && address !== null ? address.port : port
			resolve({ port: bound, url: `http://${reachable(host)}:${bound}` })
		})
	})
}

/** As a program on this machine reaches it. */
function reachable(host: string): string {
	if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
	return host.includes(':') ? `[${host}]` : host
}

/** Ticks go on until nothing waits: measurements are written by them. */
async function stop(
	{ alarms, backups, papers, selfWatch, journals, accessLog, context, server, gateway, unwatch, caretaker, following }: Parts,
	lan?: OpenLan,
): Promise<void> {
	const { operations, access, quarantine, photos, webhooks } = context
	context.feeds.close()
	unwatch()
	await webhooks.courier.stop()
	await alarms.stop()
	await selfWatch.stop()
	await Promise.all([backups.stop(), papers.stop()])
	await operations.wind(PATIENCE_MS)
	await caretaker.stop()
	const cut = setTimeout(() => {
		server.closeAllConnections()
	}, LINGER_MS)
	await gateway.close()
	context.presence.close()
	await lan?.close()
	clearTimeout(cut)
	await context.oidc.close()
	following.directory.close()
	await following.regrants.close()
	await operations.close()
	context.exports.flush()
	await access.flush()
	await accessLog.close()
	await journals.close()
	access.close()
	await quarantine.close()
	await photos.close()
	await webhooks.store.close()
}

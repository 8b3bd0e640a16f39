import type { PhotoStore } from '@lagebild/journal/photos/port.ts'
import { LANES } from '@lagebild/model/row.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import { size } from '@lagebild/picture/read.ts'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

import { inStep } from '../core/viewer.ts'
import type { Viewer } from '../core/viewer.ts'
import { feedRows } from '../feed-rows.ts'
import type { Operations } from '../operations.ts'
import type { RunningOperation } from '../running.ts'
import { webhookGauges } from '../webhooks/figures.ts'
import type { WebhookStore } from '../webhooks/store.ts'

export type Metrics = {
	/** In the text format of Prometheus; `whole`: with what counts the things in a picture, hidden ones included. */
	readonly text: (whole: boolean) => Promise<string>
	readonly contentType: string
	readonly requests: Counter<'method' | 'status'>
	readonly requestSeconds: Histogram<'method'>
	readonly faults: Counter<'fault'>
	readonly signIns: Counter<'way'>
	readonly refusedSignIns: Counter<'way'>
	readonly frames: Counter<'lane'>
	readonly frameBytes: Counter<'lane'>
	readonly appendSeconds: Histogram
	readonly commitEntries: Histogram
	readonly tickSeconds: Histogram
	readonly resyncs: Counter<'why'>
	readonly photos: Counter<'outcome'>
}

/** What is asked at the moment of reading. */
type Reading = { readonly name: string; readonly help: string; readonly of: (running: RunningOperation, now: number) => number }

const READINGS: readonly Reading[] = [
	{ name: 'lagebild_picture_seq', help: 'Place in the journal that the picture is at.', of: ({ picture }) => headOf(picture) },
	{
		name: 'lagebild_picture_age_seconds',
		help: 'Time since the hub knew that it was at the head.',
		of: ({ hub }, now) => (now - hub.asOf) / 1_000,
	},
	{ name: 'lagebild_viewers', help: 'Connections that follow the operation.', of: ({ hub }) => hub.viewers.size },
	{
		name: 'lagebild_viewers_behind',
		help: 'Connections that are out of step with their group in some lane: slow, loading, or just come.',
		of: ({ hub }) => hub.viewers.values().reduce((sum, viewer) => sum + (isInStep(viewer) ? 0 : 1), 0),
	},
	{
		name: 'lagebild_groups',
		help: 'Groups of viewers that share their frames, over all lanes.',
		of: ({ hub }) => LANES.reduce((sum, lane) => sum + hub.groups[lane].size, 0),
	},
	{ name: 'lagebild_waiting_requests', help: 'Requests that wait for the journal.', of: ({ runner }) => runner.waiting },
]

const COUNTING: Reading = {
	name: 'lagebild_picture_entities',
	help: 'Entities that the picture knows.',
	of: ({ picture }) => size(picture),
}

function isInStep({ phase }: Viewer): boolean {
	return phase.type === 'live' && inStep(phase.lanes)
}

const MS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5]

/** The inside, as it happens. */
function measures(registers: Registry[]) {
	return {
		appendSeconds: new Histogram({
			name: 'lagebild_append_seconds',
			help: 'Time until an append is durable, or refused.',
			buckets: MS,
			registers,
		}),
		commitEntries: new Histogram({
			name: 'lagebild_commit_entries',
			help: 'Entries that were committed together.',
			buckets: [1, 2, 5, 10, 20, 50, 100, 200],
			registers,
		}),
		tickSeconds: new Histogram({ name: 'lagebild_tick_seconds', help: 'Time of one tick with all its frames.', buckets: MS, registers }),
		resyncs: new Counter({
			name: 'lagebild_resyncs_total',
			help: 'Clients that begin again: gap, they missed something; digest, their content is not the hub’s.',
			labelNames: ['why'],
			registers,
		}),
	}
}

type Measured = {
	readonly operations: Operations
	readonly photos: Pick<PhotoStore, 'held'>
	readonly webhooks: Pick<WebhookStore, 'list'>
}

export function createMetrics({ operations, photos, webhooks }: Measured, now: () => number): Metrics {
	const registry = new Registry()
	const registers = [registry]
	collectDefaultMetrics({ register: registry })
	for (const reading of READINGS) registry.registerMetric(gauge(reading, operations, now))
	for (const what of ['photos', 'bytes'] as const) registry.registerMetric(photoGauge(what, photos))
	for (const each of webhookGauges({ store: webhooks, now })) registry.registerMetric(each)
	const counting = new Registry()
	counting.registerMetric(feedGauge(operations))
	counting.registerMetric(gauge(COUNTING, operations, now))
	return {
		text: async (whole) => (await registry.metrics()) + (whole ? await counting.metrics() : ''),
		contentType: registry.contentType,
		...measures(registers),
		photos: new Counter({
			name: 'lagebild_photos_total',
			help: 'Photos that were sent, by what became of them.',
			labelNames: ['outcome'],
			registers,
		}),
		requests: new Counter({
			name: 'lagebild_http_requests_total',
			help: 'Answered HTTP requests.',
			labelNames: ['method', 'status'],
			registers,
		}),
		requestSeconds: new Histogram({ name: 'lagebild_http_request_seconds', help: 'Time to answer.', labelNames: ['method'], registers }),
		faults: new Counter({ name: 'lagebild_faults_total', help: 'Refusals by code.', labelNames: ['fault'], registers }),
		signIns: new Counter({ name: 'lagebild_sign_ins_total', help: 'Sign-ins of people.', labelNames: ['way'], registers }),
		refusedSignIns: new Counter({
			name: 'lagebild_sign_ins_refused_total',
			help: 'Sign-ins that were refused.',
			labelNames: ['way'],
			registers,
		}),
		frames: new Counter({ name: 'lagebild_frames_total', help: 'Frames handed to viewers.', labelNames: ['lane'], registers }),
		frameBytes: new Counter({ name: 'lagebild_frame_bytes_total', help: 'Their text, bytes.', labelNames: ['lane'], registers }),
	}
}

function gauge({ name, help, of }: Reading, operations: Operations, now: () => number): Gauge<'operation'> {
	return new Gauge({
		name,
		help,
		labelNames: ['operation'],
		registers: [],
		collect() {
			this.reset()
			for (const running of operations.all()) this.set({ operation: running.operation.id }, of(running, now()))
		},
	})
}

const PHOTOS = {
	photos: { name: 'lagebild_photos', help: 'Photos that are kept.' },
	bytes: { name: 'lagebild_photo_bytes', help: 'Bytes of photos that are kept; `photos` in the configuration limits them.' },
} as const

function photoGauge(what: keyof typeof PHOTOS, photos: Pick<PhotoStore, 'held'>): Gauge<'operation'> {
	return new Gauge({
		...PHOTOS[what],
		labelNames: ['operation'],
		registers: [],
		async collect() {
			/** What cannot be asked now is left out: the other figures are needed most then. */
			const held = await photos.held().catch(() => new Map<string, { photos: number; bytes: number }>())
			this.reset()
			for (const [operation, sums] of held) this.set({ operation }, sums[what])
		},
	})
}

const HEALTH = { off: 0, green: 1, amber: 2, red: 3 } as const

/** Names feeds: for who may see them all. */
function feedGauge(operations: Operations): Gauge<'operation' | 'feed'> {
	return new Gauge({
		name: 'lagebild_feed_state',
		help: 'Health of a feed: 0 off, 1 green, 2 amber, 3 red.',
		labelNames: ['operation', 'feed'],
		registers: [],
		collect() {
			this.reset()
			for (const { operation, picture } of operations.all()) {
				for (const row of feedRows(picture))
					this.set({ operation: operation.id, feed: row.id.slice('feed:'.length) }, HEALTH[row.fields.state ?? 'off'])
			}
		},
	})
}

import { headOf } from '@lagebild/picture/picture.ts'
import { size } from '@lagebild/picture/read.ts'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

import type { Operations } from '../operations.ts'
import type { RunningOperation } from '../running.ts'

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
	{ name: 'lagebild_waiting_requests', help: 'Requests that wait for the journal.', of: ({ runner }) => runner.waiting },
]

const COUNTING: Reading = {
	name: 'lagebild_picture_entities',
	help: 'Entities that the picture knows.',
	of: ({ picture }) => size(picture),
}

export function createMetrics(operations: Operations, now: () => number): Metrics {
	const registry = new Registry()
	const registers = [registry]
	collectDefaultMetrics({ register: registry })
	for (const reading of READINGS) registry.registerMetric(gauge(reading, operations, now))
	const counting = new Registry()
	counting.registerMetric(gauge(COUNTING, operations, now))
	return {
		text: async (whole) => (await registry.metrics()) + (whole ? await counting.metrics() : ''),
		contentType: registry.contentType,
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

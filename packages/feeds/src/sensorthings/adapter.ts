import { ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import { defineAdapter } from '../adapter.ts'
import { bindAdapter } from '../bind.ts'
import type { BadOption, BoundAdapter } from '../bind.ts'
import { readJson } from '../json.ts'
import { rejected } from '../parsed.ts'
import { backfillOf, documentsOf } from './address.ts'
import { readDocument } from './document.ts'
import type { Document } from './document.ts'
import { emptyMemory } from './memory.ts'
import type { Memory } from './memory.ts'
import { SensorThingsOptions } from './options.ts'

const EVERY_MS = 5 * 60_000
const SILENT_MS = 45 * 60_000

export const sensorthings = defineAdapter<SensorThingsOptions>({
	name: 'sensorthings',
	standard: 'OGC SensorThings API Part 1: Sensing 1.1 (OGC 18-088), https://docs.ogc.org/is/18-088/18-088.html; also 1.0 (OGC 15-078r6)',
	options: SensorThingsOptions,
	describe: ({ everySeconds }) => {
		const everyMs = everySeconds === undefined ? EVERY_MS : Math.round(everySeconds * 1_000)
		return {
			mode: 'delta',
			everyMs,
			silentMs: Math.max(SILENT_MS, 3 * everyMs),
			key: 'datastream id + phenomenonTime',
			version: 'how long after the phenomenon the result was made (resultTime), then the receipt: a PATCH wins',
			endRule: 'never; goes stale after three times the cadence of the datastream',
			geometryFrom: 'Thing.Locations, else FeatureOfInterest, else observedArea; may be missing',
		}
	},
	documents: documentsOf,
	backfill: (options, gap) => backfillOf(gap, [], options),
	parse: (message, reception, options) => readBytes(message, { reception, options, memory: emptyMemory() }),
})

function readBytes(message: Uint8Array, document: Omit<Document, 'value'>): ReturnType<typeof readDocument> {
	const json = readJson(message)
	return json.ok ? readDocument({ ...document, value: json.value }) : rejected(json.fault)
}

/** Opens the format for one feed that goes on: what a datastream is, is remembered, and an observation waits until it is known. */
export function openSensorThings(options: unknown): Result<BoundAdapter, readonly BadOption[]> {
	const bound = bindAdapter(sensorthings, options)
	if (!bound.ok) return bound
	const read = SensorThingsOptions.parse(options ?? {})
	const memory: Memory = emptyMemory()
	return ok({
		...bound.value,
		parse: (message, reception) => readBytes(message, { reception, options: read, memory }),
		backfill: (gap) =>
			backfillOf(
				gap,
				[...memory.described.values()].map(({ id }) => id),
				read,
			),
	})
}

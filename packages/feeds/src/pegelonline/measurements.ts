import type { EntityId } from '@lagebild/model/ids.ts'
import type { Curve } from '@lagebild/model/measurement.ts'
import { iso, readIso } from '@lagebild/model/time.ts'
import type * as z from 'zod'

import type { Parsed, Reception, Reject } from '../adapter.ts'
import { feedEntity } from '../ids.ts'
import { isObject } from '../json.ts'
import { observationBatches } from '../measure.ts'
import { NOTHING, rejected } from '../parsed.ts'
import { rawOf } from '../text.ts'
import type { SeriesDocument } from './address.ts'
import { readingOf } from './value.ts'
import type { Reading } from './value.ts'

const MAX_CURVE = 3_000

/** `measurements.json` of one series: its past values, or, for a forecast series, one curve. */
export function parseMeasurements(items: readonly unknown[], document: SeriesDocument, reception: Reception): Parsed {
	const read = items.map((item) => ({ item, reading: readingOf(item, document.validFrom) }))
	const bad = read.filter(({ reading }) => !reading)
	const rejects: readonly Reject[] = bad.map(({ item }) => ({
		reason: 'bad-time',
		message: 'a value has no time with an offset',
		path: 'timestamp',
		raw: rawOf(item),
	}))
	const readings = read.flatMap(({ reading }) => reading ?? [])
	const entity = feedEntity('sensor', reception.feed, document.native)
	if (document.type !== 'forecast') {
		const rows = readings.map((reading) => ({ entity, ...reading }))
		const marks = { revision: reception.received, backfill: document.type === 'history' }
		return { ...NOTHING, rejects, measurements: observationBatches(rows, marks) }
	}
	const curve = curveOf(entity, readings, issuedOf(items))
	if (!curve) return rejected(...rejects, { reason: 'no-curve', message: 'the forecast holds no value with a time', raw: rawOf(items) })
	return { ...NOTHING, rejects, measurements: [{ curves: [curve] }] }
}

function curveOf(entity: EntityId, readings: readonly Reading[], issued: string | undefined): z.infer<typeof Curve> | undefined {
	const byTime = new Map(readings.map((reading) => [readIso(reading.observed) ?? 0, reading]))
	const points = [...byTime].toSorted(([a], [b]) => a - b).slice(0, MAX_CURVE)
	const first = points[0]
	if (!first) return undefined
	return {
		entity,
		series: 'forecast',
		issued: issued ?? iso(first[0]),
		times: points.map(([, { observed }]) => observed),
		values: points.map(([, { value }]) => value),
	}
}

/** When the forecast was computed: the newest `initialized`. Without one its first value stands for it, as the service computes forward from now. */
function issuedOf(items: readonly unknown[]): string | undefined {
	const times = items.flatMap((item) => {
		const text = isObject(item) ? item['initialized'] : undefined
		const at = typeof text === 'string' ? readIso(text) : undefined
		return at === undefined ? [] : [at]
	})
	return times.length === 0 ? undefined : iso(Math.max(...times.slice(0, MAX_CURVE)))
}

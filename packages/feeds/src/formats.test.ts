import type { Entry } from '@lagebild/model/entry.ts'
import type { StatementEvent, Submission } from '@lagebild/model/event.ts'
import { verticesOf } from '@lagebild/model/geo.ts'
import { OperationId, seq, SourceName } from '@lagebild/model/ids.ts'
import type { BatchPart, Measurements } from '@lagebild/model/measurement.ts'
import { instant, readIso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { apply, createPicture } from '@lagebild/picture/picture.ts'
import { idAt, measuredAt, rowAt, size } from '@lagebild/picture/read.ts'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'

import type { Parsed } from './adapter.ts'
import type { BoundAdapter } from './bind.ts'
import { FORMAT_NAMES } from './registry.ts'
import { openSample, samplesOf } from './testing/samples.ts'
import type { Sample } from './testing/samples.ts'
import { isZip } from './zip/read.ts'

const RECEIVED = Date.UTC(2026, 10, 21, 20)
const URL_OF_ALL = 'https://upstream.example/v1.1/document'

/** Each sample by an adapter of its own, so that nothing that one remembers helps another. */
function parse(format: string, sample: Sample, received: Instant): Parsed {
	return parseBy(openSample(format, sample), sample.bytes, received)
}

function parseBy(adapter: BoundAdapter, bytes: Uint8Array, received: Instant): Parsed {
	return adapter.parse(bytes, { feed: 'probe', received, url: URL_OF_ALL })
}

const AUTHOR = { source: SourceName.parse('probe'), rank: 'authority', credential: 'probe', name: 'PROBE' } as const
const OPERATION = OperationId.parse('test')
type Arrival = { readonly parsed: Parsed; readonly received: Instant }

/** As the hub admits it: the observed time counts, else that of the receipt. */
function admitted(event: Submission, received: Instant): StatementEvent {
	const observed = readIso(event.times?.observed ?? '') ?? received
	const revision = event.revision ?? 0
	return { ...event, schema: 1, operation: OPERATION, status: 'test', author: AUTHOR, effective: observed, revision, received }
}

function partOf({ positions, observations, revision = 0 }: Measurements, received: Instant): BatchPart {
	const at = (times: readonly string[]): Instant[] => times.map((text) => readIso(text) ?? received)
	return {
		author: AUTHOR,
		revision,
		received,
		...(positions && { positions: { entity: positions.entity, at: at(positions.observed), lat: positions.lat, lng: positions.lng } }),
		...(observations && { observations: { entity: observations.entity, at: at(observations.observed), value: observations.value } }),
	}
}

function fold(arrivals: readonly Arrival[]): ReadonlyMap<string, unknown> {
	const picture = createPicture()
	let number = 0
	const enter = (body: Entry['body']): void => {
		number += 1
		apply(picture, { seq: seq(number), recorded: instant(number), prevHash: '', commit: '', hash: '', body })
	}
	for (const { parsed, received } of arrivals) {
		for (const event of parsed.events) enter({ type: 'event', event: admitted(event, received) })
		for (const batch of parsed.measurements) {
			enter({ type: 'batch', batch: { schema: 1, operation: OPERATION, parts: [partOf(batch, received)] } })
		}
	}
	return new Map(Array.from({ length: size(picture) }, (_, index) => [idAt(picture, index), stateAt(picture, index)]))
}

/** What a person sees of a thing, without when it came. */
function stateAt(picture: ReturnType<typeof createPicture>, index: number): unknown {
	const row = rowAt(picture, index)
	const measured = measuredAt(picture, index)
	const { fields, geometry, life, links } = row ?? {}
	const { position, value } = { position: undefined, value: undefined, ...measured }
	return { fields, geometry, life, links, position, value }
}

function arrivalsOf(format: string, samples: readonly Sample[]): readonly Arrival[] {
	return samples.map((sample, i) => {
		const received = instant(RECEIVED + i * 60_000)
		return { parsed: parse(format, sample, received), received }
	})
}

/** Things of which two samples say different things with the same time and revision, or without any: of those the last word holds. */
function undated(arrivals: readonly Arrival[]): ReadonlySet<string> {
	const said = new Map<string, Set<string>>()
	for (const event of arrivals.flatMap(({ parsed }) => parsed.events)) {
		const key = `${event.entity} ${event.times?.observed ?? ''} ${event.revision ?? 0}`
		said.set(key, new Set([...(said.get(key) ?? []), event.id]))
	}
	return new Set([...said].flatMap(([key, ids]) => (ids.size > 1 ? [key.split(' ')[0] ?? ''] : [])))
}

/** Values that are corrected under their time: the later poll wins. */
function corrected(arrivals: readonly Arrival[]): ReadonlySet<string> {
	const values = new Map<string, Set<number | null>>()
	for (const { entity, observed, value } of arrivals.flatMap(({ parsed }) => parsed.measurements.flatMap(rowsOf))) {
		const key = `${entity} ${readIso(observed) ?? 0}`
		values.set(key, new Set([...(values.get(key) ?? []), value]))
	}
	return new Set([...values].flatMap(([key, all]) => (all.size > 1 ? [key.split(' ')[0] ?? ''] : [])))
}

type Measured = { readonly entity: string; readonly observed: string; readonly value: number | null }

function rowsOf({ observations }: Measurements): readonly Measured[] {
	return (observations?.entity ?? []).map((entity, i) => {
		const [observed = '', value = null] = [observations?.observed[i], observations?.value[i]]
		return { entity, observed, value }
	})
}

const EARTH = ([lng = Number.NaN, lat = Number.NaN]: readonly number[]): boolean =>
	Math.abs(lng) <= 180 && Math.abs(lat) <= 90 && (lng !== 0 || lat !== 0)

function placesIn({ events, measurements }: Parsed): readonly (readonly number[])[] {
	const drawn = events.flatMap((event) => ('geometry' in event && event.geometry ? verticesOf(event.geometry) : []))
	const measured = measurements.flatMap(({ positions }) => (positions?.lat ?? []).map((lat, i) => [positions?.lng[i] ?? Number.NaN, lat]))
	return [...drawn, ...measured]
}

/** The same document as of an exercise: CAP's status, NINA's, the marks of CoT, and a plain "test"; in an archive, of each file. */
function asExercise(bytes: Uint8Array): Uint8Array {
	if (isZip(bytes)) return zipSync(Object.fromEntries(Object.entries(unzipped(bytes)).map(([name, file]) => [name, asExercise(file)])))
	const wide = bytes.subarray(0, 40).includes(0)
	const swapped = wide && (bytes[0] === 0 || bytes[0] === 0xfe)
	const charset = wide ? 'utf16le' : 'latin1'
	const text = (swapped ? Buffer.from(bytes).swap16() : Buffer.from(bytes)).toString(charset)
	const marked = text
		.replaceAll(/(\b(?:status|distributionStatus)(?:>|&gt;)\s*)Actual\b/gi, '$1Exercise')
		.replaceAll(/("status"\s*:\s*")Actual"/gi, '$1Exercise"')
		.replaceAll(/opex=(["'])o-/g, 'opex=$1e-')
		.replaceAll(/(\btest(?:>|="|":\s*"?))false/g, '$1true')
	if (marked === text) return bytes
	const said = Buffer.from(marked, charset)
	return Uint8Array.from(swapped ? said.swap16() : said)
}

function unzipped(bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
	try {
		return unzipSync(bytes)
	} catch {
		return {}
	}
}

describe.each(FORMAT_NAMES)('%s', (format) => {
	const samples = samplesOf(format)
	const arrivals = arrivalsOf(format, samples)

	test('has samples, and they say something', () => {
		expect(arrivals.flatMap(({ parsed }) => [...parsed.events, ...parsed.measurements]).length).toBeGreaterThan(0)
	})
	test('twice the same input makes no second entity and no second event', () => {
		const again = samples.map((sample, i) => {
			const received = instant(RECEIVED + (samples.length + i) * 60_000)
			return { parsed: parse(format, sample, received), received }
		})
		const ids = (all: readonly Arrival[]): Set<string> => new Set(all.flatMap(({ parsed }) => parsed.events.map(({ id }) => id)))
		expect(ids([...arrivals, ...again])).toEqual(ids(arrivals))
		expect([...fold([...arrivals, ...again]).keys()].toSorted()).toEqual([...fold(arrivals).keys()].toSorted())
	})
	test('the reversed order gives the same final state', () => {
		const reversed = arrivalsOf(format, samples.toReversed())
		const loose = new Set([...undated(arrivals), ...corrected(arrivals)])
		const strict = (state: ReadonlyMap<string, unknown>): unknown =>
			Object.fromEntries([...state].filter(([id]) => !loose.has(id)).toSorted(([a], [b]) => (a < b ? -1 : 1)))
		expect(strict(fold(reversed))).toEqual(strict(fold(arrivals)))
	})
	test('nothing lies at 0/0 or off the earth, and what has no place has no geometry', () => {
		for (const { parsed } of arrivals) {
			expect(placesIn(parsed).filter((place) => !EARTH(place))).toEqual([])
			const placeless = parsed.events.filter((event) => !('geometry' in event) || !event.geometry)
			expect(placeless.filter(({ geometrySource }) => geometrySource !== undefined)).toEqual([])
		}
	})
	test('what calls itself an exercise or a test never comes as actual', () => {
		for (const [i, sample] of samples.entries()) {
			const bytes = asExercise(sample.bytes)
			const said = arrivals[i]?.parsed.events ?? []
			const marked = bytes === sample.bytes ? [] : parse(format, { ...sample, bytes }, instant(RECEIVED)).events
			const real = said.filter(({ status }) => status === 'actual').map(({ entity }) => entity)
			const still = marked.filter(({ entity, status }) => status === 'actual' || (real.includes(entity) && status === undefined))
			expect(still.map(({ entity }) => `${sample.name} ${entity}`)).toEqual([])
		}
	})
})

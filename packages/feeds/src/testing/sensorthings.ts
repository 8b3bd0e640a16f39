import { readFileSync } from 'node:fs'

import type { Submission } from '@lagebild/model/event.ts'
import { instant } from '@lagebild/model/time.ts'

import type { Parsed, Reception } from '../adapter.ts'
import { openSensorThings, sensorthings } from '../sensorthings/adapter.ts'
import { SensorThingsOptions } from '../sensorthings/options.ts'

export const sample = (name: string): URL => new URL(`../sensorthings/samples/${name}`, import.meta.url)
export const SERVICE = 'https://iot.example/v1.1'
export const RECEIVED = instant(Date.UTC(2026, 10, 21, 20))
export const RECEPTION: Reception = { feed: 'iot', received: RECEIVED, url: `${SERVICE}/Datastreams?$top=4`, document: 'entities' }
export const GATE = { match: { property: 'Torzustand' }, gate: { values: { zu: 'closed', auf: 'open' } } }

export function parseValue(value: unknown, options: unknown = {}, reception: Partial<Reception> = {}): Parsed {
	const bytes = new TextEncoder().encode(JSON.stringify(value))
	return sensorthings.parse(bytes, { ...RECEPTION, ...reception }, SensorThingsOptions.parse(options))
}

export function parse(name: string, options: unknown = {}, reception: Partial<Reception> = {}): Parsed {
	return sensorthings.parse(readFileSync(sample(name)), { ...RECEPTION, ...reception }, SensorThingsOptions.parse(options))
}

/** A feed that goes on. */
export function opened(options: unknown = {}): (value: unknown, reception?: Partial<Reception>) => Parsed {
	const bound = openSensorThings(options)
	if (!bound.ok) throw new Error(JSON.stringify(bound.fault))
	return (value, reception = {}) =>
		bound.value.parse(new TextEncoder().encode(JSON.stringify(value)), { ...RECEPTION, url: 'mqtt://iot.example', ...reception })
}

export function about({ events }: Parsed, id: string): Submission | undefined {
	return events.find(({ entity }) => entity === id)
}

export function values({ measurements }: Parsed): readonly (readonly [string, string, number | null])[] {
	return measurements.flatMap(({ observations: rows }) =>
		(rows?.entity ?? []).map((entity, i) => [entity.split(':')[2] ?? '', rows?.observed[i] ?? '', rows?.value[i] ?? null] as const),
	)
}

export function reasons({ rejects }: Parsed): readonly string[] {
	return rejects.map(({ reason }) => reason).toSorted()
}

export const stream = (id: number | string, more: object = {}): object => ({
	'@iot.id': id,
	name: `Strom ${id}`,
	observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
	unitOfMeasurement: { name: 'Zentimeter', symbol: 'cm', definition: '' },
	ObservedProperty: { name: 'Wasserstand' },
	...more,
})
export const observation = (minute: string, result: unknown, more: object = {}): object => ({
	phenomenonTime: `2026-11-21T19:${minute}:00Z`,
	resultTime: `2026-11-21T19:${minute}:05Z`,
	result,
	...more,
})

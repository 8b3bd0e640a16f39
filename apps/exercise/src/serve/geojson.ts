import type { Position } from '@lagebild/model/geo.ts'

import { HOUR, MINUTE, scenarioAt, wallAt } from '../scenario/clock.ts'
import { SECTIONS } from '../scenario/fleet.ts'
import { closeBy, GATES, poldersOf } from '../scenario/gates.ts'
import { offset } from '../scenario/geometry.ts'
import { PLACES } from '../scenario/places.ts'
import type { Place } from '../scenario/places.ts'
import { PEAK } from '../scenario/water.ts'
import type { Context } from './context.ts'
import { localIso } from './local-time.ts'
import type { Document } from './reply.ts'

type Feature = {
	readonly id: string
	readonly geometry: { readonly type: 'Point' | 'Polygon'; readonly coordinates: unknown }
	readonly properties: Readonly<Record<string, unknown>>
}

/** Master data of the city below `/geojson`: `gates`, `areas`, `shelters`, `sections`. Full state at each request. */
export function serveGeojson(path: string, context: Context): Document | undefined {
	const [, name] = /^\/(gates|areas|shelters|sections)\.geojson$/.exec(path) ?? []
	const features = name === undefined ? undefined : LAYERS[name]?.(context)
	return features && { type: 'application/geo+json', body: JSON.stringify(collection(features)) }
}

function collection(features: readonly Feature[]): unknown {
	return { type: 'FeatureCollection', features: features.map((feature) => ({ type: 'Feature', ...feature })) }
}

const LAYERS: Readonly<Record<string, (context: Context) => readonly Feature[]>> = {
	gates: gateFeatures,
	areas: areaFeatures,
	shelters: shelterFeatures,
	sections: sectionFeatures,
}

function point({ lat, lng }: Position): Feature['geometry'] {
	return { type: 'Point', coordinates: [round(lng), round(lat)] }
}

function round(degrees: number): number {
	return Math.round(degrees * 1e6) / 1e6
}

/** A rough oval, metres. */
function oval(middle: Position, east: number, north: number): Feature['geometry'] {
	const ring = Array.from({ length: 16 }, (_, n) => {
		const angle = (2 * Math.PI * (n % 16)) / 16
		const { lat, lng } = offset(middle, east * Math.cos(angle), north * Math.sin(angle))
		return [round(lng), round(lat)]
	})
	return { type: 'Polygon', coordinates: [[...ring, ring[0]]] }
}

function gateFeatures({ clock }: Context): readonly Feature[] {
	return GATES.map((gate) => ({
		id: gate.id,
		geometry: point(gate.place),
		properties: {
			name: `Tor ${gate.name}`,
			type: 'gate',
			polder: gate.polder,
			sill: gate.sill,
			closeBy: localIso(Math.floor(wallAt(clock, closeBy(gate)) / MINUTE) * MINUTE),
			operator: gate.operator,
			remark: 'Übung: erfundenes Tor',
		},
	}))
}

const EVACUATION: readonly { readonly id: string; readonly name: string; readonly place: Place; readonly population: number }[] = [
	{ id: 'raeumung-a', name: 'Räumung A Veddel', place: 'veddel', population: 4_600 },
	{ id: 'raeumung-b', name: 'Räumung B Hafen Mitte', place: 'kleinergrasbrook', population: 1_900 },
	{ id: 'raeumung-c', name: 'Räumung C Moorwerder', place: 'moorwerder', population: 230 },
]

/** Evacuation begins with the exercise and is 90 % done after three hours; figures change every five minutes. */
function evacuatedShare(scenario: number, index: number): number {
	const steps = Math.floor((scenario / (3 * HOUR)) * 36 - index * 4) / 36
	return Math.min(0.92, Math.max(0.05, steps * 0.9))
}

function areaFeatures({ clock, now }: Context): readonly Feature[] {
	const scenario = scenarioAt(clock, now)
	const polders = poldersOf().map(({ name, middle }, index) => ({
		id: `polder-${index + 1}`,
		geometry: oval(middle, 620, 480),
		properties: { name: `Polder ${name}`, role: 'polder' },
	}))
	const evacuation = EVACUATION.map(({ id, name, place, population }, index) => ({
		id,
		geometry: oval(PLACES[place], 900, 600),
		properties: { name, role: 'evacuation', population, evacuated: Math.round(population * evacuatedShare(scenario, index)) },
	}))
	return [
		...polders,
		...evacuation,
		{
			id: 'gefahr-deich-km-12-4',
			geometry: oval({ lat: 53.4986, lng: 10.041 }, 420, 300),
			properties: {
				name: 'Gefahrenbereich Deich km 12,4',
				role: 'danger',
				severity: 'Extreme',
				description: 'Zutritt nur für Deichverteidigung.',
			},
		},
		{
			id: 'vorland-elbe',
			geometry: oval({ lat: 53.5455, lng: 9.945 }, 900, 110),
			properties: { name: 'Überflutet: Fischmarkt', role: 'flooded', severity: 'Moderate' },
		},
	]
}

const SHELTERS: readonly {
	readonly id: string
	readonly name: string
	readonly place: Place
	readonly capacity: number
	readonly fills: number
	/** Nobody there counts. */
	readonly silent?: true
}[] = [
	{ id: 'notunterkunft-1', name: 'Notunterkunft Schule Harburg', place: 'harburg', capacity: 500, fills: 0.95 },
	{ id: 'notunterkunft-2', name: 'Notunterkunft Messehalle', place: 'stpauli', capacity: 1_200, fills: 0.6 },
	{ id: 'notunterkunft-3', name: 'Notunterkunft Sporthalle Bergedorf', place: 'bergedorf', capacity: 400, fills: 0.4 },
	{ id: 'notunterkunft-4', name: 'Notunterkunft Bürgerhaus Wilhelmsburg', place: 'wilhelmsburg', capacity: 300, fills: 1 },
	{ id: 'notunterkunft-5', name: 'Notunterkunft Gymnasium Altona', place: 'altona', capacity: 450, fills: 0.3 },
	{ id: 'notunterkunft-6', name: 'Notunterkunft Schule Billstedt', place: 'billstedt', capacity: 350, fills: 0.2, silent: true },
]

function shelterFeatures({ clock, now }: Context): readonly Feature[] {
	const scenario = scenarioAt(clock, now)
	return SHELTERS.map(({ id, name, place, capacity, fills, silent }, index) => {
		const share = Math.min(1, evacuatedShare(Math.min(scenario, PEAK + 2 * HOUR), index / 2) * 1.1)
		const occupied = Math.round(capacity * fills * share)
		return {
			id,
			geometry: point(offset(PLACES[place], 250, -180)),
			properties: {
				name,
				type: 'shelter',
				capacity,
				...(silent ? {} : { occupied }),
				state: occupied >= capacity ? 'full' : 'open',
				operator: 'Übung: Bezirksamt',
			},
		}
	})
}

const STAGING: Readonly<Record<keyof typeof SECTIONS, Place>> = {
	nord: 'stpauli',
	hafen: 'kleinergrasbrook',
	wilhelmsburg: 'wilhelmsburg',
	finkenwerder: 'finkenwerder',
	marschlande: 'moorfleet',
	wasser: 'steinwerder',
	rettung: 'veddel',
	leitung: 'berlinertor',
}

const isSection = (key: string): key is keyof typeof SECTIONS => Object.hasOwn(SECTIONS, key)

function sectionFeatures(): readonly Feature[] {
	const sections = Object.keys(SECTIONS).filter(isSection)
	return sections.map((key, index) => ({
		id: key,
		geometry: point(offset(PLACES[STAGING[key]], -350, 260)),
		properties: {
			name: SECTIONS[key],
			...(key === 'leitung' ? {} : { number: `EA ${index + 1}` }),
			type: key === 'leitung' ? 'staff' : 'section',
			channel: `TMO HH_KatS_${index + 1}`,
		},
	}))
}

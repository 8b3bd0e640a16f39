import { readFileSync } from 'node:fs'

import { Geometry } from '@lagebild/model/geo.ts'

import { isInside, pathOf } from './drawing.ts'
import type { Drawing } from './drawing.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'

type Feature = {
	readonly kind: string
	readonly name: string
	readonly rank: number
	readonly widthMetres: number
	readonly geometry: Geometry
}

const FILE = new URL('../data/hamburg-schematic.geojson', import.meta.resolve('@lagebild/map/item.ts'))

let known: readonly Feature[] | undefined

/** The schematic map of the house. Without it a paper has no ground, and says everything else. */
function features(): readonly Feature[] {
	if (known) return known
	try {
		const read: unknown = JSON.parse(readFileSync(FILE, 'utf8'))
		known = listOf(objectOf(read)['features']).flatMap(featureOf)
	} catch {
		known = []
	}
	return known
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : []
}

function featureOf(value: unknown): readonly Feature[] {
	const { properties, geometry } = objectOf(value)
	const { kind, name, rank, width_m: width } = objectOf(properties)
	const shape = Geometry.safeParse(geometry)
	if (!shape.success || typeof kind !== 'string') return []
	return [
		{
			kind,
			name: typeof name === 'string' ? name : '',
			rank: typeof rank === 'number' ? rank : 4,
			widthMetres: typeof width === 'number' ? width : 60,
			geometry: shape.data,
		},
	]
}

const LINES: Readonly<Record<string, string>> = {
	highway: 'stroke="#b0b5b8" stroke-width="2.2"',
	trunk: 'stroke="#b0b5b8" stroke-width="1.4"',
	road: 'stroke="#ccd0d2" stroke-width="1"',
	rail: 'stroke="#b0b5b8" stroke-width="1" stroke-dasharray="4 2"',
	dike: 'stroke="#70777b" stroke-width="1.6"',
	state: 'stroke="#888" stroke-width="1" stroke-dasharray="8 4"',
}

/** Waters, dikes, roads and the names of places, light enough to lie under signs. */
export function groundOf(drawing: Drawing): Html {
	const all = features()
	return html`<g fill="none">${all.map((feature) => shapeOf(drawing, feature))}</g
		><g class="places">${all.map((feature) => placeOf(drawing, feature))}</g>`
}

function shapeOf(drawing: Drawing, { kind, geometry, widthMetres }: Feature): Html | undefined {
	const path = pathOf(drawing, geometry)
	if (path === '') return undefined
	if (kind === 'water') return html`<path d="${path}" fill="#d3e4ee" stroke="#86a9bd" stroke-width="0.8" />`
	if (kind === 'basin') {
		const width = Math.max(1.5, widthMetres * drawing.perMetre).toFixed(1)
		return html`<path d="${path}" stroke="#d3e4ee" stroke-width="${width}" stroke-linecap="round" />`
	}
	const look = LINES[kind]
	return look === undefined ? undefined : html`<path d="${path}" ${{ html: look }} />`
}

/** Only the places that give bearings: between them lie signs. */
const NAMED_RANK = 2

function placeOf(drawing: Drawing, { kind, name, rank, geometry }: Feature): Html | undefined {
	if (geometry.type !== 'Point' || (kind !== 'place' && kind !== 'quarter') || rank > NAMED_RANK) return undefined
	const [lng, lat] = geometry.coordinates
	const point = drawing.at({ lat, lng })
	if (!isInside(drawing, point)) return undefined
	return html`<text x="${point[0].toFixed(0)}" y="${point[1].toFixed(0)}">${name}</text>`
}

import { PolygonSymbolizer } from 'protomaps-leaflet'
import type { Feature, PaintRule } from 'protomaps-leaflet'

import { strokeDike } from '../draw/dike.ts'
import { metresPerPixel } from '../mercator.ts'
import type { Palette } from '../palette.ts'

type Symbolizer = PaintRule['symbolizer']

const kindIs =
	(...kinds: readonly string[]) =>
	(_zoom: number, { props }: Feature): boolean =>
		typeof props.kind === 'string' && kinds.includes(props.kind)

/** Line widths grow from the region to the street. */
const widths = (at9: number, at13: number, at16: number) => (zoom: number) =>
	zoom <= 9 ? at9 : zoom >= 16 ? at16 : zoom <= 13 ? at9 + ((at13 - at9) * (zoom - 9)) / 4 : at13 + ((at16 - at13) * (zoom - 13)) / 3

/** Ground of the emergency map from the tokens: built land, water with its shore, dikes with ticks, roads with a case, rail and border. */
export function paintRules(palette: Palette): PaintRule[] {
	const outline = { colour: palette.shore, extra: SHORE_PX }
	const surface = { colour: palette.water, extra: 0 }
	return [
		{ dataLayer: 'water', symbolizer: shoreLine(palette), filter: kindIs('water') },
		{ dataLayer: 'water', symbolizer: canal(outline), filter: kindIs('canal'), minzoom: 10 },
		{ dataLayer: 'water', symbolizer: new PolygonSymbolizer({ fill: palette.water }), filter: kindIs('water') },
		{ dataLayer: 'water', symbolizer: canal(surface), filter: kindIs('canal'), minzoom: 10 },
		...roadRules(palette),
		{ dataLayer: 'boundaries', symbolizer: border(palette) },
		{ dataLayer: 'dikes', symbolizer: dikeLine(palette), minzoom: 11 },
	]
}

/** Shore line on both sides, 1.2 px each. */
const SHORE_PX = 2.4

/** A harbour basin or canal: a line of its width in metres with round ends. */
function canal({ colour, extra }: { readonly colour: string; readonly extra: number }): Symbolizer {
	return {
		before: (pen) => {
			pen.globalAlpha = 1
			pen.strokeStyle = colour
			pen.lineJoin = 'round'
			pen.lineCap = 'round'
		},
		draw: (...[pen, geom, zoom, { props }]) => {
			const metres = typeof props.width_m === 'number' ? props.width_m : 50
			pen.lineWidth = Math.max(1.5, metres / metresPerPixel(zoom, LATITUDE)) + extra
			trace(pen, geom)
			pen.stroke()
		},
	}
}

/** Of the drawn region: widths in metres are turned into pixels here. */
const LATITUDE = 53.5

type Points = readonly (readonly { readonly x: number; readonly y: number }[])[]

function trace(pen: CanvasRenderingContext2D, lines: Points): void {
	pen.beginPath()
	for (const points of lines) points.forEach(({ x, y }, index) => (index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)))
}

function border({ border: colour }: Palette): Symbolizer {
	return {
		before: (pen) => {
			pen.globalAlpha = 1
			pen.strokeStyle = colour
			pen.lineWidth = 1.2
			pen.lineCap = 'butt'
		},
		draw: (pen, geom) => {
			pen.setLineDash([9, 3, 2, 3])
			trace(pen, geom)
			pen.stroke()
			pen.setLineDash([])
		},
	}
}

/** Twice the shore's width below the water's fill: where waters meet, no line crosses them. */
function shoreLine({ shore }: Palette): Symbolizer {
	return {
		before: (pen) => {
			pen.globalAlpha = 1
			pen.strokeStyle = shore
			pen.lineWidth = SHORE_PX
			pen.lineJoin = 'round'
		},
		draw: (pen, geom) => {
			pen.beginPath()
			for (const ring of geom) {
				ring.forEach(({ x, y }, index) => (index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)))
				pen.closePath()
			}
			pen.stroke()
		},
	}
}

function dikeLine({ dike }: Palette): Symbolizer {
	return {
		before: (pen) => {
			pen.globalAlpha = 1
			pen.strokeStyle = dike
			pen.lineWidth = 1.5
		},
		draw: (pen, geom) => {
			for (const points of geom) strokeDike(pen, points)
		},
	}
}

type RoadPlan = {
	readonly kinds: readonly string[]
	readonly minzoom: number
	readonly width: (zoom: number) => number
	readonly case: (zoom: number) => number
}

/** All cases first, then all surfaces, so that crossings stay open. */
function roadRules(palette: Palette): readonly PaintRule[] {
	const minor: RoadPlan = { kinds: ['major_road'], minzoom: 11, width: widths(0.8, 1.6, 4), case: widths(1.6, 3.4, 6.4) }
	const trunk: RoadPlan = { kinds: ['trunk'], minzoom: 9, width: widths(1.2, 2.2, 5), case: widths(2.2, 4.2, 7.6) }
	const motorway: RoadPlan = { kinds: ['highway'], minzoom: 8, width: widths(1.8, 3.6, 8), case: widths(3.2, 6, 11) }
	return [
		{ dataLayer: 'roads', filter: kindIs('rail'), minzoom: 10, symbolizer: line(palette.rail, widths(1, 2.4, 3)) },
		...[minor, trunk, motorway].map((plan) => roadRule(plan, plan.case, palette.roadCase)),
		...[minor, trunk, motorway].map((plan) => roadRule(plan, plan.width, palette.road)),
	]
}

function roadRule({ kinds, minzoom }: RoadPlan, width: (zoom: number) => number, color: string): PaintRule {
	return { dataLayer: 'roads', filter: kindIs(...kinds), minzoom, symbolizer: line(color, width) }
}

function line(colour: string, width: (zoom: number) => number): Symbolizer {
	return {
		before: (pen, zoom) => {
			pen.globalAlpha = 1
			pen.strokeStyle = colour
			pen.lineWidth = width(zoom)
			pen.lineJoin = 'round'
			pen.lineCap = 'round'
		},
		draw: (pen, geom) => {
			trace(pen, geom)
			pen.stroke()
		},
	}
}

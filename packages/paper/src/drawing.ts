import type { Box, Geometry, Position } from '@lagebild/model/geo.ts'

/** A flat map of a small part of the world: degrees of longitude shrink with the latitude of its middle. */
export type Drawing = {
	readonly width: number
	readonly height: number
	/** Units of the drawing per metre. */
	readonly perMetre: number
	readonly at: (position: Position) => readonly [x: number, y: number]
}

const DEGREE_METRES = 111_320
/** Of A4 in landscape and in portrait alike; the drawing is scaled to the width of the paper. */
const WIDTH = 1_000
const MOST_HEIGHT = 1_250
const LEAST_HEIGHT = 500

export function drawingOf([west, south, east, north]: Box): Drawing {
	const shrink = Math.max(0.05, Math.cos((((south + north) / 2) * Math.PI) / 180))
	const perDegree = Math.min(WIDTH / ((east - west) * shrink), MOST_HEIGHT / (north - south))
	const height = Math.max(LEAST_HEIGHT, (north - south) * perDegree)
	const [middleX, middleY] = [(west + east) / 2, (south + north) / 2]
	return {
		width: WIDTH,
		height: Math.round(height),
		perMetre: perDegree / DEGREE_METRES,
		at: ({ lat, lng }) => [WIDTH / 2 + (lng - middleX) * shrink * perDegree, height / 2 - (lat - middleY) * perDegree],
	}
}

type Line = readonly (readonly [number, number, ...number[]])[]

/** Lines and rings of a shape, as the drawing wants them. */
export function pathOf({ at }: Drawing, geometry: Geometry): string {
	return linesOf(geometry)
		.map(({ line, closed }) => `${strokes(line, at)}${closed ? 'Z' : ''}`)
		.join('')
}

function strokes(line: Line, at: Drawing['at']): string {
	return line
		.map(([lng, lat], i) => {
			const [x, y] = at({ lat, lng })
			return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
		})
		.join('')
}

type Stroke = { readonly line: Line; readonly closed: boolean }

function linesOf(geometry: Geometry): readonly Stroke[] {
	switch (geometry.type) {
		case 'Point':
		case 'MultiPoint':
			return []
		case 'LineString':
			return [{ line: geometry.coordinates, closed: false }]
		case 'MultiLineString':
			return geometry.coordinates.map((line) => ({ line, closed: false }))
		case 'Polygon':
			return geometry.coordinates.map((line) => ({ line, closed: true }))
		case 'MultiPolygon':
			return geometry.coordinates.flat().map((line) => ({ line, closed: true }))
	}
}

export function isInside({ width, height }: Drawing, [x, y]: readonly [number, number]): boolean {
	return x >= 0 && x <= width && y >= 0 && y <= height
}

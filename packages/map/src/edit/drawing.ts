import type { Position } from '@lagebild/model/geo.ts'
import * as leaflet from 'leaflet'
import type { Map as LeafletMap } from 'leaflet'
import { TerraDraw, TerraDrawModeUndoRedo } from 'terra-draw'
import type { GeoJSONStoreFeatures } from 'terra-draw'
import { TerraDrawLeafletAdapter } from 'terra-draw-leaflet-adapter'

import type { Palette } from '../palette.ts'
import { modesOf } from './modes.ts'
import { circleOf, circlePoints, isEmpty } from './sketch.ts'
import type { DrawShape, Sketch } from './sketch.ts'

export type DrawListener = {
	/** What was drawn, or moved, as soon as the hand lets go. */
	readonly onSketch: (sketch: Sketch) => void
	/** How many points are set while a line or an area is not finished; 0: nothing is begun. */
	readonly onPoints: (points: number) => void
}

export type Drawing = {
	/** Shows it with its points to be moved; what is empty is drawn next. */
	readonly show: (sketch: Sketch) => void
	/** Takes back the last point of what is not finished, or puts it back. False: there is none. */
	readonly undo: () => boolean
	readonly redo: () => boolean
	/** Ends a line or an area at its last point. */
	readonly finish: () => void
	readonly end: () => void
}

const MODES = { point: 'point', line: 'linestring', polygon: 'polygon', circle: 'circle' } as const satisfies Record<DrawShape, string>

/** Digits after the point that the library takes; ours have fewer. */
const PRECISION = 9

/** Drawing with mouse, pen and finger on the map: what is drawn is told, and nothing is kept here. */
export function createDrawing(map: LeafletMap, palette: Palette, listener: DrawListener): Drawing {
	const room: Room = { map, listener, draw: terraDraw(map, palette), shape: 'point', quiet: false }
	const { draw } = room
	/** The library hears of a tap only when the map's element itself is hit, and nothing that lies on it. */
	const pane = map.getPane('mapPane')
	if (pane) pane.style.pointerEvents = 'none'
	draw.start()
	draw.on('finish', (id) => told(room, draw.getSnapshotFeature(id)))
	draw.on('change', () => {
		if (!room.quiet) listener.onPoints(begunPoints(draw.getSnapshot()))
	})
	return {
		show: (sketch) => show(room, sketch),
		undo: () => draw.getModeState() === 'drawing' && draw.undo(),
		redo: () => draw.getModeState() === 'drawing' && draw.redo(),
		finish: () => pressEnter(map.getContainer()),
		end: () => {
			room.quiet = true
			draw.stop()
			if (pane) pane.style.pointerEvents = ''
			map.doubleClickZoom.enable()
			map.dragging.enable()
		},
	}
}

type Room = {
	readonly map: LeafletMap
	readonly listener: DrawListener
	readonly draw: TerraDraw
	shape: DrawShape
	/** What the library tells now is our own doing. */
	quiet: boolean
}

function terraDraw(map: LeafletMap, palette: Palette): TerraDraw {
	const adapter = new TerraDrawLeafletAdapter({ lib: leaflet, map, coordinatePrecision: PRECISION })
	/** The adapter writes a style element for each of its panes, which the page's content policy forbids: they are set up here instead. */
	Object.defineProperty(adapter, 'createPaneStyleSheet', {
		value: (name: string, zIndex: number) => {
			const pane = map.getPane(name) ?? map.createPane(name)
			pane.style.zIndex = String(PANES_FROM + zIndex)
			pane.style.pointerEvents = 'none'
			return { remove: () => undefined }
		},
	})
	return new TerraDraw({ adapter, modes: modesOf(palette), undoRedo: { modeLevel: new TerraDrawModeUndoRedo() } })
}

const PANES_FROM = 470

function show(room: Room, sketch: Sketch): void {
	const { draw } = room
	room.quiet = true
	room.shape = sketch.shape
	draw.setMode('static')
	draw.clear()
	const feature = isEmpty(sketch) ? undefined : featureOf(sketch)
	const [added] = feature ? draw.addFeatures([feature]) : []
	/** A point can be set anew by a tap elsewhere, and dragged. */
	if (sketch.shape !== 'point' && added?.valid === true && added.id !== undefined) draw.selectFeature(added.id)
	else draw.setMode(MODES[sketch.shape])
	room.quiet = false
	room.listener.onPoints(0)
}

/** Undefined of what has too few points to be shown at all. */
function featureOf(sketch: Sketch): GeoJSONStoreFeatures | undefined {
	const points = sketch.shape === 'circle' ? circlePoints(sketch) : sketch.points
	const path = points.map(({ lat, lng }): [number, number] => [rounded(lng), rounded(lat)])
	const [first] = path
	if (!first) return undefined
	const properties = { mode: MODES[sketch.shape] }
	if (sketch.shape === 'point' || path.length === 1)
		return { type: 'Feature', properties: { mode: 'point' }, geometry: { type: 'Point', coordinates: first } }
	if (sketch.shape === 'line' || path.length === 2)
		return { type: 'Feature', properties: { mode: 'linestring' }, geometry: { type: 'LineString', coordinates: path } }
	return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [[...path, first]] } }
}

function rounded(value: number): number {
	return Math.round(value * 1e7) / 1e7
}

function told({ listener, shape }: Room, feature: GeoJSONStoreFeatures | undefined): void {
	if (!feature) return
	const points = pointsOf(feature)
	listener.onSketch(shape === 'circle' ? circleOf(points) : { shape, points })
}

function pointsOf({ geometry }: GeoJSONStoreFeatures): readonly Position[] {
	switch (geometry.type) {
		case 'Point':
			return [positionOf(geometry.coordinates)]
		case 'LineString':
			return geometry.coordinates.map(positionOf)
		case 'Polygon':
			return (geometry.coordinates[0] ?? []).slice(0, -1).map(positionOf)
	}
}

function positionOf([lng = 0, lat = 0]: readonly number[]): Position {
	return { lat, lng }
}

function begunPoints(features: readonly GeoJSONStoreFeatures[]): number {
	const counts = features.map(({ properties }) => properties['committedCoordinateCount'])
	return counts.reduce<number>((most, count) => Math.max(most, typeof count === 'number' ? count : 0), 0)
}

/** The library ends what is being drawn by this key and has no other way for a button. */
function pressEnter(element: HTMLElement): void {
	for (const type of ['keydown', 'keyup']) element.dispatchEvent(new KeyboardEvent(type, { key: 'Enter', bubbles: true }))
}

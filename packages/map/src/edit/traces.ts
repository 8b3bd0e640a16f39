import type { Geometry, Position } from '@lagebild/model/geo.ts'
import { divIcon, FeatureGroup, GeoJSON, Marker, Polyline } from 'leaflet'
import type { Map as LeafletMap } from 'leaflet'

import { labelPoint } from '../items/label-point.ts'

/** What somebody said here and the picture does not hold yet. */
export type PendingTrace = { readonly geometry: Geometry; readonly label: string }
/** From a unit to where its order leads it. */
export type TieTrace = { readonly from: Position; readonly to: Position }

export type Traces = { readonly pending: readonly PendingTrace[]; readonly ties: readonly TieTrace[] }

const PANE = 'lagebild-traces'

/** Draws what is no thing of the picture over it; returns what removes it again. Few at a time: what one person has just said or chosen. */
export function drawTraces(map: LeafletMap, { pending, ties }: Traces): () => void {
	const pane = map.getPane(PANE) ?? map.createPane(PANE)
	pane.style.zIndex = '440'
	pane.style.pointerEvents = 'none'
	const group = new FeatureGroup([...ties.flatMap(tieLayers), ...pending.flatMap(pendingLayers)], { pane: PANE })
	group.addTo(map)
	return () => void group.remove()
}

const QUIET = { pane: PANE, interactive: false, keyboard: false } as const

function tieLayers({ from, to }: TieTrace) {
	const path: [number, number][] = [
		[from.lat, from.lng],
		[to.lat, to.lng],
	]
	return [
		new Polyline(path, { ...QUIET, color: 'var(--map-halo)', weight: 6, opacity: 0.8 }),
		new Polyline(path, { ...QUIET, color: 'var(--accent)', weight: 2, dashArray: '8 6' }),
		new Marker(path[1] ?? [0, 0], { ...QUIET, icon: TARGET }),
	]
}

const TARGET = divIcon({
	className: '',
	iconSize: [20, 20],
	html: `<svg viewBox="-10 -10 20 20" width="20" height="20" aria-hidden="true" fill="none">
<circle r="7" stroke="var(--map-halo)" stroke-width="5"/><circle r="7" stroke="var(--accent)" stroke-width="2.5"/><circle r="2" fill="var(--accent)"/></svg>`,
})

function pendingLayers({ geometry, label }: PendingTrace) {
	const { lat, lng } = geometry.type === 'Point' ? placeOf(geometry.coordinates) : labelPoint(geometry)
	const dashed = { color: 'var(--accent)', weight: 2.5, dashArray: '6 5', fillColor: 'var(--accent)', fillOpacity: 0.06 }
	const outline = geometry.type === 'Point' ? [] : [new GeoJSON(geometry, { ...QUIET, style: { ...QUIET, ...dashed } })]
	return [...outline, new Marker([lat, lng], { ...QUIET, icon: labelled(label) })]
}

function placeOf([lng, lat]: readonly [number, number, ...unknown[]]): Position {
	return { lat, lng }
}

/** The text is set as text: names come from people. */
function labelled(label: string) {
	const box = document.createElement('div')
	Object.assign(box.style, {
		position: 'absolute',
		left: '0',
		top: '0',
		transform: 'translate(-50%, -50%)',
		width: 'max-content',
		maxWidth: '240px',
		padding: '2px 8px',
		border: '1.5px dashed var(--accent)',
		borderRadius: 'var(--r-1)',
		background: 'var(--surface-1)',
		color: 'var(--text-1)',
		font: 'var(--t-12)',
		overflow: 'hidden',
		textOverflow: 'ellipsis',
		whiteSpace: 'nowrap',
	} satisfies Partial<CSSStyleDeclaration>)
	box.textContent = label
	return divIcon({ html: box, className: '', iconSize: [0, 0] })
}

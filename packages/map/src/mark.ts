import type { Box, Position } from '@lagebild/model/geo.ts'
import { divIcon, FeatureGroup, Marker, Rectangle } from 'leaflet'
import type { Map as LeafletMap } from 'leaflet'

/** A place that somebody looked up: it is no thing of the picture, and nobody else sees it. */
export type PlaceMark = {
	readonly position: Position
	/** The square that a reference names; a point has none. */
	readonly box?: Box | undefined
	readonly label: string
}

const PANE = 'lagebild-mark'
const SIZE_PX = 44
/** A mark is looked at from this scale on, unless its square is larger than the window. */
const CLOSE_ZOOM = 15

const CROSS = `<svg viewBox="-22 -22 44 44" width="44" height="44" aria-hidden="true" fill="none" stroke-linecap="round">
<g stroke="var(--map-halo)" stroke-width="6"><circle r="12"/><path d="M0-20V-7M0 20V7M-20 0H-7M20 0H7"/></g>
<g stroke="var(--accent)" stroke-width="2.5"><circle r="12"/><path d="M0-20V-7M0 20V7M-20 0H-7M20 0H7"/></g></svg>`

/** Draws a mark over everything else and brings it into view, on a hidden map once it is shown; returns what removes it. */
export function drawMark(map: LeafletMap, { position, box, label }: PlaceMark): () => void {
	const pane = map.getPane(PANE) ?? map.createPane(PANE)
	pane.style.zIndex = '450'
	pane.style.pointerEvents = 'none'
	const icon = divIcon({ html: CROSS, className: '', iconSize: [SIZE_PX, SIZE_PX] })
	const place: [number, number] = [position.lat, position.lng]
	const marker = new Marker(place, { pane: PANE, icon, interactive: false, keyboard: false, alt: label })
	const group = new FeatureGroup([marker], { pane: PANE })
	const bounds = box && boundsOf(box)
	if (bounds) group.addLayer(new Rectangle(bounds, { pane: PANE, interactive: false, fill: false, color: 'var(--accent)', weight: 2 }))
	group.addTo(map)
	const look = () => void map.setView(place, Math.min(bounds ? map.getBoundsZoom(bounds) : CLOSE_ZOOM, CLOSE_ZOOM))
	if (map.getSize().x > 0) look()
	else map.once('resize', look)
	return () => {
		map.off('resize', look)
		group.remove()
	}
}

function boundsOf([west, south, east, north]: Box): [[number, number], [number, number]] {
	return [
		[south, west],
		[north, east],
	]
}

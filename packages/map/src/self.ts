import type { Position } from '@lagebild/model/geo.ts'
import { Circle, divIcon, FeatureGroup, Marker } from 'leaflet'
import type { Map as LeafletMap } from 'leaflet'

/** Where this device takes itself to be. `accuracy`: radius in metres; `course`: degrees true, while it moves. */
export type SelfMark = {
	readonly position: Position
	readonly accuracy: number
	readonly course?: number | undefined
	readonly label: string
}

const PANE = 'lagebild-self'
const SIZE_PX = 40

/** Draws it over everything else, whatever the scale; returns what removes it. */
export function drawSelf(map: LeafletMap, { position: { lat, lng }, accuracy, course, label }: SelfMark): () => void {
	const pane = map.getPane(PANE) ?? map.createPane(PANE)
	pane.style.zIndex = '445'
	pane.style.pointerEvents = 'none'
	const quiet = { pane: PANE, interactive: false, keyboard: false } as const
	const circle = new Circle([lat, lng], {
		...quiet,
		radius: accuracy,
		color: 'var(--accent)',
		weight: 2,
		fillColor: 'var(--accent)',
		fillOpacity: 0.16,
	})
	const icon = divIcon({ html: iconOf(course), className: '', iconSize: [SIZE_PX, SIZE_PX] })
	const group = new FeatureGroup([circle, new Marker([lat, lng], { ...quiet, icon, alt: label })], { pane: PANE })
	group.addTo(map)
	return () => void group.remove()
}

/** An arrow while it is known where to, else a dot. */
function iconOf(course: number | undefined): string {
	const inner =
		course === undefined
			? '<circle r="4" fill="var(--accent)"/>'
			: `<path d="M0-7 5 5 0 2.4-5 5Z" fill="var(--accent)" transform="rotate(${Math.round(course)})"/>`
	return `<svg viewBox="-20 -20 40 40" width="${SIZE_PX}" height="${SIZE_PX}" aria-hidden="true">
<circle r="13" fill="var(--map-halo)" stroke="var(--map-halo)" stroke-width="4"/><circle r="11" fill="var(--surface-1)" stroke="var(--accent)" stroke-width="3"/>${inner}</svg>`
}

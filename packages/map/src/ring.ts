import type { Position } from '@lagebild/model/geo.ts'
import { divIcon, Marker } from 'leaflet'
import type { Map as LeafletMap } from 'leaflet'

const PANE = 'lagebild-ring'
const SIZE_PX = 88
const LASTS_MS = 2_000

const RING = `<svg viewBox="-44 -44 88 88" width="88" height="88" aria-hidden="true" fill="none">
<circle r="24" stroke="var(--map-halo)" stroke-width="7"/><circle r="24" stroke="var(--accent)" stroke-width="3"/></svg>`

/** One pulse of two seconds around a place; for whoever wants no motion a ring that stands. Returns what ends it sooner. */
export function drawRing(map: LeafletMap, { lat, lng }: Position): () => void {
	const pane = map.getPane(PANE) ?? map.createPane(PANE)
	pane.style.zIndex = '460'
	pane.style.pointerEvents = 'none'
	const icon = divIcon({ html: RING, className: '', iconSize: [SIZE_PX, SIZE_PX] })
	const marker = new Marker([lat, lng], { pane: PANE, icon, interactive: false, keyboard: false }).addTo(map)
	const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
	const circle = marker.getElement()?.firstElementChild
	if (!calm) {
		circle?.animate(
			[
				{ transform: 'scale(0.6)', opacity: 1 },
				{ transform: 'scale(1.3)', opacity: 1, offset: 0.7 },
				{ transform: 'scale(1.5)', opacity: 0 },
			],
			{ duration: LASTS_MS, easing: 'ease-out' },
		)
	}
	const timer = setTimeout(() => void marker.remove(), LASTS_MS)
	return () => {
		clearTimeout(timer)
		marker.remove()
	}
}

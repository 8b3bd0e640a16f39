import type { MapHost, View } from '@lagebild/map/host-types.ts'
import type { Box, Position } from '@lagebild/model/geo.ts'
import { boundsOf } from '@lagebild/model/geo.ts'

import { allRows } from '../state/clients.ts'
import type { Facts } from '../state/facts.ts'
import { store } from '../state/store.ts'
import { unitPlace } from './here.ts'
import { sectionOf, targetsOf } from './shown.ts'

/** Degrees of latitude around a place: some 600 m. */
const NEAR = 0.006
/** A finger that still moves asks for nothing. */
const QUIET_MS = 800

let last: Pick<View, 'center' | 'zoom'> | undefined

/** Where somebody looked before they went to another page. */
export function lastView(): Pick<View, 'center' | 'zoom'> | undefined {
	return last
}

export function boxAround({ lat, lng }: Position, more: readonly Position[] = []): Box {
	const wide = NEAR / Math.cos((lat * Math.PI) / 180)
	const all = [{ lat: lat - NEAR, lng: lng - wide }, { lat: lat + NEAR, lng: lng + wide }, ...more]
	const [lats, lngs] = [all.map((one) => one.lat), all.map((one) => one.lng)]
	return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)]
}

/** The section as the staff drew it, else the whole operation. */
export function sectionBox({ picture, operation }: Pick<Facts, 'picture' | 'operation'>): Box | undefined {
	const id = sectionOf(picture)
	const geometry = id && allRows().find((row) => row.id === id)?.geometry
	return geometry && geometry.type !== 'Point' ? boundsOf(geometry) : operation?.area
}

/** The unit and where its orders lead; without a place the section. */
export function firstBox(facts: Facts): Box | undefined {
	const own = unitPlace(facts)
	return own ? boxAround(own, targetsOf(facts.picture)) : sectionBox(facts)
}

/** Remembers the view, and tells what is looked at once it rests. Returns what ends it. */
export function followView(host: MapHost): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined
	const off = host.onViewChange(({ center, zoom, box }) => {
		last = { center, zoom }
		clearTimeout(timer)
		timer = setTimeout(() => store.setState({ mapBox: box }), QUIET_MS)
	})
	return () => {
		off()
		clearTimeout(timer)
		store.setState({ mapBox: undefined })
	}
}

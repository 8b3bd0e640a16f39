import type { MapHost } from '@lagebild/map/host-types.ts'
import { createMapHost } from '@lagebild/map/host.ts'
import { useCallback, useEffect } from 'react'
import { useTranslations } from 'use-intl'

import { basemapReached } from '../api/basemaps.ts'
import { select } from '../state/actions.ts'
import { onMoves } from '../state/connections.ts'
import { usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'
import { themeFor, themeOf } from '../state/theme.ts'
import { useMapItems } from './map-items.ts'
import { useOverlays } from './overlays.ts'

import styles from './lage.module.css'

type Props = {
	readonly area: readonly [number, number, number, number]
	readonly host: MapHost | undefined
	readonly onHost: (host: MapHost | undefined) => void
}

/** A ring that was due longer ago, on a page without a map, is missed. */
const RING_MS = 2_000

/** The only place that touches the map: it is created once and told what changed. */
export function MapView({ area, host, onHost }: Props) {
	const t = useTranslations('map')
	const label = t('label')
	const attach = useCallback((element: HTMLDivElement) => attachMap(element, label, onHost), [label, onHost])
	useMapSettings(host)
	useMapItems(host)
	useOverlays(host)
	useStartView(host, area)
	return <div ref={attach} className={styles.host} />
}

/** Makes the map in its element; returns what removes it again. */
function attachMap(element: HTMLElement, label: string, onHost: Props['onHost']): () => void {
	const { preferences } = store.getState()
	const host = createMapHost(element, {
		theme: themeOf(preferences.theme),
		label,
		symbolSize: preferences.symbolSize,
		reaches: basemapReached,
	})
	const offs = [
		host.onSelect(select),
		host.onViewChange((mapView) => store.setState({ mapView })),
		host.onBasemapChange((basemap) => store.setState({ basemap })),
		onMoves(host.moveItems),
	]
	onHost(host)
	return () => {
		for (const off of offs) off()
		onHost(undefined)
		host.dispose()
	}
}

function useMapSettings(host: MapHost | undefined): void {
	const theme = usePicture(({ preferences }) => preferences.theme)
	const systemDark = usePicture((facts) => facts.systemDark)
	const symbolSize = usePicture(({ preferences }) => preferences.symbolSize)
	const basemaps = usePicture(({ config }) => config?.basemaps)
	const chosen = usePicture(({ preferences }) => preferences.basemap)
	const grid = usePicture(({ preferences }) => preferences.grid)
	const selected = usePicture(({ route }) => route.selected)
	useEffect(() => host?.setTheme(themeFor(theme, systemDark)), [host, theme, systemDark])
	useEffect(() => host?.setSymbolSize(symbolSize), [host, symbolSize])
	useEffect(() => {
		if (basemaps) host?.setBasemaps(basemaps, chosen)
	}, [host, basemaps, chosen])
	useEffect(() => {
		if (grid !== undefined) host?.setGrid(grid)
	}, [host, grid])
	useEffect(() => host?.select(selected), [host, selected])
	const ring = usePicture(({ view }) => view.ring)
	useEffect(() => {
		if (ring && Date.now() - ring.at < RING_MS) host?.ring(ring.id, ring.look)
	}, [host, ring])
	const place = usePicture(({ view }) => view.place)
	useEffect(() => host?.setMark(place && { position: place.position, box: place.box, label: place.text }), [host, place])
}

/** The map begins over the harbour; an operation that lies elsewhere begins with its whole area. */
function useStartView(host: MapHost | undefined, [west, south, east, north]: Props['area']): void {
	useEffect(() => {
		const view = store.getState().mapView
		if (!host || !view) return
		const { lat, lng } = view.center
		const inside = lat > south && lat < north && lng > west && lng < east
		if (!inside) host.fit([west, south, east, north])
	}, [host, west, south, east, north])
}

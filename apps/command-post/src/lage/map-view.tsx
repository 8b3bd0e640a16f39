import type { MapHost } from '@lagebild/map/host-types.ts'
import { createMapHost } from '@lagebild/map/host.ts'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'

import { basemapReached } from '../api/basemaps.ts'
import { select } from '../state/actions.ts'
import { onMoves } from '../state/connections.ts'
import { usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'
import { themeOf } from '../state/theme.ts'
import { useMapItems } from './map-items.ts'

import styles from './lage.module.css'

type Props = { readonly area: readonly [number, number, number, number]; readonly onHost: (host: MapHost | undefined) => void }

/** The only place that touches the map: it is created once and told what changed. */
export function MapView({ area, onHost }: Props) {
	const element = useRef<HTMLDivElement>(null)
	const host = useMapHost(element)
	useEffect(() => onHost(host), [host, onHost])
	useMapSettings(host)
	useMapItems(host)
	useStartView(host, area)
	return <div ref={element} className={styles.host} />
}

function useMapHost(element: React.RefObject<HTMLDivElement | null>): MapHost | undefined {
	const t = useTranslations('map')
	const [host, setHost] = useState<MapHost>()
	const label = t('label')
	useEffect(() => {
		if (!element.current) return undefined
		const { preferences } = store.getState()
		const made = createMapHost(element.current, {
			theme: themeOf(preferences.theme),
			label,
			symbolSize: preferences.symbolSize,
			reaches: basemapReached,
		})
		const offs = [
			made.onSelect(select),
			made.onViewChange((mapView) => store.setState({ mapView })),
			made.onBasemapChange((basemap) => store.setState({ basemap })),
			onMoves(made.moveItems),
		]
		const resized = new ResizeObserver(() => made.invalidateSize())
		resized.observe(element.current)
		setHost(made)
		return () => {
			resized.disconnect()
			for (const off of offs) off()
			setHost(undefined)
			made.dispose()
		}
	}, [element, label])
	return host
}

function useMapSettings(host: MapHost | undefined): void {
	const theme = usePicture(({ preferences }) => preferences.theme)
	const systemDark = usePicture((facts) => facts.systemDark)
	const symbolSize = usePicture(({ preferences }) => preferences.symbolSize)
	const basemaps = usePicture(({ config }) => config?.basemaps)
	const chosen = usePicture(({ preferences }) => preferences.basemap)
	const selected = usePicture(({ route }) => route.selected)
	useEffect(() => host?.setTheme(themeOf(theme)), [host, theme, systemDark])
	useEffect(() => host?.setSymbolSize(symbolSize), [host, symbolSize])
	useEffect(() => {
		if (basemaps) host?.setBasemaps(basemaps, chosen)
	}, [host, basemaps, chosen])
	useEffect(() => host?.select(selected), [host, selected])
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

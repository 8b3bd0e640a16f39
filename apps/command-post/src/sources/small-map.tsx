import type { MapHost } from '@lagebild/map/host-types.ts'
import { createMapHost } from '@lagebild/map/host.ts'
import type { MapItem } from '@lagebild/map/item.ts'
import { itemsOfRow } from '@lagebild/map/items/items.ts'
import { textsDe } from '@lagebild/map/items/texts-de.ts'
import { textsEn } from '@lagebild/map/items/texts-en.ts'
import type { Box } from '@lagebild/model/geo.ts'
import { verticesOf } from '@lagebild/model/geo.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslations } from 'use-intl'

import type { Thing } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'
import { themeFor, themeOf } from '../state/theme.ts'
import { timeZoneNow } from '../state/time-zone.ts'

import styles from './sources.module.css'

/** Things on the schematic base map, drawn as on the map of the operation. What lies beneath is for orientation only. */
export function SmallMap({ things }: { readonly things: readonly Thing[] }) {
	const t = useTranslations('sourceDetail')
	const items = useItems(things)
	if (items.length === 0)
		return (
			<p className={styles.muted}>
				{t('mapNone')}. {t('mapNoneText')}
			</p>
		)
	return (
		<figure className={styles.map}>
			<MapBox items={items} />
			<figcaption>{t('mapScheme')}</figcaption>
		</figure>
	)
}

const MINUTE_MS = 60_000

function useItems(things: readonly Thing[]): readonly MapItem[] {
	const { language } = useFormats()
	const timeZone = usePicture(timeZoneNow)
	const now = useNow(MINUTE_MS)
	return useMemo(() => {
		const texts = language === 'de' ? textsDe(timeZone) : textsEn(timeZone)
		return things.flatMap(({ row, measured }) => itemsOfRow(row, measured, { now, texts, over: true }))
	}, [things, language, timeZone, now])
}

function MapBox({ items }: { readonly items: readonly MapItem[] }) {
	const t = useTranslations('sourceDetail')
	const label = t('mapLabel')
	const [host, setHost] = useState<MapHost>()
	const theme = usePicture(({ preferences }) => preferences.theme)
	const systemDark = usePicture((facts) => facts.systemDark)
	const attach = useCallback(
		(element: HTMLDivElement) => {
			const made = createMapHost(element, { theme: themeOf(store.getState().preferences.theme), label })
			made.setBasemaps([])
			setHost(made)
			return () => {
				setHost(undefined)
				made.dispose()
			}
		},
		[label],
	)
	const box = useMemo(() => boxOf(items), [items])
	const where = box.join(' ')
	useEffect(() => host?.setTheme(themeFor(theme, systemDark)), [host, theme, systemDark])
	useEffect(() => host?.setItems(items), [host, items])
	useEffect(() => host?.fit(readBox(where)), [host, where])
	return <div ref={attach} className={styles.mapBox} />
}

/** Some streets around what is a point. */
const MARGIN_DEGREES = 0.008

function boxOf(items: readonly MapItem[]): Box {
	const points = items.flatMap((item) =>
		item.type === 'area' ? verticesOf(item.geometry).map(([lng, lat]) => ({ lng, lat })) : [item.position],
	)
	const [lngs, lats] = [points.map(({ lng }) => lng), points.map(({ lat }) => lat)]
	return [
		Math.min(...lngs) - MARGIN_DEGREES,
		Math.min(...lats) - MARGIN_DEGREES,
		Math.max(...lngs) + MARGIN_DEGREES,
		Math.max(...lats) + MARGIN_DEGREES,
	]
}

function readBox(text: string): Box {
	const [west = 0, south = 0, east = 0, north = 0] = text.split(' ').map(Number)
	return [west, south, east, north]
}

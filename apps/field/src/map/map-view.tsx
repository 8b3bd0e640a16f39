import type { BasemapState, MapHost } from '@lagebild/map/host-types.ts'
import { createMapHost } from '@lagebild/map/host.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { useCallback, useEffect } from 'react'
import { useTranslations } from 'use-intl'

import { reachesBasemap } from '../state/door.ts'
import { useFacts } from '../state/react.ts'
import { store } from '../state/store.ts'
import { useTheme } from '../state/use-theme.ts'
import { followPicture } from './follow-picture.ts'
import { useTexts } from './texts.ts'
import { firstBox, followView, lastView } from './views.ts'

import styles from './map.module.css'

type Props = {
	readonly host: MapHost | undefined
	readonly onHost: (host: MapHost | undefined) => void
	readonly chosen: EntityId | undefined
	readonly onChoose: (id: EntityId | undefined) => void
	readonly onBasemap: (state: BasemapState) => void
}

/** Each canvas pixel costs time and battery, and a screen that is read at arm's length needs no more. */
const MOST_RATIO = 1.5
/** Large enough to be met with a glove. */
const SYMBOL_PX = 32
const NO_MAPS = [] as const

/** The only place that touches the map: it is made with the page and told what changed. */
export function MapView({ host, onHost, chosen, onChoose, onBasemap }: Props) {
	const t = useTranslations('map')
	const label = t('label')
	const self = t('self')
	const theme = useTheme()
	const texts = useTexts()
	const basemaps = useFacts((facts) => facts.basemaps)
	const sparing = useFacts(({ preferences }) => preferences.rate === 'sparing')
	const attach = useCallback(
		(element: HTMLDivElement) => {
			const view = lastView()
			const made = createMapHost(element, {
				theme: 'light',
				label,
				symbolSize: SYMBOL_PX,
				maxRatio: MOST_RATIO,
				reaches: reachesBasemap,
				...view,
			})
			const box = view ? undefined : firstBox(store.getState())
			if (box) made.fit(box)
			const ends = [made.onSelect(onChoose), made.onBasemapChange(onBasemap), followView(made)]
			onHost(made)
			return () => {
				for (const end of ends) end()
				onHost(undefined)
				made.dispose()
			}
		},
		[label, onHost, onChoose, onBasemap],
	)
	useEffect(() => host?.setTheme(theme), [host, theme])
	useEffect(() => host?.setBasemaps(sparing ? NO_MAPS : (basemaps ?? NO_MAPS)), [host, basemaps, sparing])
	useEffect(() => host?.select(chosen), [host, chosen])
	useEffect(() => host && followPicture(host, { texts, label: self }), [host, texts, self])
	return <div ref={attach} className={styles.host} />
}

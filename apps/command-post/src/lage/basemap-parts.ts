import { NOTKARTE_ID } from '@lagebild/map/host-types.ts'
import type { MenuPart } from '@lagebild/ui/menu.tsx'
import { useTranslations } from 'use-intl'

import { setPreferences } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'

/** The base maps of the configuration, the emergency map that is always there, and the grid over any of them. */
export function useBasemapParts(): readonly MenuPart[] {
	const t = useTranslations('layers')
	const basemaps = usePicture(({ config }) => config?.basemaps)
	const shown = usePicture(({ basemap }) => basemap?.id)
	const gridded = usePicture(({ preferences, basemap }) => preferences.grid ?? basemap?.schematic ?? false)
	const entries = [...(basemaps ?? []), { id: NOTKARTE_ID, name: t('notkarte') }].map(({ id, name }) => ({
		id,
		label: name,
		text: name,
		chosen: id === shown,
		onPress: () => setPreferences({ basemap: id }),
	}))
	const lines = {
		id: 'grid',
		label: t('grid'),
		text: t('grid'),
		chosen: gridded,
		onPress: () => setPreferences({ grid: !gridded }),
	}
	return [
		{ id: 'basemaps', heading: t('basemap'), entries },
		{ id: 'lines', heading: t('lines'), entries: [lines] },
	]
}

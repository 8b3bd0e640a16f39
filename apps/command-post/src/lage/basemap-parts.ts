import { NOTKARTE_ID } from '@lagebild/map/host-types.ts'
import type { MenuPart } from '@lagebild/ui/menu.tsx'
import { useTranslations } from 'use-intl'

import { setPreferences } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'

/** The base maps of the configuration, and the emergency map that is always there. */
export function useBasemapParts(): readonly MenuPart[] {
	const t = useTranslations('layers')
	const basemaps = usePicture(({ config }) => config?.basemaps)
	const shown = usePicture(({ basemap }) => basemap?.id)
	const entries = [...(basemaps ?? []), { id: NOTKARTE_ID, name: t('notkarte') }].map(({ id, name }) => ({
		id,
		label: name,
		text: name,
		chosen: id === shown,
		onPress: () => setPreferences({ basemap: id }),
	}))
	return [{ id: 'basemaps', heading: t('basemap'), entries }]
}

import type { MapHost } from '@lagebild/map/host-types.ts'
import type { Overlay } from '@lagebild/map/overlay/overlays.ts'
import { useEffect } from 'react'

import { loadGeojson } from '../api/overlays.ts'
import { memoLast } from '../select/memo.ts'
import type { Facts, HubConfig } from '../state/facts.ts'
import type { Preferences } from '../state/preferences.ts'
import { usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'

const NONE: readonly Overlay[] = []

const chosenOf = memoLast((config: HubConfig | undefined, switched: Preferences['overlays']): readonly Overlay[] =>
	config && config.overlays.length > 0 ? config.overlays.filter(({ id, shown }) => switched?.[id] ?? shown) : NONE,
)

/** As the configuration has them, unless this person switched one. */
export function overlaysNow({ config, preferences }: Facts): readonly Overlay[] {
	return chosenOf(config, preferences.overlays)
}

export function useOverlays(host: MapHost | undefined): void {
	const chosen = usePicture(overlaysNow)
	useEffect(() => host?.onOverlayStates((overlayStates) => store.setState({ overlayStates })), [host])
	useEffect(() => host?.setOverlays(chosen, loadGeojson), [host, chosen])
}

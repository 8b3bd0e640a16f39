import { createStore } from 'zustand/vanilla'

import type { Facts, Filter } from './facts.ts'
import { loadPreferences } from './preferences.ts'
import { readRoute } from './route.ts'

export const EVERYTHING: Filter = {
	text: '',
	severities: new Set(['Minor', 'Moderate', 'Severe', 'Extreme', 'Unknown', 'none']),
	hidden: new Set(),
	over: false,
}

function firstFacts(): Facts {
	return {
		session: { state: 'asking' },
		operations: [],
		config: undefined,
		route: readRoute(location.hash),
		content: { things: new Map(), rev: 0 },
		link: { session: 'connecting', stored: false, verified: 'unknown' },
		now: Date.now(),
		filter: EVERYTHING,
		view: {
			leftTab: 'layers',
			leftOpen: !matchMedia('(max-width: 1400px)').matches,
			rightTab: 'warnings',
			narrowTab: 'map',
			sheet: 'peek',
			help: false,
		},
		preferences: loadPreferences(),
		basemap: undefined,
		mapView: undefined,
		update: false,
		systemDark: matchMedia('(prefers-color-scheme: dark)').matches,
	}
}

export const store = createStore<Facts>(firstFacts)

import { createStore } from 'zustand/vanilla'

import { readDoor } from './door.ts'
import type { Facts, Filter, ViewFacts } from './facts.ts'
import { loadPreferences } from './preferences.ts'
import { readRoute } from './route.ts'

export const EVERYTHING: Filter = {
	text: '',
	severities: new Set(['Minor', 'Moderate', 'Severe', 'Extreme', 'Unknown', 'none']),
	hidden: new Set(),
	over: false,
}

/** What belongs to the picture of one person, as it is before there is any. */
type Blank = Pick<
	Facts,
	| 'operations'
	| 'config'
	| 'content'
	| 'live'
	| 'cut'
	| 'replay'
	| 'link'
	| 'attendance'
	| 'said'
	| 'filter'
	| 'view'
	| 'basemap'
	| 'overlayStates'
	| 'mapView'
>

function firstView(): ViewFacts {
	return {
		leftTab: 'layers',
		leftOpen: !matchMedia('(max-width: 1400px)').matches,
		rightTab: 'alarms',
		narrowTab: 'map',
		sheet: 'peek',
		help: false,
	}
}

/** Nothing of what the one before has seen or looked for. How this device is set stays. */
export function blank(): Blank {
	return {
		operations: [],
		config: undefined,
		content: { things: new Map(), rev: -1 },
		live: undefined,
		cut: undefined,
		replay: undefined,
		link: { session: 'connecting', stored: false, verified: 'unknown' },
		attendance: undefined,
		said: [],
		filter: EVERYTHING,
		view: firstView(),
		basemap: undefined,
		overlayStates: new Map(),
		mapView: undefined,
	}
}

function firstFacts(): Facts {
	return {
		...blank(),
		session: { state: 'asking' },
		route: readRoute(location.hash),
		door: readDoor(location.hash),
		firstSteps: undefined,
		now: Date.now(),
		preferences: loadPreferences(),
		update: false,
		systemDark: matchMedia('(prefers-color-scheme: dark)').matches,
	}
}

export const store = createStore<Facts>(firstFacts)

import { createStore } from 'zustand/vanilla'

import { NOTHING_KNOWN } from '../picture/unit-picture.ts'
import type { Facts } from './facts.ts'
import { NO_LINK } from './link.ts'
import { loadPreferences, savePreferences } from './preferences.ts'
import type { Preferences } from './preferences.ts'

/** What is shown of the world while nothing is known. */
export const NOTHING_SHOWN = {
	picture: NOTHING_KNOWN,
	operation: undefined,
	fms: {},
	basemaps: undefined,
	mapBox: undefined,
	link: NO_LINK,
	said: [],
	photos: [],
	crews: [],
	mending: undefined,
	gps: { state: 'off' },
	here: undefined,
} as const satisfies Partial<Facts>

export const store = createStore<Facts>(() => ({
	...NOTHING_SHOWN,
	door: { state: 'starting' },
	now: Date.now(),
	tab: 'orders',
	unstored: false,
	battery: undefined,
	preferences: loadPreferences(),
	update: false,
}))

export function setPreferences(change: Partial<Preferences>): void {
	const preferences = { ...store.getState().preferences, ...change }
	savePreferences(preferences)
	store.setState({ preferences })
}

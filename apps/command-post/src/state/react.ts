import { useStore } from 'zustand'

import type { Facts } from './facts.ts'
import { liveOf } from './live.ts'
import { store } from './store.ts'

/** The one way a component reads the picture. The selector must give the same object while its input is the same. */
export function usePicture<T>(selector: (facts: Facts) => T): T {
	return useStore(store, selector)
}

/** What is now, also in a replay, as coarse as what is shown needs it. */
export function useLiveNow(stepMs: number): number {
	return useStore(store, (facts) => Math.floor(liveOf(facts).now / stepMs) * stepMs)
}

/** The time of what is on the screen, as coarse as what is shown needs it. */
export function useNow(stepMs: number): number {
	return useStore(store, ({ now }) => Math.floor(now / stepMs) * stepMs)
}

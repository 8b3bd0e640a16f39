import { useStore } from 'zustand'

import type { Facts } from './facts.ts'
import { store } from './store.ts'

/** The one way a component reads what is known. The selector must give the same object while its input is the same. */
export function useFacts<T>(selector: (facts: Facts) => T): T {
	return useStore(store, selector)
}

import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** What somebody tries a mapping on. Kept while the page is open, and nowhere else. */
export type Draft = {
	/** Name of the source: of one that is there, or of the new one. */
	readonly feed: string
	readonly sample: Sample
	/** Text of the mapping. */
	readonly definition: string
}

export type Sample = {
	readonly text: string
	/** As it came, where that is not the text in UTF-8. */
	readonly bytes?: Uint8Array
	readonly kind: 'document' | 'item'
	/** It was longer. */
	readonly cut: boolean
}

export const NO_SAMPLE: Sample = { text: '', kind: 'document', cut: false }

const drafts = createStore<Draft>(() => ({ feed: '', sample: NO_SAMPLE, definition: '' }))

export function setDraft(change: Partial<Draft>): void {
	drafts.setState(change)
}

export function useDraft(): Draft {
	return useStore(drafts)
}

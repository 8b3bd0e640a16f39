import type { Shown } from '@lagebild/client/dispatch/item.ts'

import type { ShownPhoto } from '../photos/photo.ts'
import { isWaiting } from '../status/standing.ts'

/** Newest first, as a person looks for what they said last; what waits in the order in which it is sent, last one first. */
export type Groups = { readonly waiting: readonly Shown[]; readonly refused: readonly Shown[]; readonly arrived: readonly Shown[] }

export function grouped(said: readonly Shown[]): Groups {
	const newest = said.toReversed()
	return {
		waiting: newest.filter(isWaiting),
		refused: newest.filter(({ state }) => state === 'refused'),
		arrived: newest.filter(({ state }) => state === 'accepted' || state === 'confirmed'),
	}
}

export type Counts = { readonly waiting: number; readonly refused: number }

/** A photo counts like what was said: until it is with a hub, something is missing there. */
export function countsOf(said: readonly Shown[], photos: readonly ShownPhoto[]): Counts {
	return {
		waiting: said.filter(isWaiting).length + photos.filter(({ state }) => state === 'waiting').length,
		refused: [...said, ...photos].filter(({ state }) => state === 'refused').length,
	}
}

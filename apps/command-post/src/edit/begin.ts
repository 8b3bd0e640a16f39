import type { Position } from '@lagebild/model/geo.ts'

import type { EditKind } from './kinds.ts'

/** Opens the form of a new thing, where somebody pointed if they did; its code is fetched with the first one. */
export async function beginNew(kind?: EditKind, at?: Position): Promise<void> {
	const { openNew } = await import('./open.ts')
	openNew(kind, at)
}

/** Esc: what was typed or drawn is given up by its own button only. */
export async function leaveEdit(): Promise<void> {
	const { closeUntouched } = await import('./open.ts')
	closeUntouched()
}

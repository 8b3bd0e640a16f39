import type { Lane } from '@lagebild/model/row.ts'
import { NO_FACET } from '@lagebild/picture/change.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { facet } from '@lagebild/picture/read.ts'
import { scopeIdOf, sees } from '@lagebild/picture/scope.ts'
import type { Scope } from '@lagebild/picture/scope.ts'

/** One scope as this hub serves it. Viewers with equal scopes share it, by key. */
export type View = {
	readonly scope: Scope
	readonly id: string
	/** Distinguishes views within this hub, also should two ids ever be equal. */
	readonly serial: number
	/** Views with equal ones see the same in lanes U and S: they differ by cover and rate alone. */
	readonly stateKey: string
	/** Per facet number: which lanes the scope sees of it, with `KNOWN` once it was computed. Facets never change their meaning. */
	seen: Uint8Array
	/** Hub clock of the last use. */
	usedAt: number
	/** Hub clock of the last beat. */
	beatAt: number
}

export const LANE_BIT: Readonly<Record<Lane, number>> = { U: 1, S: 2, M: 4 }
const KNOWN = 8

export function createView(scope: Scope, serial: number, now: number): View {
	const { reader, kinds } = scope
	const stateKey = JSON.stringify([reader.clearance, reader.organisation ?? null, [...kinds]])
	const seen = new Uint8Array(256)
	seen[NO_FACET] = KNOWN
	return { scope, id: scopeIdOf(scope), serial, stateKey, seen, usedAt: now, beatAt: now }
}

/** Lanes (as bits) in which this view sees an entity with this facet. */
export function seenLanes(view: View, picture: Picture, number: number): number {
	const known = view.seen[number] ?? 0
	if (known !== 0) return known & ~KNOWN
	if (number >= view.seen.length) {
		const wider = new Uint8Array(2 * number)
		wider.set(view.seen)
		view.seen = wider
	}
	const { scope } = view
	const thing = facet(picture, number)
	const lanes = (sees(scope, 'U', thing) ? 1 : 0) | (sees(scope, 'S', thing) ? 2 : 0) | (sees(scope, 'M', thing) ? 4 : 0)
	view.seen[number] = lanes | KNOWN
	return lanes
}

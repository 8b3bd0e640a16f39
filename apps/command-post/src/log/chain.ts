import type { EntityId } from '@lagebild/model/ids.ts'
import type { Row, RowLink } from '@lagebild/model/row.ts'

import type { Content } from '../state/facts.ts'

export type Tie = 'cause' | 'effect' | 'about' | 'spokenOf' | 'corrects' | 'correctedBy'

/** What a link is to the thing it stands at, as somebody reads a diary; an answer follows from what it answers. */
export function tieOf({ rel, inbound }: RowLink): Tie | undefined {
	switch (rel) {
		case 'causes':
			return inbound ? 'cause' : 'effect'
		case 'answers':
			return inbound ? 'effect' : 'cause'
		case 'about':
			return inbound ? 'spokenOf' : 'about'
		case 'corrects':
			return inbound ? 'correctedBy' : 'corrects'
		default:
			return undefined
	}
}

/** The other ends that are this to a thing. */
export function tied({ links }: Pick<Row, 'links'>, tie: Tie): readonly EntityId[] {
	return links?.filter((link) => tieOf(link) === tie).map(({ to }) => to) ?? []
}

export type Chain = { readonly before: readonly EntityId[]; readonly after: readonly EntityId[] }

/** More than that nobody follows on one screen. */
const MOST = 20

/** All that led to a thing, the first of it first, and all that came of it. */
export function chainOf({ things }: Content, id: EntityId): Chain {
	const follow = (tie: Tie) => {
		const found = new Set<EntityId>()
		let next: readonly EntityId[] = [id]
		while (next.length > 0 && found.size < MOST) {
			next = next.flatMap((one) => tied(things.get(one)?.row ?? {}, tie)).filter((one) => one !== id && !found.has(one))
			for (const one of next) found.add(one)
		}
		return [...found].slice(0, MOST)
	}
	return { before: follow('cause').toReversed(), after: follow('effect') }
}

import type { Saying } from '@lagebild/model/explanation.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { RowLink } from '@lagebild/model/row.ts'

import type { Answer } from './explain-field.ts'
import type { Asked } from './explain-life.ts'
import { otherEnd } from './links.ts'
import { compareLinks } from './ordered.ts'
import { linksSeen } from './shown-links.ts'
import type { Entity, LinkRegister } from './state.ts'
import { sayingOf } from './utterance.ts'

/** Newest links that were taken back. */
const MOST_REMOVED = 50

/** P12, P42, P61: the links that the row shows, with who said so, and those that were taken back. */
export function explainLinks({ entity, account, sees }: Asked): Answer {
	const { links = [], moreLinks = {} } = linksSeen(entity, sees)
	const shown = links.flatMap((link) => registerOf(entity, link) ?? [])
	const removed = [...(entity.links?.byPair.values() ?? [])]
		.filter((link) => (link.removed || link.said.withdrawn) && sees(otherEnd(entity.id, link)))
		.toSorted((a, b) => compareLinks(b, a))
	const told = (link: LinkRegister, standing: Saying['standing']) =>
		sayingOf(account, { said: link.said, value: valueOf(entity.id, link), fate: { standing }, link: otherEnd(entity.id, link) })
	return {
		rule: 'P12',
		...(links.length > 0 && { value: links }),
		sayings: [
			...shown.map((link) => told(link, 'shown')),
			...removed.slice(0, MOST_REMOVED).map((link) => told(link, link.said.withdrawn ? 'withdrawn' : 'beside')),
		],
		untold: Object.values(moreLinks).reduce((sum, count) => sum + count, 0) + Math.max(0, removed.length - MOST_REMOVED),
	}
}

function registerOf({ links }: Entity, { rel, to }: RowLink): LinkRegister | undefined {
	return links?.byPair.get({ rel, to })
}

function valueOf(id: EntityId, { rel, from, to, removed }: LinkRegister): RowLink & { readonly removed?: true } {
	const gone = removed ? { removed: true as const } : {}
	return from === id ? { rel, to, ...gone } : { rel, to: from, inbound: true, ...gone }
}

import type { EntityId } from '@lagebild/model/ids.ts'
import type { RowLink } from '@lagebild/model/row.ts'

import { otherEnd } from './links.ts'
import type { Picture } from './picture.ts'

/** Every link of an entity that holds, whoever may see it: to decide by, never to show. */
export function heldLinks(picture: Picture, id: EntityId): readonly Pick<RowLink, 'rel' | 'to'>[] {
	const links = picture.byId.get(id)?.links
	if (!links) return []
	const held = [...links.byPair.values()].filter(({ removed, said }) => !removed && !said.withdrawn)
	return held.map((link) => ({ rel: link.rel, to: otherEnd(id, link) }))
}

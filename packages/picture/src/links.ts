import type { Link } from '@lagebild/model/event.ts'
import type { EntityId } from '@lagebild/model/ids.ts'

import { compareText, takes } from './stamp.ts'
import type { Said } from './stamp.ts'
import { entityFor } from './state.ts'
import type { Entity, LinkRegister, PictureState } from './state.ts'

/** P12: one register per relation and unordered pair, held by both ends. */
export function linkKey(link: Link, from: EntityId): string {
	const [low, high] = compareText(from, link.to) < 0 ? [from, link.to] : [link.to, from]
	return `${link.rel} ${low} ${high}`
}

/** P12: the newest statement about the pair wins. A thing is not linked with itself. Returns the other ends whose row may change. */
export function stateLinks(picture: PictureState, entity: Entity, { links, said }: { links: readonly Link[]; said: Said }): Entity[] {
	const ends: Entity[] = []
	for (const link of links) {
		if (link.to === entity.id) continue
		const other = entityFor(picture, link.to)
		if (stateLink(entity, other, { link, said })) ends.push(other)
	}
	return ends
}

function stateLink(entity: Entity, other: Entity, { link, said }: { link: Link; said: Said }): boolean {
	const key = linkKey(link, entity.id)
	const held = entity.links?.get(key)
	if (!takes(said, held?.said)) return false
	const register: LinkRegister = { rel: link.rel, from: entity.id, to: other.id, removed: link.removed ?? false, said }
	entity.links ??= new Map()
	entity.links.set(key, register)
	other.links ??= new Map()
	other.links.set(key, register)
	return true
}

/** Marks the links that a retracted statement stated. Returns their other ends. */
export function withdrawLinks(picture: PictureState, entity: Entity, { id, source }: { id: string; source: string }): Entity[] {
	const ends: Entity[] = []
	for (const { said, from, to } of entity.links?.values() ?? []) {
		if (from !== entity.id || said.id !== id || said.by.source !== source) continue
		said.withdrawn = true
		ends.push(entityFor(picture, to))
	}
	return ends
}

import type { Link } from '@lagebild/model/event.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'

import { linkedAspect } from './aspect.ts'
import { coveredBy, labelOf } from './label.ts'
import { SURE } from './numbered.ts'
import { add, compareLinks, createOrdered, last, moveOn, placeIn, remove } from './ordered.ts'
import { Pairs } from './pairs.ts'
import { compareText, takes } from './stamp.ts'
import type { Said } from './stamp.ts'
import { entityFor } from './state.ts'
import type { EndingRel, Entity, LinkRegister, Links, PictureState } from './state.ts'
import { isRetracted } from './verdict.ts'

/** P12: one register per relation and unordered pair, held by both ends. */
export function linkKey({ rel, to }: Pick<Link, 'rel' | 'to'>, from: EntityId): string {
	const [low, high] = compareText(from, to) < 0 ? [from, to] : [to, from]
	return `${rel} ${low} ${high}`
}

/** P12: the newest statement about the pair wins. A thing is not linked with itself. Returns the other ends whose row may change. */
export function stateLinks(picture: PictureState, entity: Entity, { links, said }: { links: readonly Link[]; said: Said }): Entity[] {
	const others: Entity[] = []
	for (const { rel, to, removed = false } of links) {
		if (to === entity.id) continue
		const other = entityFor(picture, to)
		const held = entity.links?.byPair.get({ rel, to })
		if (!takes(said, held?.said)) continue
		const link: LinkRegister = { rel, from: entity.id, to: other.id, removed, said }
		const stays = foreseeLink(other, entity, { link, held })
		if (held && restates(link, held)) sayAgain(entity, other, { link: held, said })
		else {
			holdLink(entity, other, link)
			placeBoth(picture, link)
		}
		if (!stays) others.push(other)
	}
	return others
}

/**
 * P28: asked before a link is held instead of another. One that says again what holds leaves the other end's row as it is if it was the newest
 * there, and else becomes the first of its relation for sure. In every other case the row is built as it is, to be compared afterwards.
 * @returns whether the row stays what it is
 */
function foreseeLink(other: Entity, entity: Entity, { link, held }: Relink): boolean {
	const newest = other.links?.in && last(other.links.in)
	const isAgain = newest && restates(link, held) && showsOther(other, entity, link)
	if (isAgain && newest === held) return true
	if (isAgain && other.created !== undefined && becomesFirst(other, link, newest)) other.rowState = SURE
	else other.settle()
	return false
}
type Relink = { readonly link: LinkRegister; readonly held: LinkRegister | undefined }

/** P42: of its relation, before one that is the newest so far. What the other end itself links to comes before that. */
function becomesFirst({ links }: Entity, link: LinkRegister, newest: LinkRegister): boolean {
	return newest.rel === link.rel && compareLinks(newest, link) < 0 && !links?.out
}

/** Says again, from the same end, what holds; of what ends a life, also the time shows. */
function restates(link: LinkRegister, held: LinkRegister | undefined): boolean {
	if (!held || link.removed || held.removed || link.said.withdrawn || held.said.withdrawn) return false
	return held.from === link.from && endingRel(link) === undefined
}

/** What holds is said again by the end that said it: it counts for what it counted for, and is newer. */
function sayAgain({ links: here }: Entity, { links: there }: Entity, { link, said }: { link: LinkRegister; said: Said }): void {
	const [outward, inward] = [placeIn(here?.out, link), placeIn(there?.in, link)]
	here?.stated?.get(link.said.id)?.delete(link)
	link.said = said
	if (here?.stated) index(here.stated, link)
	moveOn(outward, link)
	moveOn(inward, link)
}

/** Gives both ends a link, instead of what they held about the pair. It counts when it was placed. */
export function holdLink(entity: Entity, other: Entity, link: LinkRegister): void {
	for (const [end, to] of [
		[entity, other.id],
		[other, entity.id],
	] as const) {
		const links = end.links ?? startLinks(end)
		const held = links.byPair.get({ rel: link.rel, to })
		if (held) forget(links, end.id, held)
		links.byPair.set(link)
		if (end === entity) own(links, link)
	}
}

/** From now on others derive from it. */
function startLinks(entity: Entity): Links {
	const links: Links = { byPair: new Pairs(entity.id), aspect: linkedAspect(entity) }
	entity.links = links
	return links
}

function own(links: Links, link: LinkRegister): void {
	if (endingRel(link)) (links.ending ??= new Set()).add(link)
	if (links.stated) index(links.stated, link)
}

function index(stated: Map<string, Set<LinkRegister>>, link: LinkRegister): void {
	const known = stated.get(link.said.id)
	if (known) known.add(link)
	else stated.set(link.said.id, new Set([link]))
}

function forget(links: Links, id: EntityId, link: LinkRegister): void {
	showIn(links, id, { link, shown: false })
	const rel = endingRel(link)
	const ending = rel && links[rel]
	if (ending) remove(ending, link)
	links.ending?.delete(link)
	links.apart?.delete(link)
	const stated = links.stated?.get(link.said.id)
	stated?.delete(link)
	if (stated?.size === 0) links.stated?.delete(link.said.id)
}

function endingRel({ rel }: LinkRegister): EndingRel | undefined {
	return rel === 'cancels' || rel === 'updates' ? rel : undefined
}

/** P11–P13: decides anew what a link counts for at both ends. */
function placeBoth(picture: PictureState, link: LinkRegister): void {
	for (const id of [link.from, link.to]) {
		const end = picture.byId.get(id)
		if (end) placeLink(picture, end, link)
	}
}

/** P11–P13: decides anew what a link counts for at one of its ends. Returns whether the row there may follow. */
export function placeLink(picture: PictureState, entity: Entity, link: LinkRegister): boolean {
	const { links } = entity
	const other = picture.byId.get(otherEnd(entity.id, link))
	if (!links || !other) return false
	const holds = !link.said.withdrawn && showsOther(entity, other, link)
	const shown = holds && !link.removed
	const changed = showIn(links, entity.id, { link, shown })
	const parted = partIn(links, link, holds && entity.kind === other.kind)
	const counts = shown && !isRetracted(other)
	return (link.to === entity.id && endIn(links, link, counts)) || changed || parted
}

function endIn(links: Links, link: LinkRegister, counts: boolean): boolean {
	const rel = endingRel(link)
	if (!rel) return false
	if (!counts) return links[rel] !== undefined && remove(links[rel], link)
	return add((links[rel] ??= createOrdered()), link)
}

function partIn(links: Links, link: LinkRegister, holds: boolean): boolean {
	if (!holds || !link.removed || link.rel !== 'duplicates') return links.apart?.delete(link) ?? false
	const parted = (links.apart ??= new Set())
	const changed = !parted.has(link)
	parted.add(link)
	return changed
}

/** P13: what has no content yet is named only to those who see who speaks of it. */
function showsOther(entity: Entity, other: Entity, { from }: LinkRegister): boolean {
	if (!other.created) return from === entity.id
	return coveredBy(labelOf(other), labelOf(entity))
}

function showIn(links: Links, id: EntityId, { link, shown }: { readonly link: LinkRegister; readonly shown: boolean }): boolean {
	const shelf = link.from === id ? (links.out ??= createOrdered()) : (links.in ??= createOrdered())
	const changed = shown ? add(shelf, link) : remove(shelf, link)
	if (changed && links.kinds) count(links.kinds, kindOf(id, link), shown ? 1 : -1)
	return changed
}

export function otherEnd(id: EntityId, { from, to }: LinkRegister): EntityId {
	return from === id ? to : from
}

export function kindOf(id: EntityId, link: LinkRegister): EntityKind {
	return partsOf(otherEnd(id, link)).kind
}

export function count(kinds: Map<EntityKind, number>, kind: EntityKind, by: number): void {
	kinds.set(kind, (kinds.get(kind) ?? 0) + by)
}

/** P11, P13: decides anew what these links of an entity count for. Returns the other ends whose row may follow. */
export function replaceLinks(picture: PictureState, entity: Entity, links: Iterable<LinkRegister>): Entity[] {
	const others: Entity[] = []
	for (const link of links) {
		placeLink(picture, entity, link)
		const other = picture.byId.get(otherEnd(entity.id, link))
		other?.settle()
		if (other && placeLink(picture, other, link)) others.push(other)
	}
	return others
}

/** Marks the links that a retracted statement stated. Returns their other ends. */
export function withdrawLinks(picture: PictureState, entity: Entity, { id, source }: { id: string; source: string }): Entity[] {
	const others: Entity[] = []
	for (const link of (entity.links && statedIn(entity.links, entity.id).get(id)) ?? []) {
		if (link.said.by.source !== source) continue
		entityFor(picture, link.to).settle()
		link.said.withdrawn = true
		placeBoth(picture, link)
		others.push(entityFor(picture, link.to))
	}
	return others
}

/** Made by the first retraction that comes to an entity with links, and kept from then on. */
function statedIn(links: Links, id: EntityId): Map<string, Set<LinkRegister>> {
	if (links.stated) return links.stated
	links.stated = new Map()
	for (const link of links.byPair.values()) if (link.from === id) index(links.stated, link)
	return links.stated
}

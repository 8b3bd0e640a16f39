import type { Life } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { last, newestWhere } from './ordered.ts'
import { compareRanks } from './stamp.ts'
import type { Said } from './stamp.ts'
import type { EndingRel, Entity, LinkRegister } from './state.ts'
import { endOf } from './verdict.ts'
import type { Verdict } from './verdict.ts'

export type LifeNow = { readonly life: Life; readonly since?: Instant }

/** P11: what its own sources and the entities that update or cancel it make of an entity. */
export function lifeOf(entity: Entity, { life, since }: Verdict): LifeNow {
	const own: LifeNow = since === undefined ? { life } : { life, since }
	if (life === 'retracted' || life === 'cancelled') return own
	const { link } = endingsOf(entity)
	return link ? { life: LIVES[link.rel], since: link.said.at } : own
}

export const LIVES = { cancels: 'cancelled', updates: 'superseded' } as const satisfies Readonly<Record<EndingRel, Life>>

export type EndingLink = LinkRegister & { readonly rel: EndingRel }

/** P11: what links of other entities make of a life. */
export type Endings = {
	/** The one that decides. */
	readonly link?: EndingLink
	/** The newest of each relation, where it weighs too little to decide. */
	readonly objections: readonly EndingLink[]
	/** The word that weighs more than those. */
	readonly guard?: Said
}

const NO_ENDINGS: Endings = { objections: [] }

/** P11. */
export function endingsOf(entity: Entity): Endings {
	const { links } = entity
	if (!links?.cancels && !links?.updates) return NO_ENDINGS
	const guard = guardOf(entity)
	const counts = (link: LinkRegister): boolean => weighs(entity, link, guard)
	const shelves = [links.cancels, links.updates].flatMap((shelf) => shelf ?? [])
	const objections = shelves.flatMap((shelf) => last(shelf) ?? []).filter((link) => isEnding(link) && !counts(link))
	const link = shelves.reduce<LinkRegister | undefined>((found, shelf) => found ?? newestWhere(shelf, counts), undefined)
	return { objections: objections.filter(isEnding), ...(link && isEnding(link) && { link }), ...(guard && { guard }) }
}

function isEnding(link: LinkRegister): link is EndingLink {
	return link.rel === 'cancels' || link.rel === 'updates'
}

/** Nobody hides what somebody of higher rank stands for, nor what stands in a book. */
function weighs({ seldom: { number } }: Entity, { said }: LinkRegister, guard: Said | undefined): boolean {
	return number === undefined && (!guard || compareRanks(said.by.rank, guard.by.rank) >= 0)
}

/** The upsert of the highest rank that stands. */
function guardOf(entity: Entity): Said | undefined {
	let guard: Said | undefined
	for (let slot = entity.slot; slot; slot = slot.next) {
		const { reset } = slot
		if (!reset || reset.withdrawn || endOf(entity, reset)) continue
		if (!guard || compareRanks(reset.by.rank, guard.by.rank) > 0) guard = reset
	}
	return guard
}

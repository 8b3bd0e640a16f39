import type { Life } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { coveredBy, labelOf } from './label.ts'
import { compareSaid, compareStamps } from './stamp.ts'
import type { Said } from './stamp.ts'
import type { Absence, Entity, LinkRegister, PictureState, Slot } from './state.ts'

export type LifeNow = { readonly life: Life; readonly since?: Instant }
type Candidate = { readonly life: Life; readonly said: Said; readonly since?: Instant }

/** P10: what one source last said about the entity's life. */
function candidateOf(slot: Slot, absence: Absence | undefined): Candidate | undefined {
	const { reset, end } = slot
	if (end && !end.said.withdrawn && (!reset || compareStamps(end.said, reset) > 0)) return end
	if (!reset) return undefined
	if (reset.withdrawn) return { life: 'retracted', said: reset }
	return absence ? { life: absence.life, said: reset, since: absence.since } : { life: 'live', said: reset }
}

/** P10: the newest word of all sources, where a source that withdrew its word has none while another has. */
export function ownCandidate(entity: Entity): Candidate | undefined {
	let best: Candidate | undefined
	for (const slot of entity.slots) {
		const candidate = candidateOf(slot, slot.source === entity.source ? entity.absence : undefined)
		if (candidate && (best === undefined || beats(candidate, best))) best = candidate
	}
	return best
}

function beats(a: Candidate, b: Candidate): boolean {
	if ((a.life === 'retracted') !== (b.life === 'retracted')) return b.life === 'retracted'
	return compareSaid(a.said, b.said) > 0
}

/** P11: what its own sources and the entities that update or cancel it make of an entity. */
export function lifeOf(picture: PictureState, entity: Entity): LifeNow {
	const own = ownCandidate(entity)
	if (own && (own.life === 'retracted' || own.life === 'cancelled')) return { life: own.life, since: own.said.at }
	const cancelled = newestLink(picture, entity, 'cancels')
	if (cancelled) return { life: 'cancelled', since: cancelled.said.at }
	const superseded = newestLink(picture, entity, 'updates')
	if (superseded) return { life: 'superseded', since: superseded.said.at }
	return own && own.life !== 'live' ? { life: own.life, since: own.since ?? own.said.at } : { life: 'live' }
}

function newestLink(picture: PictureState, entity: Entity, rel: LinkRegister['rel']): LinkRegister | undefined {
	let best: LinkRegister | undefined
	for (const link of entity.links?.values() ?? []) {
		if (link.rel !== rel || link.to !== entity.id || !holds(link) || !counts(picture, entity, link)) continue
		if (best === undefined || compareSaid(link.said, best.said) > 0) best = link
	}
	return best
}

export function holds({ removed, said }: LinkRegister): boolean {
	return !removed && !said.withdrawn
}

/** P11, P13: only an entity that is shown, was not retracted, and is visible to all who see this one, ends it. */
function counts(picture: PictureState, entity: Entity, { from }: LinkRegister): boolean {
	const speaker = picture.byId.get(from)
	return speaker?.created !== undefined && !isRetracted(speaker) && coveredBy(labelOf(speaker), labelOf(entity))
}

export function isRetracted(entity: Entity): boolean {
	return ownCandidate(entity)?.life === 'retracted'
}

import type { LinkRel } from '@lagebild/model/event.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Instant } from '@lagebild/model/time.ts'

import type { Picture } from './picture.ts'
import { compareSaid } from './stamp.ts'
import { slotOf } from './state.ts'
import type { Entity, Slot } from './state.ts'
import { decide, registerPolicy, registersOf } from './value.ts'
import { registersIn } from './words.ts'

/** What one source says about an entity now, by the names of its registers (`field`, `field.key`, `geometry`). */
export type SourceWords = {
	readonly fields: ReadonlyMap<string, unknown>
	readonly links: readonly { readonly rel: LinkRel; readonly to: EntityId }[]
	/** It said that the entity is over, and nothing since. */
	readonly ended: boolean
}

/** Undefined when the source never made the entity, or took that back. */
export function wordsOf(picture: Picture, id: EntityId, source: string): SourceWords | undefined {
	const entity = picture.byId.get(id)
	const slot = entity && slotOf(entity, source)
	if (!entity || !slot?.reset || slot.reset.withdrawn) return undefined
	const fields = new Map<string, unknown>()
	for (const [name, { said, value }] of registersIn(slot)) if (!said.withdrawn) fields.set(name, value)
	return { fields, links: linksOf(entity, source), ended: isEnded(slot) }
}

function linksOf({ id, links }: Entity, source: string): SourceWords['links'] {
	const own = [...(links?.byPair.values() ?? [])].filter(({ from, said }) => from === id && said.by.source === source)
	return own.filter(({ removed, said }) => !removed && !said.withdrawn).map(({ rel, to }) => ({ rel, to }))
}

function isEnded({ end, reset }: Slot): boolean {
	return end !== undefined && !end.said.withdrawn && reset !== undefined && compareSaid(end.said, reset) > 0
}

/** Whose word a register shows, with the policy that decided. */
export type Holder = {
	readonly value: unknown
	readonly source: string
	readonly name: string
	readonly rank: string
	readonly at: Instant
	readonly policy: string
}

export function holderOf(picture: Picture, id: EntityId, register: string): Holder | undefined {
	const entity = picture.byId.get(id)
	if (!entity) return undefined
	const [field = register] = register.split('.', 1)
	const policy = registerPolicy(entity.kind, field)
	const { winner } = decide(policy, registersOf(entity, register))
	return (
		winner && {
			value: winner.value,
			source: winner.said.by.source,
			name: winner.said.by.name,
			rank: winner.said.by.rank,
			at: winner.said.at,
			policy,
		}
	)
}

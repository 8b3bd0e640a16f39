import type { Link, StatementEvent } from '@lagebild/model/event.ts'
import type { Effect } from '@lagebild/model/protocol.ts'

import { equal } from './equal.ts'
import { endingsOf } from './life.ts'
import { isThinned } from './measured.ts'
import type { Picture } from './picture.ts'
import { slotOf } from './state.ts'
import type { Entity, LinkRegister, Register, Slot } from './state.ts'
import { statedFields } from './statement.ts'
import type { Content, Of } from './statement.ts'
import { decide, registerPolicy, registersOf } from './value.ts'
import type { Decision } from './value.ts'
import { endOf, verdictOf } from './verdict.ts'
import { heldIn } from './words.ts'

/** What became of a statement. `by` is the id of the statement that holds instead, or the source that it disagrees with. */
export type Outcome = { readonly effect: Effect; readonly by?: string }

const APPLIED: Outcome = { effect: 'applied' }

/**
 * P29: asked right after the statement's entry was applied. `conflict` if anything it states is shown as a conflict, else `superseded`
 * if anything it states is not what the picture shows, else `applied`.
 */
export function effectOf(picture: Picture, event: StatementEvent): Outcome {
	if (isThinned(event)) return APPLIED
	const entity = picture.byId.get(event.entity)
	const slot = entity && slotOf(entity, event.author.source)
	if (!entity || !slot) return APPLIED
	switch (event.op) {
		case 'upsert':
		case 'patch':
			return worst([...contentOutcomes(entity, slot, event), ...linkOutcomes(picture, entity, event)])
		case 'end':
		case 'cancel':
			return worst([endOutcome(entity, slot, event), ...linkOutcomes(picture, entity, event)])
		default:
			return APPLIED
	}
}

function worst(outcomes: readonly Outcome[]): Outcome {
	return outcomes.find(({ effect }) => effect === 'conflict') ?? outcomes.find(({ effect }) => effect === 'superseded') ?? APPLIED
}

function superseded(by: string): Outcome {
	return { effect: 'superseded', by }
}

function contentOutcomes(entity: Entity, slot: Slot, event: Content): Outcome[] {
	const outcomes = statedFields(event).map(([name, value]) => fieldOutcome(entity, slot, { name, value, id: event.id }))
	outcomes.push(taskOutcome(entity, event))
	if (event.op === 'upsert') outcomes.push(resetOutcome(entity, slot, event.id))
	return outcomes
}

/** An upsert that a newer upsert of the same source, or an end that counts against it, has overtaken. */
function resetOutcome(entity: Entity, { reset }: Slot, id: string): Outcome {
	if (!reset) return APPLIED
	if (reset.id !== id) return superseded(reset.id)
	const end = endOf(entity, reset)
	return end ? superseded(end.said.id) : APPLIED
}

type Stated = { readonly name: string; readonly value: unknown; readonly id: string }

function fieldOutcome(entity: Entity, slot: Slot, { name, value, id }: Stated): Outcome {
	const held = heldIn(slot, name)
	if (!held) return slot.reset ? superseded(slot.reset.id) : APPLIED
	if (held.said.id !== id) return !held.said.withdrawn && equal(held.value, value) ? APPLIED : superseded(held.said.id)
	return held.said.withdrawn ? superseded(id) : besideOthers(entity, name, held)
}

/** The field holds in its own slot; what do the other sources make of it? */
function besideOthers(entity: Entity, name: string, held: Register): Outcome {
	const decision = decide(registerPolicy(entity.kind, name), registersOf(entity, name))
	const { winner, claims, conflicts = [] } = decision
	if (conflicts.some(({ said }) => said === held.said) || (claims && conflicts.length > 0)) return conflictWith(decision, held)
	return !winner || claims || equal(winner.value, held.value) ? APPLIED : superseded(winner.said.id)
}

function conflictWith({ winner, conflicts }: Decision, held: Register): Outcome {
	const other = winner?.said === held.said ? conflicts?.find(({ said }) => said !== held.said) : winner
	return other ? { effect: 'conflict', by: other.said.by.source } : { effect: 'conflict' }
}

function taskOutcome({ kind, row }: Entity, { payload }: Content): Outcome {
	if (kind !== 'task' || !payload || !('command' in payload || 'execution' in payload)) return APPLIED
	const conflict = row?.conflicts?.find(({ field }) => field === 'execution')
	return conflict ? { effect: 'conflict', by: conflict.source } : APPLIED
}

function endOutcome(entity: Entity, { end }: Slot, event: Of<'end' | 'cancel'>): Outcome {
	if (end && end.said.id !== event.id) return superseded(end.said.id)
	const { by, objections } = verdictOf(entity)
	const objection = objections.find((one) => one.end === end)
	if (objection) return { effect: 'conflict', by: objection.to.by.source }
	return by === undefined || by.id === event.id ? APPLIED : superseded(by.id)
}

type Linking = { readonly id: string; readonly links?: readonly Link[] | undefined }

function linkOutcomes(picture: Picture, entity: Entity, event: Linking): Outcome[] {
	return (event.links ?? []).map((link) => {
		const held = entity.links?.byPair.get(link)
		if (!held || held.said.id === event.id) return endingOutcome(picture.byId.get(link.to), held)
		return held.to === link.to && held.removed === (link.removed ?? false) ? APPLIED : superseded(held.said.id)
	})
}

/** P11: a link that weighs too little to end what it names. */
function endingOutcome(target: Entity | undefined, held: LinkRegister | undefined): Outcome {
	if (!target || !held) return APPLIED
	const { objections, guard } = endingsOf(target)
	return guard && objections.some((objection) => objection === held) ? { effect: 'conflict', by: guard.by.source } : APPLIED
}

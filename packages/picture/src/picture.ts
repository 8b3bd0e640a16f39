import type { Entry } from '@lagebild/model/entry.ts'
import { isStatement } from '@lagebild/model/event.ts'
import type { StatementEvent } from '@lagebild/model/event.ts'
import type { EntityId, Seq } from '@lagebild/model/ids.ts'
import { current } from '@lagebild/model/upgrade.ts'

import { BUILDERS, KEPT_ROWS } from './builders.ts'
import type { Change } from './change.ts'
import { foresee, foreseeEnd } from './foresee.ts'
import { stateLinks, withdrawLinks } from './links.ts'
import { isThinned, stateBatch, stateThinned } from './measured.ts'
import { judgePresence, stateRoster, withdrawRoster } from './presence.ts'
import { refresh } from './refresh.ts'
import type { Touched } from './refresh.ts'
import { emptyState, entityFor, Shelf } from './state.ts'
import type { Entity, PictureState } from './state.ts'
import { classify, create, saidOf, stateContent, stateEnd, withdraw, withdrawnSaid, wordsOf } from './statement.ts'
import type { Content } from './statement.ts'

/** Everything that one operation's entries say, as they are folded. Owned by whoever made it and changed in place by `apply`. */
export type Picture = PictureState

export function createPicture(rows = KEPT_ROWS): Picture {
	return emptyState(new Shelf(BUILDERS, rows))
}

/** Highest seq of the entries applied so far. */
export function headOf(picture: Picture): Seq {
	return picture.head
}

const NONE: readonly never[] = []

/**
 * Folds one entry into the picture and tells what it changed. The rows that result do not depend on the order, repetition or grouping
 * of entries (P2); their versions do, and count when entries are applied by seq (P28).
 */
export function apply(picture: Picture, { seq, number, body }: Entry): readonly Change[] {
	if (seq > picture.head) picture.head = seq
	picture.shelf.trim()
	switch (body.type) {
		case 'erased':
			return []
		case 'batch':
			return refresh(picture, { state: NONE, measured: stateBatch(picture, body.batch, seq) }, seq)
		case 'event':
			if (!isStatement(body.event)) return []
			if (number !== undefined) noteNumber(entityFor(picture, body.event.entity), number)
			return refresh(picture, touchedBy(picture, current(body.event), seq), seq)
	}
}

/** P72. The journal numbers an entity once; should it ever not, all folds show the same. */
function noteNumber(entity: Entity, number: number): void {
	entity.settle()
	entity.setSeldom({ number: Math.min(entity.seldom.number ?? number, number) })
}

function touchedBy(picture: Picture, event: StatementEvent, seq: Seq): Touched {
	if (!isThinned(event)) return applyStatement(picture, event, seq)
	const moved = stateThinned(picture, event, seq)
	return { state: NONE, measured: moved ? [moved.index] : NONE }
}

/** Writes a statement into the registers. Returns every entity whose rows may follow. */
function applyStatement(picture: Picture, event: StatementEvent, seq: Seq): Touched {
	switch (event.op) {
		case 'upsert':
		case 'patch':
			return applyContent(picture, event, seq)
		case 'end':
		case 'cancel':
			return applyEnd(picture, event, seq)
		case 'classify': {
			const entity = settled(picture, event.entity)
			classify(picture, entity, { label: event.label, seq })
			return { state: [entity], subject: entity, measured: NONE }
		}
		case 'roster':
			return { state: stateRoster(picture, event, saidOf(picture, event, seq)), measured: NONE }
		case 'retract':
			return applyRetraction(picture, event, seq)
	}
}

/** With its rows built as they are, to be compared when the entry was applied. */
function settled(picture: Picture, id: EntityId): Entity {
	const entity = entityFor(picture, id)
	entity.settle()
	entity.settleMeasured()
	return entity
}

function applyContent(picture: Picture, event: Content, seq: Seq): Touched {
	const entity = entityFor(picture, event.entity)
	const said = wordsOf(picture, event, seq)
	const leavesPlace = foresee(entity, { event, said }, picture)
	stateContent(entity, event.op, said)
	if (event.op === 'upsert') {
		create(picture, entity, { event, seq })
		judgePresence(picture, entity)
	}
	const state = event.links ? [entity, ...stateLinks(picture, entity, { links: event.links, said })] : [entity]
	return { state, subject: leavesPlace ? undefined : entity, measured: NONE, alone: event.op === 'patch' && !event.links }
}

function applyEnd(picture: Picture, event: StatementEvent & { op: 'end' | 'cancel' }, seq: Seq): Touched {
	const entity = entityFor(picture, event.entity)
	const said = saidOf(picture, event, seq)
	foreseeEnd(entity, said)
	stateEnd(entity, event.op, said)
	const others = stateLinks(picture, entity, { links: event.links ?? [], said })
	return { state: [entity, ...others], measured: NONE }
}

/** P8. A retraction that names nothing withdrawn was refused at admission and cannot be an entry. */
function applyRetraction(picture: Picture, event: StatementEvent & { op: 'retract' }, seq: Seq): Touched {
	const { withdraws } = event
	if (!withdraws) return { state: NONE, measured: NONE }
	if (withdraws.op === 'roster') return { state: withdrawRoster(picture, withdraws), measured: NONE }
	const entity = settled(picture, withdraws.entity)
	const said = withdrawnSaid(withdraws, saidOf(picture, event, seq))
	withdraw(entity, withdraws, said)
	judgePresence(picture, entity)
	const ends = stateLinks(picture, entity, { links: withdraws.links ?? [], said })
	const state = [entity, ...ends, ...withdrawLinks(picture, entity, withdraws)]
	return { state, subject: entity, measured: NONE }
}

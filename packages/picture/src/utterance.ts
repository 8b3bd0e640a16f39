import type { Entry } from '@lagebild/model/entry.ts'
import { isStatement } from '@lagebild/model/event.ts'
import type { StatementEvent } from '@lagebild/model/event.ts'
import type { Saying, SayingRef, Weight } from '@lagebild/model/explanation.ts'
import type { EntityId, Seq } from '@lagebild/model/ids.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { isThinned } from './measured.ts'
import type { Said } from './stamp.ts'
import { doubtedIn } from './statement.ts'

/** A statement as the journal tells it. */
export type Told = { readonly event: StatementEvent; readonly seq: Seq; readonly recorded: Instant }

/** What the journal tells of one entity, up to the head of the picture that is explained. */
export type Account = {
	/** Statements about the entity itself. */
	readonly own: readonly Told[]
	readonly bySeq: ReadonlyMap<Seq, Told>
	/** The first retraction of each statement, by source and id of what it takes back. */
	readonly retractions: ReadonlyMap<string, Told>
}

/** P63: the order and repetition of the entries do not matter. */
export function accountOf(entity: EntityId, entries: readonly Entry[], head: Seq): Account {
	const bySeq = new Map<Seq, Told>()
	for (const { seq, recorded, body } of entries) {
		if (seq <= head && body.type === 'event' && isStatement(body.event)) bySeq.set(seq, { event: body.event, seq, recorded })
	}
	const own = [...bySeq.values()].filter(({ event }) => event.entity === entity).toSorted((a, b) => a.seq - b.seq)
	const retractions = new Map<string, Told>()
	for (const told of own) {
		const { withdraws } = told.event
		const name = withdraws && retractionName(withdraws.source, withdraws.id)
		if (name !== undefined && !retractions.has(name)) retractions.set(name, told)
	}
	return { own: own.filter(({ event }) => !isThinned(event)), bySeq, retractions }
}

function retractionName(source: string, id: string): string {
	return `${source} ${id}`
}

export function retractionOf({ retractions }: Account, { by, id }: Said): Told | undefined {
	return retractions.get(retractionName(by.source, id))
}

export function saidIn({ event, seq }: Told): Said {
	const { effective: at, revision: n, received, id, author, doubts } = event
	const by = { source: author.source, rank: author.rank, name: author.name }
	return { at, n, received, id, seq, by, withdrawn: false, ...(doubts && doubtedIn(event, doubts)) }
}

export function refTo({ id, seq, by }: Said): SayingRef {
	return { event: id, seq, source: by.source, name: by.name }
}

export function refToTold({ event, seq }: Told): SayingRef {
	return { event: event.id, seq, source: event.author.source, name: event.author.name }
}

/** What became of a value, and what decided against it. */
export type Fate = { readonly standing: Weight; readonly overtakenBy?: SayingRef }

/** P59: a statement that was taken back, and by whom if that is still known. */
export function withdrawnFate(account: Account, said: Said): Fate {
	const retraction = retractionOf(account, said)
	return { standing: 'withdrawn', ...(retraction && { overtakenBy: refToTold(retraction) }) }
}

type Spoken = {
	readonly said: Said
	readonly value: unknown
	readonly fate: Fate
	readonly key?: string
	readonly link?: EntityId
	/** The value is a place. */
	readonly place?: boolean
}

type Doubted = Pick<Saying, 'doubts' | 'claimed'>

/** P61: what was doubted about a statement when it came; that it is far away, only of its place. */
export function doubtedSaying({ claimed, far }: Pick<Said, 'claimed' | 'far'>, place: boolean): Doubted {
	const isFar = far === true && place
	if (claimed === undefined) return isFar ? { doubts: ['far'] } : {}
	return { doubts: isFar ? ['far', 'clock'] : ['clock'], claimed }
}

export function sayingOf({ bySeq }: Account, { said, value, fate, key, link, place = false }: Spoken): Saying {
	const { id: event, seq, by, at: effective, received } = said
	const told = bySeq.get(seq)
	const organisation = told?.event.author.organisation
	return {
		event,
		seq,
		...(key !== undefined && { key }),
		value,
		source: by.source,
		name: by.name,
		rank: by.rank,
		...(organisation !== undefined && { organisation }),
		effective,
		received,
		...(told && { recorded: told.recorded }),
		...fate,
		...doubtedSaying(said, place),
		...(link !== undefined && { link }),
	}
}

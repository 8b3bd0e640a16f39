import { labelFor } from '@lagebild/model/access/directory.ts'
import { hasDuty, mayDo } from '@lagebild/model/access/roles.ts'
import { misnamesDiary } from '@lagebild/model/diary.ts'
import type { Entry } from '@lagebild/model/entry.ts'
import { EVENT_SCHEMA, isStatement } from '@lagebild/model/event.ts'
import type { Author, Op, StatementEvent, Submission } from '@lagebild/model/event.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { entityId, partsOf } from '@lagebild/model/ids.ts'
import type { EntityId, EventId } from '@lagebild/model/ids.ts'
import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'
import { DEFAULT_LABEL } from '@lagebild/model/label.ts'
import type { Grant, Label } from '@lagebild/model/label.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { instant, readIso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { NO_FACET } from '@lagebild/picture/change.ts'
import { isThinned } from '@lagebild/picture/measured.ts'
import { facetAt, indexOf } from '@lagebild/picture/read.ts'
import { statedFields } from '@lagebild/picture/statement.ts'

import { doubtsAbout } from './doubt.ts'
import { contentFault, takesBackFault } from './duties.ts'
import { endingFault, ENDS } from './ending.ts'
import { knows, knowsOrBrings, roleFault, speaksOf } from './grant.ts'
import { guestFault } from './guest.ts'
import type { Speaker } from './guest.ts'
import type { Hub } from './hub.ts'
import { recipientFault } from './recipient.ts'

/** Who says it, and when it came. */
export type Saying = { readonly grant: Speaker; readonly now: Instant }

/** A statement about the future is about now: a device's clock may run ahead by so much before it is cut. */
const AHEAD_MS = 2_000

/** `find`: a retraction needs the event that it takes back. */
export type Admission =
	| { readonly type: 'admitted'; readonly event: StatementEvent }
	| { readonly type: 'find'; readonly event: EventId }
	| { readonly type: 'refused'; readonly fault: Fault }

/** Who may say this here? Decides nothing that a later entry could make wrong: that is the fold's (5.1). */
export function admit(hub: Hub, submission: Submission, saying: Saying): Admission {
	const no = mayNot(hub, submission, saying) ?? aboutEntity(hub, submission, saying) ?? contentFault(hub, submission, saying)
	if (no) return { type: 'refused', fault: no }
	if (submission.op === 'retract') return { type: 'find', event: submission.retracts }
	const event = eventOf(hub, submission, saying)
	const unseen = recipientFault(hub, event, saying.grant)
	return unseen ? { type: 'refused', fault: unseen } : { type: 'admitted', event }
}

function mayNot(hub: Hub, submission: Submission, { grant }: Saying): Fault | undefined {
	const no = kindFault(grant, submission) ?? guestFault(submission, grant)
	if (no) return no
	if (submission.status !== undefined && submission.status !== hub.operation.status) {
		return fault('status-mismatch', `this operation is ${hub.operation.status}, the event ${submission.status}`, 'status')
	}
	if (submission.label && submission.op !== 'upsert' && submission.op !== 'classify') {
		return fault('bad-message', 'a label is set at creation and changed by classify only', 'label')
	}
	return diaryFault(submission)
}

/** The role says what it may do with which kind, the grant of which kinds this credential speaks at all. */
function kindFault(grant: Grant, { kind, op }: Pick<Submission, 'kind' | 'op'>): Fault | undefined {
	if (!mayDo(grant.role, kind, op)) return roleFault(grant, kind, op)
	return speaksOf(grant, kind) ? undefined : fault('not-allowed', `this credential says nothing about ${kind}`, 'kind')
}

/** A16: whether its entity is a diary entry already, only the journal knows, under its lock. */
function diaryFault(submission: Submission): Fault | undefined {
	if (!misnamesDiary(submission)) return undefined
	const path = submission.op === 'upsert' ? 'payload.book' : 'payload.type'
	return fault('bad-message', 'a diary entry is made by an upsert that names its book', path)
}

function aboutEntity(hub: Hub, submission: Submission, saying: Saying): Fault | undefined {
	const { grant } = saying
	const { entity, op } = submission
	if (op === 'roster') return rosterFault(submission, grant)
	const no = healthFault(submission, grant) ?? endingFault(hub, submission, grant)
	if (no) return no
	const own = partsOf(entity).source === grant.source
	if ((own && MAKES[op]) || knowsOrBrings(hub, entity, saying)) return undefined
	return op === 'upsert' ? fault('wrong-source', `this credential creates entities of ${grant.source} only`, 'entity') : unknownEntity()
}

/** A14: how a feed is, only the feed itself says. */
function healthFault({ entity, links }: Pick<Submission, 'entity' | 'links'>, grant: Grant): Fault | undefined {
	if (!mayJudge(grant, entity)) return fault('wrong-source', 'a feed speaks for itself', 'entity')
	const foreign = links?.findIndex(({ rel, to }) => ENDS.has(rel) && !mayJudge(grant, to)) ?? -1
	return foreign < 0 ? undefined : fault('wrong-source', 'a feed is ended by itself only', `links.${foreign}.to`)
}

function mayJudge({ source, role }: Grant, entity: EntityId): boolean {
	const parts = partsOf(entity)
	return parts.kind !== 'feed' || parts.source === source || hasDuty(role, 'feeds')
}

/** Ops that may be the first about an entity; an end or a cancel may overtake the content that it is about. */
const MAKES: Readonly<Record<Exclude<Op, 'roster'>, boolean>> = {
	upsert: true,
	end: true,
	cancel: true,
	patch: false,
	retract: false,
	classify: false,
}

/** The same words for what is missing and what is hidden (5.5). */
function unknownEntity(): Fault {
	return fault('unknown-entity', undefined, 'entity')
}

function rosterFault(submission: Extract<Submission, { op: 'roster' }>, { source }: Grant): Fault | undefined {
	if (submission.entity !== entityId('feed', source, source)) {
		return fault('wrong-source', `a roster of this credential is said by feed:${source}:${source}`, 'entity')
	}
	const foreign = submission.roster.ids.findIndex((id) => partsOf(id).source !== source)
	return foreign < 0 ? undefined : fault('wrong-source', `this credential lists entities of ${source} only`, `roster.ids.${foreign}`)
}

function eventOf(hub: Hub, submission: Submission, saying: Saying): StatementEvent {
	const { grant, now } = saying
	const observed = submission.times?.observed ?? submission.times?.occurred
	return {
		...submission,
		schema: EVENT_SCHEMA,
		operation: hub.operation.id,
		status: hub.operation.status,
		author: authorOf(grant),
		effective: effectiveOf(observed, { received: now, offset: submission.clockOffsetMs }),
		revision: submission.revision ?? 0,
		received: now,
		...labelOf(hub, submission, grant),
		...doubtsAbout(hub, submission, saying),
	}
}

/** A31: decided here and stored, so that another default later changes nothing that is there. */
function labelOf(hub: Hub, { op, label, entity, kind }: Submission, { organisation }: Grant): { label?: Label } {
	if (op !== 'upsert' || label || organisation === undefined || hub.labelDefaults.length === 0) return {}
	const index = indexOf(hub.picture, entity)
	if (index !== undefined && facetAt(hub.picture, index) !== NO_FACET) return {}
	const usual = labelFor(hub.labelDefaults, { organisation, kind })
	return usual === DEFAULT_LABEL ? {} : { label: usual }
}

export function authorOf({ source, rank, credential, name, organisation }: Grant): Author {
	return { source, rank, credential, name, ...(organisation !== undefined && { organisation }) }
}

/** When it holds from: as observed, corrected by the device's own offset, and never later than just after its receipt (5.4, rule 2). */
export function effectiveOf(
	observed: string | undefined,
	{ received, offset }: { readonly received: Instant; readonly offset: number | undefined },
): Instant {
	const said = observed === undefined ? undefined : readIso(observed)
	return instant(said === undefined ? received : Math.max(0, Math.min(said + (offset ?? 0), received + AHEAD_MS)))
}

type Retraction = Extract<Submission, { op: 'retract' }>

/**
 * A retraction with what it takes back, copied once so that no fold has to look it up (5.4, rule 5). What is missing, hidden or about
 * another entity is one and the same answer.
 */
export function admitRetraction(
	hub: Hub,
	submission: Retraction,
	{ entry, saying }: { readonly entry: Entry | undefined; readonly saying: Saying },
): Result<StatementEvent> {
	const target = statementIn(entry)
	if (target?.entity !== submission.entity || !knows(hub, target.entity, saying)) return fail(fault('unknown-event', undefined, 'retracts'))
	if (target.author.source !== saying.grant.source && saying.grant.rank !== 'person') {
		return fail(fault('not-allowed', 'only its source or a person takes a statement back', 'retracts'))
	}
	if (healthFault(target, saying.grant)) return fail(fault('wrong-source', 'a feed speaks for itself', 'retracts'))
	if (isThinned(target)) return fail(fault('not-allowed', 'a measured position is not taken back but followed by another', 'retracts'))
	const foreign = takesBackFault(hub, target, saying)
	if (foreign) return fail(foreign)
	if (!RETRACTABLE.has(target.op)) return fail(fault('not-allowed', `a ${target.op} is not taken back but followed by another`, 'retracts'))
	return ok({ ...eventOf(hub, submission, saying), withdraws: withdrawn(target) })
}

const RETRACTABLE: ReadonlySet<Op> = new Set(['upsert', 'patch', 'end', 'cancel'])

function statementIn(entry: Entry | undefined): StatementEvent | undefined {
	return entry?.body.type === 'event' && isStatement(entry.body.event) ? entry.body.event : undefined
}

function withdrawn(target: StatementEvent): NonNullable<StatementEvent['withdraws']> {
	const { id, entity, op, effective, revision, received, links } = target
	const stated = target.op === 'upsert' || target.op === 'patch' ? target : undefined
	return {
		id,
		entity,
		op,
		source: target.author.source,
		effective,
		revision,
		received,
		...(KIND_TABLE[target.kind].version > 1 && { version: KIND_TABLE[target.kind].version }),
		fields: stated ? statedFields(stated).map(([name]) => name) : [],
		...(links && { links }),
	}
}

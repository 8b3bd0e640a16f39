import { ALARM_RULES } from '@lagebild/config/alarms.ts'
import { HUB_SOURCE } from '@lagebild/model/access/sources.ts'
import { entityId, partsOf } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Label } from '@lagebild/model/label.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { instant, iso } from '@lagebild/model/time.ts'

import { namedId } from '../named-id.ts'
import type { Finding, Words } from './finding.ts'

/** One cause, one entity: `alarm:lagebild:RULE.KIND:SOURCE:NATIVE`, and `.PART` where a rule has several lines. */
export function alarmId({ rule, about, part }: Pick<Finding, 'rule' | 'about' | 'part'>): EntityId {
	return entityId('alarm', HUB_SOURCE, [rule, ...(part === undefined ? [] : [part]), about].join('.'))
}

const RULES: ReadonlySet<string> = new Set(ALARM_RULES)

/** Raised by one of the rules: people's, sources' and the hub's other alarms (G5) end otherwise. */
export function isRuled({ id, kind }: Pick<RowOf<'alarm'>, 'id' | 'kind'>): boolean {
	const { source, native } = partsOf(id)
	return kind === 'alarm' && source === HUB_SOURCE && RULES.has(native.split('.')[0] ?? '')
}

export type Known = {
	readonly operation: string
	/** Alarms of the rules that the operation's picture has, standing or over. */
	readonly alarms: ReadonlyMap<EntityId, RowOf<'alarm'>>
	/** By the alarm that is of it; of two the last. */
	readonly found: Iterable<readonly [EntityId, Finding]>
	readonly now: number
	readonly settleMs: number
}

/** Since when the cause of a standing alarm has been over, by this hub's clock. Lost at a restart, which only makes it wait once more. */
export type Settling = ReadonlyMap<EntityId, number>

export type Statement = { readonly id: string; readonly kind: 'alarm'; readonly entity: EntityId } & Readonly<Record<string, unknown>>

/** What is said at once, and as whom: nobody speaks of what is labelled for organisations who is of none of them. */
export type Word = { readonly organisation: string | undefined; readonly statement: Statement }

export type Decision = { readonly words: readonly Word[]; readonly settling: Settling }

/**
 * R2, R3: what is said so that exactly the causes that stand are alarmed. Ids follow from what was so before, so several hubs, and one after
 * a restart, say the same thing once.
 */
export function decide(known: Known, settling: Settling): Decision {
	const found = new Map(known.found)
	const raised = [...found].flatMap(([entity, finding]) => stand(entity, finding, known))
	const next = new Map<EntityId, number>()
	const ended: Word[] = []
	for (const [entity, row] of known.alarms) {
		if (row.life !== 'live' || found.has(entity)) continue
		const since = settling.get(entity) ?? known.now
		next.set(entity, since)
		if (known.now - since >= known.settleMs) ended.push({ organisation: organisationOf(row.label), statement: ending(row, known) })
	}
	return { words: [...raised, ...ended], settling: next }
}

function stand(entity: EntityId, finding: Finding, known: Known): readonly Word[] {
	const row = known.alarms.get(entity)
	if (row?.life === 'live')
		return isSame(row.label, finding.label) ? [] : [{ organisation: organisationOf(row.label), statement: relabel(row, finding, known) }]
	return finding.state === 'up' ? raising(entity, finding, { row, known }) : []
}

/** A second occurrence is nobody's whom the first one had: what was acknowledged before is void. */
function raising(
	entity: EntityId,
	finding: Finding,
	{ row, known: { operation, now } }: { readonly row: RowOf<'alarm'> | undefined; readonly known: Known },
): readonly Word[] {
	const before = row === undefined ? 'first' : `${row.life} ${row.lifeAt ?? row.v}`
	const name = `${operation} ${entity} raised after ${before}`
	const at = Math.max(now, (row?.lifeAt ?? 0) + 1)
	const head = { kind: 'alarm', entity, times: { observed: iso(instant(at)) } } as const
	const upsert = {
		...head,
		id: namedId(name),
		op: 'upsert',
		...(row === undefined && { label: finding.label }),
		validity: { from: iso(instant(Math.min(finding.since, now))) },
		payload: {
			title: both(finding.title, MOST_TITLE),
			severity: finding.severity,
			rule: finding.rule,
			cause: both(finding.cause, MOST_CAUSE),
			...(finding.name && { about: finding.name.slice(0, MOST_TITLE) }),
		},
		links: [{ rel: 'about', to: finding.about }],
	}
	const organisation = organisationOf(finding.label)
	if (row === undefined) return [{ organisation, statement: upsert }]
	const anew = {
		...head,
		times: { observed: iso(instant(at + 1)) },
		id: namedId(`${name} anew`),
		op: 'patch',
		payload: { acknowledged: null },
	}
	const changed = !isSame(row.label, finding.label)
	const label = classifying(head, `${name} as ${JSON.stringify(finding.label)}`, finding.label)
	return [
		...(changed ? [{ organisation: organisationOf(row.label), statement: label }] : []),
		{ organisation, statement: upsert },
		{ organisation, statement: anew },
	]
}

function organisationOf({ organisations }: Label): string | undefined {
	return organisations?.[0]
}

function ending(row: RowOf<'alarm'>, { operation, now }: Known): Statement {
	const { id: entity, validity, at } = row
	const times = { observed: iso(instant(Math.max(now, at + 1))) }
	return {
		id: namedId(`${operation} ${entity} over, raised ${validity?.from ?? ''} ${raisedAt(row)}`),
		kind: 'alarm',
		entity,
		op: 'end',
		times,
	}
}

/** When the hub's own word about it was said: acknowledgements come later and change nothing of it. */
function raisedAt({ sources, at }: RowOf<'alarm'>): number {
	return sources.find(({ source }) => source === HUB_SOURCE)?.at ?? at
}

function relabel(row: RowOf<'alarm'>, { label }: Finding, { operation, now }: Known): Statement {
	const name = `${operation} ${row.id} ${row.v} as ${JSON.stringify(label)}`
	return classifying({ kind: 'alarm', entity: row.id, times: { observed: iso(instant(now)) } }, name, label)
}

function classifying(
	head: { readonly kind: 'alarm'; readonly entity: EntityId; readonly times: { readonly observed: string } },
	name: string,
	label: Label,
): Statement {
	return { ...head, id: namedId(name), op: 'classify', label }
}

const MOST_TITLE = 300
const MOST_CAUSE = 2_000

/** German and English, as the hub says everything of its own. */
function both({ de, en }: Words, most: number): string {
	return (de === en ? de : `${de} · ${en}`).slice(0, most)
}

function isSame(a: Label, b: Label): boolean {
	return a.level === b.level && named(a) === named(b)
}

function named({ organisations = [] }: Label): string {
	return organisations.toSorted().join('\n')
}

import type { Entry } from '@lagebild/model/entry.ts'
import type { Explanation, Saying } from '@lagebild/model/explanation.ts'
import type { EntityId, Seq } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { policyOf } from '@lagebild/model/kinds/policy.ts'
import { KIND_TRAITS } from '@lagebild/model/kinds/traits.ts'

import { ENVELOPE, explainField } from './explain-field.ts'
import type { Answer } from './explain-field.ts'
import { explainLabel, explainLife } from './explain-life.ts'
import type { Asked } from './explain-life.ts'
import { explainLinks } from './explain-links.ts'
import { explainPosition, explainValue } from './explain-measured.ts'
import type { Picture } from './picture.ts'
import { accountOf } from './utterance.ts'

/** P63: as many values as are told at once. */
export const MOST_SAYINGS = 200

const ASPECTS: Readonly<Record<string, (asked: Asked) => Answer>> = {
	label: explainLabel,
	life: explainLife,
	links: explainLinks,
	position: explainPosition,
	value: explainValue,
}

/** A kind that states a field of that name, as a counter its `value`, is asked about what was stated. */
function aspectOf(kind: EntityKind, field: string): ((asked: Asked) => Answer) | undefined {
	return Object.hasOwn(KIND_TRAITS[kind].policies, field) ? undefined : ASPECTS[field]
}

/** Everything of an entity of a kind that can be explained; keyed fields also key by key, as `field.key`. */
export function explainable(kind: EntityKind): readonly string[] {
	return [...new Set([...Object.keys(KIND_TRAITS[kind].policies), ...ENVELOPE, ...Object.keys(ASPECTS)])]
}

export function isExplainable(kind: EntityKind, field: string): boolean {
	const dot = field.indexOf('.')
	if (dot < 0) return explainable(kind).includes(field)
	return dot < field.length - 1 && policyOf(kind, field.slice(0, dot)) === 'keyed'
}

export type Question = {
	readonly picture: Picture
	readonly entity: EntityId
	readonly field: string
	/** Of the journal, what mentions the entity. Entries after the head of the picture are passed over. */
	readonly entries: readonly Entry[]
	/** Whether the viewer may know of an entity; asked also about the one that is explained. */
	readonly sees: (id: EntityId) => boolean
	/** Only values that stand in the journal before this. */
	readonly before?: Seq
}

/**
 * P57–P63: why a field shows what it shows. Undefined for an entity without a row, for one that the viewer may not see, and for a field
 * that it cannot have.
 */
export function explain({ picture, entity: id, field, entries, sees, before }: Question): Explanation | undefined {
	const entity = picture.byId.get(id)
	if (!entity?.row || !sees(id) || !isExplainable(entity.kind, field)) return undefined
	const asked: Asked = { picture, entity, account: accountOf(id, entries, picture.head), sees }
	const answer = aspectOf(entity.kind, field)?.(asked) ?? explainField(entity, field, asked.account)
	const page = pageOf(answer.sayings, before)
	return { entity: id, field, ...decisionIn(answer), seq: picture.head, ...page, rest: page.rest + (answer.untold ?? 0) }
}

type DecisionPart = Pick<Explanation, 'policy' | 'rule' | 'value' | 'decidedBy' | 'conflict'>

function decisionIn({ rule, policy, value, sayings }: Answer): DecisionPart {
	const shown = sayings.filter(({ standing }) => standing === 'shown')
	const decidedBy = shown.length === 1 ? shown[0]?.event : undefined
	const conflict = rule === 'P27' || sayings.some(({ standing }) => standing === 'conflict')
	return {
		...(policy !== undefined && { policy }),
		rule,
		...(value !== undefined && { value }),
		...(decidedBy !== undefined && { decidedBy }),
		...(conflict && { conflict: true }),
	}
}

const FIRST: Readonly<Partial<Record<Saying['standing'], number>>> = { shown: 2, conflict: 1 }

function weightOf({ standing }: Saying): number {
	return FIRST[standing] ?? 0
}

/** P63: what is shown and what is in conflict stands on the first page only; the rest follows by its place in the journal. */
function pageOf(sayings: readonly Saying[], before: Seq | undefined): Pick<Explanation, 'values' | 'rest' | 'next'> {
	const sorted = sayings.toSorted((a, b) => weightOf(b) - weightOf(a) || compareSayings(a, b))
	const first = before === undefined ? sorted.filter((saying) => weightOf(saying) > 0) : []
	const others = sorted.filter((saying) => weightOf(saying) === 0 && (before === undefined || saying.seq < before))
	let end = Math.min(others.length, Math.max(1, MOST_SAYINGS - first.length))
	while (end < others.length && others[end]?.seq === others[end - 1]?.seq) end++
	const next = end < others.length ? others[end - 1]?.seq : undefined
	return { values: [...first, ...others.slice(0, end)], rest: others.length - end, ...(next !== undefined && { next }) }
}

function compareSayings(a: Saying, b: Saying): number {
	return b.seq - a.seq || b.effective - a.effective || compareKeys(a.key, b.key)
}

function compareKeys(a = '', b = ''): number {
	return a < b ? -1 : a > b ? 1 : 0
}

import { CHANGES } from '@lagebild/model/changes.ts'
import type { ChangeSummary, ChangeWord, Diff, EntityChange, FieldChange } from '@lagebild/model/changes.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import { KIND_TRAITS } from '@lagebild/model/kinds/traits.ts'
import { Severity } from '@lagebild/model/kinds/words.ts'
import type { Row } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { fieldChanges } from './diff-fields.ts'
import { compareText } from './stamp.ts'
import { isOver, standingOf } from './standing.ts'
import type { Standable, StandingPolicy, StandingState } from './standing.ts'

/** A visible entity at one of the two moments, and the operation that holds it. */
export type Differing = Standable & { readonly operation: string }

export type Span = { readonly t1: Instant; readonly t2: Instant; readonly policy?: StandingPolicy }

/** P64: what became of the entities that the viewer may see, between two moments. */
export function diffRows(before: Iterable<Differing>, after: Iterable<Differing>, span: Span): Diff {
	const was = new Map([...before].map((thing) => [nameOf(thing), thing]))
	const changes: EntityChange[] = []
	for (const is of after) {
		const change = changeOf(was.get(nameOf(is)), is, span)
		if (change) changes.push(change)
		was.delete(nameOf(is))
	}
	for (const gone of was.values()) changes.push(told(gone, { change: 'gone', fields: [] }))
	const sorted = changes.toSorted(compareChanges)
	return { from: span.t1, to: span.t2, changes: sorted, summary: summaryOf(sorted) }
}

function nameOf({ operation, row }: Differing): string {
	return `${operation} ${row.id}`
}

type Change = Omit<EntityChange, 'entity' | 'operation' | 'kind' | 'title' | 'at'>

function told({ row, measured, operation }: Differing, change: Change): EntityChange {
	const severity = severityOf(row)
	return {
		entity: row.id,
		operation,
		kind: row.kind,
		title: titleOf(row),
		at: measured && measured.at > row.at ? measured.at : row.at,
		...(severity !== undefined && { severity }),
		...change,
	}
}

function changeOf(was: Differing | undefined, is: Differing, { t1, t2, policy }: Span): EntityChange | undefined {
	const { state } = standingOf({ ...is, now: t2 }, policy)
	if (!was) return told(is, { change: isOver(state) ? state : 'new', appeared: true, fields: [], ...disputed(lost(is.row)) })
	const fields = fieldChanges(was, is)
	const [conflicts, resolved] = [lost(is.row, was.row), lost(was.row, is.row)]
	const said = [conflictChange(conflicts, resolved), fieldChange(fields)].filter((word) => word !== undefined)
	const change = foremost(standingOf({ ...was, now: t1 }, policy).state, state, said)
	if (!change) return undefined
	return told(is, {
		change,
		...severityChange(was.row, is.row),
		fields,
		...disputed(conflicts),
		...(resolved.length > 0 && { resolved }),
	})
}

/** P64: what became of a life comes before the rest; that a thing fell silent or speaks again hides nothing that was said of it. */
function foremost(before: StandingState, after: StandingState, said: readonly ChangeWord[]): ChangeWord | undefined {
	const life = lifeChange(before, after)
	if (life && after !== 'stale' && before !== 'stale') return life
	return [...(life ? [life] : []), ...said].toSorted((a, b) => CHANGES.indexOf(a) - CHANGES.indexOf(b))[0]
}

/** Being over or in doubt, and the way back. */
function lifeChange(before: StandingState, after: StandingState): ChangeWord | undefined {
	if (before === after) return undefined
	return after === 'live' ? 'back' : after
}

/** Fields that are in conflict in the one row and not in the other. */
function lost(row: Row, other?: Row): readonly string[] {
	const known = new Set(other?.conflicts?.map(({ field }) => field))
	return [...new Set(row.conflicts?.map(({ field }) => field))].filter((field) => !known.has(field))
}

function disputed(conflicts: readonly string[]): Pick<EntityChange, 'conflicts'> {
	return conflicts.length > 0 ? { conflicts } : {}
}

function conflictChange(conflicts: readonly string[], resolved: readonly string[]): ChangeWord | undefined {
	if (conflicts.length > 0) return 'conflict'
	return resolved.length > 0 ? 'resolved' : undefined
}

const PLACES: ReadonlySet<string> = new Set(['position', 'geometry'])

function fieldChange(fields: readonly FieldChange[]): ChangeWord | undefined {
	if (fields.length === 0) return undefined
	if (fields.every(({ field }) => field === 'value')) return 'measured'
	return fields.every(({ field }) => PLACES.has(field) || field === 'value') ? 'moved' : 'changed'
}

const HEIGHTS: ReadonlyMap<string, number> = new Map(Severity.options.map((word, place) => [word, Severity.options.length - place]))

function heightOf(severity: Severity | undefined): number {
	return severity === undefined ? 0 : (HEIGHTS.get(severity) ?? 0)
}

function severityOf(row: Row): Severity | undefined {
	return 'severity' in row.fields ? (row.fields.severity ?? undefined) : undefined
}

function severityChange(was: Row, is: Row): Pick<EntityChange, 'severity' | 'direction'> {
	const [before, after] = [severityOf(was), severityOf(is)]
	const rise = heightOf(after) - heightOf(before)
	const severity = after ?? before
	return { ...(severity !== undefined && { severity }), ...(rise !== 0 && { direction: rise > 0 ? 'up' : 'down' }) }
}

function titleOf(row: Row): string {
	const title: unknown = new Map<string, unknown>(Object.entries(row.fields)).get(KIND_TRAITS[row.kind].title)
	return typeof title === 'string' && title !== '' ? title : partsOf(row.id).native
}

/** P64: severest first, then by what became of it, then the newest. */
function compareChanges(a: EntityChange, b: EntityChange): number {
	return (
		heightOf(b.severity) - heightOf(a.severity) ||
		CHANGES.indexOf(a.change) - CHANGES.indexOf(b.change) ||
		b.at - a.at ||
		compareText(a.entity, b.entity) ||
		compareText(a.operation, b.operation)
	)
}

function summaryOf(changes: readonly EntityChange[]): ChangeSummary {
	return {
		total: changes.length,
		byChange: countBy(changes, ({ change }) => change),
		byKind: countBy(changes, ({ kind }) => kind),
		bySeverity: countBy(changes, ({ severity }) => severity ?? 'none'),
	}
}

function countBy<K extends string>(changes: readonly EntityChange[], keyOf: (change: EntityChange) => K): Partial<Record<K, number>> {
	const counts: Partial<Record<K, number>> = {}
	for (const change of changes) {
		const key = keyOf(change)
		counts[key] = (counts[key] ?? 0) + 1
	}
	return counts
}

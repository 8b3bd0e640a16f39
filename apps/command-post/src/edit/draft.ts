import { geometryOf, sketchFault, sketchOf } from '@lagebild/map/edit/sketch.ts'
import type { DrawShape, Sketch, SketchFault } from '@lagebild/map/edit/sketch.ts'
import type { Geometry, Position } from '@lagebild/model/geo.ts'
import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'
import type { Row } from '@lagebild/model/row.ts'

import { beginSketch } from '../draw/history.ts'
import type { SketchHistory } from '../draw/history.ts'
import { EDIT_FIELDS } from './fields.ts'
import type { FieldSpec } from './fields.ts'
import { isEditKind } from './kinds.ts'
import type { EditKind } from './kinds.ts'
import { readValue, typedValue } from './values.ts'
import type { Clock, ValueFault } from './values.ts'

type Typed = Readonly<Record<string, string>>

/** A thing that is being brought into the picture or changed in it, until it is said. */
export type EditDraft = {
	readonly kind: EditKind
	/** Absent: a new one. */
	readonly entity?: EntityId
	readonly operation: OperationId
	/** As typed. */
	readonly fields: Typed
	/** What the picture showed of the fields when they were last looked at. */
	readonly base: Typed
	readonly sketch: SketchHistory
	/** Where it was when it was last looked at. */
	readonly place?: Geometry
	/** It is somewhere that cannot be moved point by point. */
	readonly fixed: boolean
}

/** The shapes a kind may have, the usual one first. */
export const SHAPES: Readonly<Record<EditKind, readonly DrawShape[]>> = {
	incident: ['point', 'polygon'],
	area: ['polygon', 'circle', 'line'],
	closure: ['point', 'line', 'polygon'],
	facility: ['point', 'line', 'polygon'],
	unit: ['point'],
	/** Its outline is an area of its own. */
	section: ['polygon', 'circle'],
}

type Begin = { readonly kind: EditKind; readonly operation: OperationId; readonly at?: Position | undefined }

export function newDraft({ kind, operation, at }: Begin): EditDraft {
	const fields = Object.fromEntries(EDIT_FIELDS[kind].map(({ field, begin = '' }) => [field, begin]))
	return { kind, operation, fields, base: fields, sketch: beginSketch(firstSketch(kind, at)), fixed: false }
}

/** At the place that was pointed at: a point, or the middle of what may be a circle. */
function firstSketch(kind: EditKind, at: Position | undefined): Sketch {
	const [shape = 'point'] = SHAPES[kind]
	if (!at) return shape === 'circle' ? { shape } : { shape, points: [] }
	if (SHAPES[kind].includes('point')) return { shape: 'point', points: [at] }
	return SHAPES[kind].includes('circle')
		? { shape: 'circle', centre: at, radiusMetres: FIRST_RADIUS_METRES }
		: { shape: 'polygon', points: [] }
}

const FIRST_RADIUS_METRES = 250

/** Undefined of a kind that nobody edits by hand. */
export function draftOf(row: Row, operation: OperationId, clock: Clock): EditDraft | undefined {
	if (!isEditKind(row.kind)) return undefined
	const fields = typedFields(row, clock)
	/** The outline of a section is an area of its own. */
	const place = row.kind === 'section' ? undefined : row.geometry
	const own = place && sketchOf(place)
	const [shape = 'point'] = SHAPES[row.kind]
	const sketch = own ?? (shape === 'circle' ? { shape } : { shape, points: [] })
	return {
		kind: row.kind,
		entity: row.id,
		operation,
		fields,
		base: fields,
		sketch: beginSketch(sketch),
		...(place && { place }),
		fixed: place !== undefined && !own,
	}
}

/** Of a row of this kind what the form shows. */
export function typedFields(row: Row, clock: Clock): Typed {
	const known = new Map<string, unknown>(Object.entries(row.fields))
	return Object.fromEntries(specsOf(row.kind).map((spec) => [spec.field, typedValue(spec, known.get(spec.field), clock)]))
}

function specsOf(kind: string): readonly FieldSpec[] {
	return isEditKind(kind) ? EDIT_FIELDS[kind] : []
}

function touched({ fields, base }: EditDraft, field: string): boolean {
	return (fields[field] ?? '').trim() !== (base[field] ?? '').trim()
}

/** Nothing that anybody would miss. */
export function isUntouched(draft: EditDraft): boolean {
	return EDIT_FIELDS[draft.kind].every(({ field }) => !touched(draft, field)) && !isMoved(draft) && draft.sketch.past.length === 0
}

/** Its shape is another one than the picture's. */
export function isMoved({ sketch, place, fixed }: EditDraft): boolean {
	const now = geometryOf(sketch.now)
	if (!now) return !fixed && place !== undefined
	return JSON.stringify(now) !== JSON.stringify(place && rounded(place))
}

/** As it is said when nobody moved it. */
function rounded(place: Geometry): Geometry {
	const sketch = sketchOf(place)
	return (sketch && geometryOf(sketch)) ?? place
}

/** Somebody said another value while the form was open. */
export type NewerValue = { readonly field: string; readonly typed: string }

/**
 * What came in meanwhile. A field that nobody touched here just shows the newer value; of one that was touched both values stand side by
 * side until the person decides.
 */
export function meanwhile(draft: EditDraft, row: Row, clock: Clock): { readonly draft: EditDraft; readonly newer: readonly NewerValue[] } {
	const now = typedFields(row, clock)
	const changed = Object.keys(now).filter((field) => now[field] !== draft.base[field])
	const quiet = changed.filter((field) => !touched(draft, field))
	const newer = changed.filter((field) => touched(draft, field) && draft.fields[field]?.trim() !== now[field])
	if (quiet.length === 0) return { draft, newer: newer.map((field) => ({ field, typed: now[field] ?? '' })) }
	const taken = Object.fromEntries(quiet.map((field) => [field, now[field] ?? '']))
	return {
		draft: { ...draft, fields: { ...draft.fields, ...taken }, base: { ...draft.base, ...taken } },
		newer: newer.map((field) => ({ field, typed: now[field] ?? '' })),
	}
}

/** Decides between the value that came in and the one that was typed: both were looked at. */
export function decide(draft: EditDraft, { field, typed }: NewerValue, mine: boolean): EditDraft {
	return { ...draft, base: { ...draft.base, [field]: typed }, fields: mine ? draft.fields : { ...draft.fields, [field]: typed } }
}

/** The picture's place is another one than when the form was opened or last compared. */
export function isPlaceNewer({ place }: EditDraft, row: Row): boolean {
	return row.kind !== 'section' && JSON.stringify(row.geometry) !== JSON.stringify(place)
}

/** Takes the picture's place, or keeps the one that was drawn. */
export function decidePlace(draft: EditDraft, row: Row, mine: boolean): EditDraft {
	const { place: _before, ...rest } = draft
	const known = row.geometry ? { ...rest, place: row.geometry } : rest
	const theirs = row.geometry && sketchOf(row.geometry)
	return mine || !theirs ? known : { ...known, sketch: beginSketch(theirs), fixed: false }
}

export type DraftFaults = { readonly fields: ReadonlyMap<string, ValueFault | 'shape'>; readonly sketch?: SketchFault | 'missing' }

/** Kinds that are nothing without a place. */
const PLACED: ReadonlySet<EditKind> = new Set(['area', 'closure', 'facility'])

export function faultsOf(draft: EditDraft, clock: Clock): DraftFaults {
	const read = EDIT_FIELDS[draft.kind].map((spec) => ({ spec, read: readValue(spec, draft.fields[spec.field] ?? '', clock) }))
	const fields = new Map<string, ValueFault | 'shape'>(
		read.flatMap(({ spec, read: value }) => ('fault' in value ? [[spec.field, value.fault] as const] : [])),
	)
	if (fields.size === 0) for (const field of shapeFaults(draft, clock)) fields.set(field, 'shape')
	const sketch = sketchFault(draft.sketch.now) ?? (isPlaceMissing(draft) ? 'missing' : undefined)
	return { fields, ...(sketch && { sketch }) }
}

function isPlaceMissing(draft: EditDraft): boolean {
	return PLACED.has(draft.kind) && draft.place === undefined && !draft.fixed && !geometryOf(draft.sketch.now)
}

/** Fields that the kind itself would refuse, for what the form does not know of. */
function shapeFaults(draft: EditDraft, clock: Clock): readonly string[] {
	const read = KIND_TABLE[draft.kind].payload.partial().safeParse(payloadOf(draft, clock))
	return read.success ? [] : read.error.issues.map(({ path }) => String(path[0] ?? ''))
}

/** What a new thing says of itself: nothing of what was left empty. */
export function payloadOf(draft: EditDraft, clock: Clock): Readonly<Record<string, unknown>> {
	return Object.fromEntries(said(draft, clock).filter(([, value]) => value !== undefined))
}

/** What a change says: the fields that differ, and null for what was emptied. */
export function changesOf(draft: EditDraft, clock: Clock): Readonly<Record<string, unknown>> {
	return Object.fromEntries(
		said(draft, clock)
			.filter(([field]) => touched(draft, field))
			.map(([field, value]) => [field, value ?? null]),
	)
}

function said(draft: EditDraft, clock: Clock): readonly (readonly [string, unknown])[] {
	return EDIT_FIELDS[draft.kind].flatMap((spec) => {
		const read = readValue(spec, draft.fields[spec.field] ?? '', clock)
		return 'fault' in read ? [] : [[spec.field, read.value] as const]
	})
}

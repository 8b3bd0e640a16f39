import type { FieldChange } from '@lagebild/model/changes.ts'
import { distanceMetres } from '@lagebild/model/geo.ts'
import type { Geometry, Position } from '@lagebild/model/geo.ts'
import { policyOf } from '@lagebild/model/kinds/policy.ts'
import type { Row } from '@lagebild/model/row.ts'

import { equal } from './equal.ts'
import type { Standable } from './standing.ts'

/** P64: a thing has moved from here on; less is the scatter of a receiver. */
export const MOVED_METRES = 100

/** What a feed says of every poll is no news. */
const ROUTINE: ReadonlySet<string> = new Set(['feed.lastGood', 'feed.since', 'feed.everyMs'])

/** P64: what differs between two moments of one entity, by field. */
export function fieldChanges(before: Standable, after: Standable): readonly FieldChange[] {
	if (before.row === after.row && before.measured === after.measured) return []
	return [...payloadChanges(before.row, after.row), ...envelopeChanges(before, after), ...measuredChanges(before, after)]
}

function payloadChanges(before: Row, after: Row): readonly FieldChange[] {
	if (before.fields === after.fields) return []
	const [was, is] = [new Map<string, unknown>(Object.entries(before.fields)), new Map<string, unknown>(Object.entries(after.fields))]
	const names = [...new Set([...was.keys(), ...is.keys()])].filter((name) => !ROUTINE.has(`${after.kind}.${name}`))
	return names.flatMap((field) =>
		policyOf(after.kind, field) === 'keyed'
			? keyChanges(field, was.get(field), is.get(field))
			: changeOf(field, was.get(field), is.get(field)),
	)
}

function keyChanges(field: string, before: unknown, after: unknown): readonly FieldChange[] {
	const [was, is] = [entriesOf(before), entriesOf(after)]
	const keys = [...new Set([...was.keys(), ...is.keys()])].toSorted()
	return keys.flatMap((key) => changeOf(`${field}.${key}`, was.get(key), is.get(key)))
}

function entriesOf(value: unknown): ReadonlyMap<string, unknown> {
	return new Map<string, unknown>(Object.entries(typeof value === 'object' && value !== null ? value : {}))
}

/** Known to be empty and never said are the same to who was away. */
function changeOf(field: string, before: unknown, after: unknown): readonly FieldChange[] {
	const [was, is] = [before ?? undefined, after ?? undefined]
	if (equal(was, is)) return []
	return [{ field, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }]
}

function envelopeChanges(before: Standable, after: Standable): readonly FieldChange[] {
	const [was, is] = [before.row, after.row]
	return [
		...(before.measured?.position && after.measured?.position ? [] : geometryChanges(was.geometry, is.geometry)),
		...changeOf('validity', was.validity, is.validity),
		...changeOf('confidence', was.confidence, is.confidence),
		...changeOf('label', was.label, is.label),
	]
}

function geometryChanges(before: Geometry | undefined, after: Geometry | undefined): readonly FieldChange[] {
	if (before?.type === 'Point' && after?.type === 'Point' && !isMoved(placeOf(before), placeOf(after))) return []
	return changeOf('geometry', before, after)
}

function placeOf({ coordinates: [lng, lat] }: Extract<Geometry, { type: 'Point' }>): Position {
	return { lat, lng }
}

function isMoved(before: Position, after: Position): boolean {
	return distanceMetres(before, after) >= MOVED_METRES
}

function measuredChanges({ measured: was }: Standable, { measured: is }: Standable): readonly FieldChange[] {
	const still = was?.position && is?.position && !isMoved(was.position, is.position)
	return [...(still ? [] : changeOf('position', was?.position, is?.position)), ...changeOf('value', was?.value, is?.value)]
}

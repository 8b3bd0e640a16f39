import type { Status } from '@lagebild/model/event.ts'
import type { Box } from '@lagebild/model/geo.ts'
import { OperationId } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { isTimeZone } from '@lagebild/model/operation.ts'

import type { ListedOperation } from '../state/facts.ts'

export const AREAS = {
	hamburg: [9.7, 53.38, 10.33, 53.75],
	elbe: [9.73, 53.46, 10.14, 53.58],
	north: [6.5, 52.3, 14.5, 55.1],
} as const satisfies Record<string, Box>

export type AreaChoice = 'keep' | keyof typeof AREAS | 'view' | 'own'

/** What stands in the form, as it was typed. */
export type Draft = {
	readonly name: string
	/** Undefined as long as it follows from the name. */
	readonly ownId: string | undefined
	readonly status: Status
	readonly area: AreaChoice
	/** West, south, east, north. */
	readonly bounds: readonly [string, string, string, string]
	readonly gauges: readonly EntityId[]
	readonly timeZone: string
	readonly bases: readonly OperationId[]
	readonly reason: string
}

export type DraftFault = 'name' | 'id' | 'idTaken' | 'area' | 'timeZone'

export function newDraft(operations: readonly ListedOperation[], timeZone: string): Draft {
	const status = 'actual'
	return {
		name: '',
		ownId: undefined,
		status,
		area: 'hamburg',
		bounds: textsOf(AREAS.hamburg),
		gauges: [],
		timeZone,
		bases: openBases(operations, status).map(({ id }) => id),
		reason: '',
	}
}

export function draftOf({ name, id, status, area, gauges, timeZone, bases }: ListedOperation): Draft {
	return { name, ownId: id, status, area: 'keep', bounds: textsOf(area), gauges, timeZone, bases, reason: '' }
}

/** Bases that an operation of a status can show. */
export function openBases(operations: readonly ListedOperation[], status: Status): readonly ListedOperation[] {
	return operations.filter((one) => one.base && one.status === status && one.state === 'open')
}

/** Another kind of operation has other bases, and their gauges. */
export function withStatus(draft: Draft, status: Status, operations: readonly ListedOperation[]): Draft {
	return { ...draft, status, bases: openBases(operations, status).map(({ id }) => id), gauges: [] }
}

const LETTERS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

/** `Sturmflut Elbe, März 2027` → `sturmflut-elbe-maerz-2027`. */
export function idFrom(name: string): string {
	return name
		.toLowerCase()
		.replaceAll(/[äöüß]/g, (letter) => LETTERS[letter] ?? '')
		.normalize('NFD')
		.replaceAll(/\p{M}/gu, '')
		.replaceAll(/[^a-z0-9]+/g, '-')
		.slice(0, 63)
		.replaceAll(/^-+|-+$/g, '')
}

export function idOf({ ownId, name }: Draft): string {
	return ownId ?? idFrom(name)
}

/** Degrees as people write them, with a comma or a point. */
export function textsOf([west, south, east, north]: Box): Draft['bounds'] {
	return [rounded(west), rounded(south), rounded(east), rounded(north)]
}

function rounded(degrees: number): string {
	return String(Math.round(degrees * 1e4) / 1e4)
}

/** Undefined when the bounds are none. */
export function boundsOf({ bounds }: Draft): [number, number, number, number] | undefined {
	const [west = NaN, south = NaN, east = NaN, north = NaN] = bounds.map(degreesIn)
	return rises(west, east, 180) && rises(south, north, 90) ? [west, south, east, north] : undefined
}

function rises(from: number, to: number, limit: number): boolean {
	return -limit <= from && from < to && to <= limit
}

function degreesIn(text: string): number {
	const plain = text.trim().replace(',', '.')
	return plain === '' ? NaN : Number(plain)
}

/** The first thing that is wrong, in the order of the form. */
export function faultOf(draft: Draft, taken: ReadonlySet<string>): DraftFault | undefined {
	if (draft.name.trim() === '') return 'name'
	if (!OperationId.safeParse(idOf(draft)).success) return 'id'
	if (taken.has(idOf(draft))) return 'idTaken'
	if (!boundsOf(draft)) return 'area'
	return isTimeZone(draft.timeZone) ? undefined : 'timeZone'
}

export function bodyOf(draft: Draft): Readonly<Record<string, unknown>> {
	const { name, status, gauges, timeZone, bases } = draft
	return { id: idOf(draft), name: name.trim(), status, area: boundsOf(draft), gauges, timeZone, bases }
}

/** Only what became another; undefined when nothing did. */
export function changeOf(draft: Draft, before: ListedOperation): Readonly<Record<string, unknown>> | undefined {
	const { id: _id, status: _status, area, ...rest } = bodyOf(draft)
	const said: Readonly<Record<string, unknown>> = draft.area === 'keep' ? rest : { ...rest, area }
	const held = new Map<string, unknown>(Object.entries(before))
	const changed = Object.entries(said).filter(([key, value]) => JSON.stringify(held.get(key)) !== JSON.stringify(value))
	if (changed.length === 0) return undefined
	const reason = draft.reason.trim()
	return { ...Object.fromEntries(changed), ...(reason !== '' && { reason }) }
}

const MOST_GAUGES = 8

/** The first is the reference gauge. */
export function toggleGauge(gauges: readonly EntityId[], id: EntityId): readonly EntityId[] {
	if (gauges.includes(id)) return gauges.filter((one) => one !== id)
	return gauges.length < MOST_GAUGES ? [...gauges, id] : gauges
}

export function gaugeFull(gauges: readonly EntityId[]): boolean {
	return gauges.length >= MOST_GAUGES
}

export function gaugeUp(gauges: readonly EntityId[], id: EntityId): readonly EntityId[] {
	const at = gauges.indexOf(id)
	return at < 1 ? gauges : [...gauges.slice(0, at - 1), id, ...gauges.slice(at - 1).filter((one) => one !== id)]
}

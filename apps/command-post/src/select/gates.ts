import type { GateState } from '@lagebild/model/kinds/facility.ts'
import { GATE_STATES } from '@lagebild/model/kinds/gate-states.ts'
import type { Claim, RowOf } from '@lagebild/model/row.ts'

import type { Thing } from '../state/facts.ts'

/** A report about a gate that is older is shown as old; it still counts. */
export const GATE_OLD_MS = 3_600_000

export type GateRow = RowOf<'facility'>
export type GateClaim = { readonly state: GateState; readonly at: number; readonly source: string }

export type GateView = {
	readonly row: GateRow
	readonly sensor: GateClaim | undefined
	readonly person: GateClaim | undefined
	/** Both sides say something known, and not the same. */
	readonly differ: boolean
	/** What the picture reckons with: the worse of what was said, never closed for want of a report. */
	readonly reckoned: GateState
	/** Newest word of either side. */
	readonly at: number | undefined
}

/** The worse for whoever lives behind it, the higher. */
const WORSE: Readonly<Record<GateState, number>> = { open: 4, fault: 3, unknown: 2, closing: 1, closed: 0 }

export function isGate(thing: Thing): thing is Thing & { readonly row: GateRow } {
	return thing.row.kind === 'facility' && thing.row.fields.type === 'gate'
}

function claimOf({ value, at, source }: Claim): GateClaim | undefined {
	const state = GATE_STATES.find((one) => one === value)
	return state && { state, at, source }
}

function newestOf(claims: readonly Claim[], human: boolean): GateClaim | undefined {
	return claims
		.filter(({ field, rank }) => field === 'gate' && (rank === 'person') === human)
		.toSorted((a, b) => b.at - a.at)
		.map(claimOf)
		.find((claim) => claim !== undefined)
}

export function gateView(row: GateRow): GateView {
	const claims = row.claims ?? []
	const sensor = newestOf(claims, false)
	const person = newestOf(claims, true)
	const said = [sensor, person].flatMap((claim) => (claim && claim.state !== 'unknown' ? [claim.state] : []))
	const reckoned = said.reduce<GateState | undefined>(
		(worst, state) => (worst === undefined || WORSE[state] > WORSE[worst] ? state : worst),
		undefined,
	)
	const times = [sensor?.at, person?.at].filter((at) => at !== undefined)
	return {
		row,
		sensor,
		person,
		differ: new Set(said).size > 1,
		reckoned: reckoned ?? 'unknown',
		at: times.length > 0 ? Math.max(...times) : undefined,
	}
}

export type GateCounts = Readonly<Record<GateState | 'conflict', number>> & { readonly total: number }

/** A gate in conflict counts as such and nowhere else, so that the numbers add up to the total. */
export function countGates(gates: readonly GateView[]): GateCounts {
	const counts = { open: 0, closing: 0, closed: 0, fault: 0, unknown: 0, conflict: 0, total: gates.length }
	for (const gate of gates) counts[gate.differ ? 'conflict' : gate.reckoned] += 1
	return counts
}

const URGENCY = { conflict: 5, open: 4, fault: 3, unknown: 2, closing: 1, closed: 0 } as const

/** Urgent first; among equals the gate whose sill the water reaches first. */
export function byUrgency(a: GateView, b: GateView): number {
	const rank = (gate: GateView) => URGENCY[gate.differ ? 'conflict' : gate.reckoned]
	const sill = (gate: GateView) => gate.row.fields.sill ?? Number.POSITIVE_INFINITY
	return rank(b) - rank(a) || sill(a) - sill(b) || nameOf(a).localeCompare(nameOf(b), 'de')
}

function nameOf({ row }: GateView): string {
	return row.fields.name ?? row.id
}

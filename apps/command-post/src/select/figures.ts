import type { FmsScheme } from '@lagebild/model/fms.ts'
import type { GaugeScales } from '@lagebild/model/gauge.ts'
import type { Severity } from '@lagebild/model/kinds/words.ts'
import { figuresOf as sumsOf } from '@lagebild/picture/figures.ts'
import type { Figures as Sums } from '@lagebild/picture/figures.ts'
import type { StandingPolicy } from '@lagebild/picture/standing.ts'

import type { Content, Thing } from '../state/facts.ts'
import { byUrgency, countGates, gateView, isGate } from './gates.ts'
import type { GateCounts, GateView } from './gates.ts'
import { gaugeView, isWaterLevel, referenceGauge } from './gauges.ts'
import type { GaugeView } from './gauges.ts'
import { isLive } from './life.ts'
import { memoLast } from './memo.ts'
import { thingsOnce } from './ones.ts'
import { severityOf, severityRank } from './severity.ts'

export type HazardFigure = {
	readonly open: number
	readonly bySeverity: ReadonlyMap<Severity | 'none', number>
	readonly newest: number | undefined
}

/** What the key figures, the unknown list and the page of gauges are made of. */
export type Figures = {
	readonly gauges: readonly GaugeView[]
	readonly reference: GaugeView | undefined
	readonly gates: readonly GateView[]
	readonly gateCounts: GateCounts
	/** Sums of the picture (SPEC, P55 and P56): forces, people, evacuation, shelters. */
	readonly sums: Sums
	readonly incidents: HazardFigure
	readonly warnings: readonly Thing[]
	readonly warningFigure: HazardFigure
}

function hazardsOf(things: readonly Thing[]): HazardFigure {
	const bySeverity = new Map<Severity | 'none', number>()
	for (const { row } of things) {
		const severity = severityOf(row) ?? 'none'
		bySeverity.set(severity, (bySeverity.get(severity) ?? 0) + 1)
	}
	const newest = things.length > 0 ? Math.max(...things.map(({ row }) => row.at)) : undefined
	return { open: things.length, bySeverity, newest }
}

function severestFirst(a: Thing, b: Thing): number {
	return severityRank(severityOf(b.row)) - severityRank(severityOf(a.row)) || b.row.at - a.row.at
}

function isOpenIncident({ row }: Thing): boolean {
	return row.kind === 'incident' && row.fields.state !== 'closed'
}

/** The part of the hub's configuration that figures depend on. */
export type Scales = { readonly fms: FmsScheme; readonly gauges: GaugeScales; readonly standing?: StandingPolicy }
const NO_SCALES: Scales = { fms: {}, gauges: {} }

/**
 * `step` is the clock in steps of ten seconds: what depends on it is not computed more often. `scales` has no default, which would be an argument
 * that the memory does not see.
 */
export const figuresOf = memoLast((content: Content, step: number, configured: Scales | undefined): Figures => {
	const { fms, gauges: scales, standing } = configured ?? NO_SCALES
	const now = step * 10_000
	const live = thingsOnce(content, minuteOf(step)).filter((thing) => isLive(thing, now))
	const gauges = live
		.filter(isWaterLevel)
		.map((thing) => gaugeView(thing, now))
		.toSorted(downstream)
	const gates = live
		.filter(isGate)
		.map(({ row }) => gateView(row))
		.toSorted(byUrgency)
	const warnings = live.filter(({ row }) => row.kind === 'warning').toSorted(severestFirst)
	return {
		gauges,
		reference: referenceGauge(gauges, scales),
		gates,
		gateCounts: countGates(gates),
		sums: sumsOf(content.things.values(), now, { scheme: fms, ...(standing && { policy: standing }) }),
		incidents: hazardsOf(live.filter(isOpenIncident)),
		warnings,
		warningFigure: hazardsOf(warnings),
	}
})

const STEPS_A_MINUTE = 6

export function minuteOf(step: number): number {
	return Math.floor(step / STEPS_A_MINUTE)
}

/** Along the river where the station says its kilometre; the others follow by name. */
function downstream(a: GaugeView, b: GaugeView): number {
	return offRiver(a) - offRiver(b) || kilometre(a) - kilometre(b) || a.name.localeCompare(b.name, 'de')
}

function kilometre({ row }: GaugeView): number {
	return row.fields.km ?? Number.MAX_SAFE_INTEGER
}

function offRiver({ row }: GaugeView): 0 | 1 {
	return row.fields.water?.toUpperCase() === 'ELBE' ? 0 : 1
}

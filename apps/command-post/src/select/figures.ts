import { fmsMeaning } from '@lagebild/model/fms.ts'
import type { FmsScheme } from '@lagebild/model/fms.ts'
import type { GaugeScales } from '@lagebild/model/gauge.ts'
import type { Severity } from '@lagebild/model/kinds/words.ts'
import { addStrength } from '@lagebild/model/strength.ts'
import type { Strength } from '@lagebild/model/strength.ts'

import type { Content, Thing } from '../state/facts.ts'
import { byUrgency, countGates, gateView, isGate } from './gates.ts'
import type { GateCounts, GateView } from './gates.ts'
import { gaugeView, isWaterLevel, referenceGauge } from './gauges.ts'
import type { GaugeView } from './gauges.ts'
import { isLive } from './life.ts'
import { memoLast } from './memo.ts'
import { severityOf, severityRank } from './severity.ts'

export type ForcesFigure = {
	readonly units: number
	readonly strength: Strength
	/** Units that gave no strength: the sum is then too small. */
	readonly withoutStrength: number
	readonly bound: number
	readonly free: number
	readonly out: number
	readonly unknown: number
}

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
	readonly forces: ForcesFigure
	readonly incidents: HazardFigure
	readonly warnings: readonly Thing[]
	readonly warningFigure: HazardFigure
}

function forcesOf(units: readonly Thing[], scheme: FmsScheme): ForcesFigure {
	const figure = {
		units: units.length,
		strength: { leaders: 0, subLeaders: 0, crew: 0 },
		withoutStrength: 0,
		bound: 0,
		free: 0,
		out: 0,
		unknown: 0,
	}
	for (const { row } of units) {
		if (row.kind !== 'unit') continue
		const { strength, fms } = row.fields
		if (strength) figure.strength = addStrength(figure.strength, strength)
		else figure.withoutStrength += 1
		figure[fms ? fmsMeaning(fms, row.fields, scheme).class : 'unknown'] += 1
	}
	return figure
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
export type Scales = { readonly fms: FmsScheme; readonly gauges: GaugeScales }
const NO_SCALES: Scales = { fms: {}, gauges: {} }

/** `step` is the clock in steps of ten seconds: what depends on it is not computed more often. */
export const figuresOf = memoLast((content: Content, step: number, { fms, gauges: scales }: Scales = NO_SCALES): Figures => {
	const now = step * 10_000
	const live = [...content.things.values()].filter((thing) => isLive(thing, now))
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
		forces: forcesOf(
			live.filter(({ row }) => row.kind === 'unit'),
			fms,
		),
		incidents: hazardsOf(live.filter(isOpenIncident)),
		warnings,
		warningFigure: hazardsOf(warnings),
	}
})

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

import { HOUR, MINUTE, ranFor, scenarioAt, wallAt } from '../scenario/clock.ts'
import type { Clock } from '../scenario/clock.ts'
import { assignmentsOf, nativeOf, stageAt, STAGES } from '../scenario/incidents.ts'
import type { Assignment, Incident, Stage } from '../scenario/incidents.ts'
import type { Call } from '../scenario/missions.ts'
import { CYCLE } from '../scenario/water.ts'
import type { Statement } from './statement.ts'
import { unitEntity } from './units.ts'

/** Source name of the control room that keeps the incidents. */
export const CONTROL_ROOM = 'leitstelle'

/** A closed incident stays in the picture for this long, scenario time. */
const KEPT = 30 * MINUTE

/** Surges that can matter between two scenario times, with the history before each. */
function surgesAround(from: number, to: number): readonly number[] {
	const first = Math.max(0, Math.floor((from - 12 * HOUR) / CYCLE))
	const last = Math.max(0, Math.floor((to + 24 * HOUR) / CYCLE))
	return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/** What the control room says about incidents after `from` and up to `to` (wall time), in order. */
export function incidentStatements(incidents: readonly Incident[], clock: Clock, { from, to }: Span): readonly Statement[] {
	const assignments = assignmentsOf(incidents)
	const surges = surgesAround(scenarioAt(clock, from), scenarioAt(clock, to))
	const all = surges.flatMap((surge) => incidents.flatMap((one) => lifeOf(one, { surge, clock, assignments })))
	return all.filter(({ at }) => at > from && at <= to).toSorted((a, b) => a.at - b.at)
}

type Span = { readonly from: number; readonly to: number }
type Life = { readonly surge: number; readonly clock: Clock; readonly assignments: readonly Assignment[] }

function lifeOf(one: Incident, { surge, clock, assignments }: Life): readonly Statement[] {
	const entity = `incident:${CONTROL_ROOM}:${nativeOf(one, surge)}`
	const told = STAGES.flatMap((stage) => {
		const at = stageAt(one, stage, surge)
		return at === undefined ? [] : [{ ...stageStatement(one, stage, assignments), entity, at: wallAt(clock, at) }]
	})
	const closed = stageAt(one, 'closed', surge)
	return closed === undefined ? told : [...told, { entity, at: wallAt(clock, closed + KEPT), op: 'end' }]
}

function stageStatement(one: Incident, stage: Stage, assignments: readonly Assignment[]): Omit<Statement, 'entity' | 'at'> {
	if (stage === 'reported') {
		const { id: _id, place, times: _times, needs: _needs, ...payload } = one
		const [lat, lng] = place
		return { op: 'upsert', payload: { ...payload, state: stage }, geometry: { lat, lng } }
	}
	const sent = assignments.filter(({ incident }) => incident.id === one.id)
	const links = sent.map(({ unit }) => ({ rel: 'assigned-to', to: unitEntity(unit) }))
	return { op: 'patch', payload: { state: stage }, ...(stage === 'assigned' && links.length > 0 && { links }) }
}

/** How many surges ahead the fleet knows where it will be sent. */
const PLANNED_SURGES = 12

/** Calls of the control room to the fleet, on the clock of the vehicles. */
export function callsOf(incidents: readonly Incident[], clock: Clock): readonly Call[] {
	const surges = Array.from({ length: PLANNED_SURGES }, (_, surge) => surge)
	return surges.flatMap((surge) =>
		assignmentsOf(incidents).flatMap(({ incident, unit, place }) => {
			const from = stageAt(incident, 'assigned', surge) ?? stageAt(incident, 'reported', surge)
			const to = stageAt(incident, 'closed', surge)
			if (from === undefined || to === undefined) return []
			return [{ unit, place, from: onRoad(clock, from), to: onRoad(clock, to) }]
		}),
	)
}

function onRoad(clock: Clock, scenario: number): number {
	return scenario < 0 ? scenario : ranFor(clock, wallAt(clock, scenario))
}

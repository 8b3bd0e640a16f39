import { HOUR, MINUTE, runsAt, scenarioAt, wallAt } from '../scenario/clock.ts'
import type { Clock } from '../scenario/clock.ts'
import { gateReports, GATES, isSilent } from '../scenario/gates.ts'
import type { GateReport } from '../scenario/gates.ts'
import { CYCLE } from '../scenario/water.ts'
import type { Statement } from './statement.ts'

/** Source name of the radio network of gate sensors. */
export const SENSORS = 'sensemate'
/** Source name of the people who watch gates. */
export const GUARDS = 'polderpiloten'
/** Source name of the feed that says which gates there are. */
export const GATE_FEED = 'flutschutztore'

export function gateEntity(gate: string): string {
	return `facility:${GATE_FEED}:${gate}`
}

type Span = { readonly from: number; readonly to: number }

/** What one side says about the gates after `from` and up to `to` (wall time), in order. */
export function gateStatements(by: GateReport['by'], clock: Clock, { from, to }: Span): readonly Statement[] {
	const last = Math.max(0, Math.floor((scenarioAt(clock, to) + 24 * HOUR) / CYCLE))
	const surges = [last - 1, last].filter((surge) => surge >= 0)
	const reports = surges.flatMap((surge) => gateReports(surge)).filter((report) => report.by === by)
	return reports
		.map((report): Statement => ({
			entity: gateEntity(report.gate),
			at: wallAt(clock, report.at),
			op: 'patch',
			payload: { gate: report.state },
		}))
		.filter(({ at }) => at > from && at <= to)
}

/** A sensor says its state again this often, so that its silence can be told from rest. Real time. */
const REPEAT_MS = 15 * MINUTE

/** What sensors repeat after `from` and up to `to` (wall time): each in its own minute of the quarter of an hour. */
export function gateRepeats(clock: Clock, { from, to }: Span): readonly Statement[] {
	return GATES.flatMap((gate, index) => {
		const phase = (index % 15) * MINUTE
		const at = Math.floor((to - phase) / REPEAT_MS) * REPEAT_MS + phase
		const scenario = scenarioAt(clock, at)
		if (at <= from || !runsAt(clock, at) || isSilent(gate, scenario)) return []
		const said = gateReports(Math.max(0, Math.floor((scenario + 24 * HOUR) / CYCLE)))
		const state = said.findLast((report) => report.gate === gate.id && report.by === 'sensor' && report.at <= scenario)?.state
		return state === undefined ? [] : [{ entity: gateEntity(gate.id), at, op: 'patch' as const, payload: { gate: state } }]
	})
}

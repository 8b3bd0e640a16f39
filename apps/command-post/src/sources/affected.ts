import { gateView, isGate } from '../select/gates.ts'
import { titleOf } from '../select/names.ts'
import type { Thing } from '../state/facts.ts'

/** What of the picture hangs on one source. */
export type Affected = {
	readonly things: number
	readonly sensors: number
	readonly gates: number
	/** Gates that nobody knows the state of, by name. */
	readonly unknownGates: readonly string[]
}

export function affectedBy(source: string, things: Iterable<Thing>): Affected {
	const own = [...things].filter(
		({ row }) => row.kind !== 'feed' && row.life === 'live' && row.sources.some((one) => one.source === source),
	)
	const gates = own.filter(isGate)
	return {
		things: own.length,
		sensors: own.filter(({ row }) => row.kind === 'sensor').length,
		gates: gates.length,
		unknownGates: gates.filter(({ row }) => gateView(row).reckoned === 'unknown').map(({ row }) => titleOf(row)),
	}
}

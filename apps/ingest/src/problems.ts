import type { Collected } from './collected.ts'
import type { Problem } from './core/health.ts'
import type { Memory } from './core/memory.ts'
import type { Presence } from './core/presence.ts'
import type { Told } from './deliver.ts'

export type Findings = {
	readonly collected: Collected
	readonly told: Told
	/** What the hub did not take may come by itself, and has not been missing for longer than the feed's own pace. */
	readonly patient: boolean
	readonly presence: Presence
	readonly memory: Memory
}

/** What is wrong with a feed that can be read, gravest first. */
export function problemsOf({ collected, told, patient, presence, memory }: Findings): readonly Problem[] {
	return [
		...(presence.shrank ? [shrunk(presence.shrank)] : []),
		...(told.told || patient ? [] : [{ code: 'untold', reason: `not taken by the hub: ${told.reason ?? ''}` }]),
		...partly(collected),
		...mostOf(collected.reasons, 'not understood'),
		...mostOf([...memory.refused.values()].map(({ fault }) => fault).filter(isFault), 'refused by the hub'),
	]
}

function shrunk({ from, to }: { readonly from: number; readonly to: number }): Problem {
	return { code: 'shrank', reason: `upstream list shrank ${from} → ${to}` }
}

function partly({ failures, asked }: Collected): readonly Problem[] {
	const first = failures[0]
	return first === undefined ? [] : [{ code: `partly ${first}`, reason: `${failures.length} of ${asked} documents: ${first}` }]
}

function mostOf(reasons: readonly string[], what: string): readonly Problem[] {
	const first = reasons[0]
	return first === undefined
		? []
		: [{ code: `${what.replaceAll(' ', '-')} ${first}`, reason: `${reasons.length} items ${what}, the first: ${first}` }]
}

/** A test message in an actual operation is refused by design: nothing is wrong with the feed. */
function isFault(fault: string): boolean {
	return fault !== 'status-mismatch'
}

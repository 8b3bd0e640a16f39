import { OperationId, SourceName } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { Operation } from '@lagebild/model/operation.ts'
import { instant } from '@lagebild/model/time.ts'

/** Repeatable random numbers (mulberry32): a failing run is named by its seed alone. */
export function dice(seed: number): (sides: number) => number {
	let state = seed >>> 0
	return (sides) => {
		state = (state + 0x6d2b79f5) >>> 0
		let t = Math.imul(state ^ (state >>> 15), 1 | state)
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
		return ((t ^ (t >>> 14)) >>> 0) % sides
	}
}

export function pickFrom<T>(roll: (sides: number) => number, list: readonly T[]): T {
	const [picked] = list.slice(roll(list.length))
	if (picked === undefined) throw new Error('nothing to pick from')
	return picked
}

export function operation(over: Partial<Operation> = {}): Operation {
	const base = {
		id: 'test',
		name: 'Test',
		status: 'test',
		base: false,
		bases: [],
		gauges: [],
		state: 'open',
		timeZone: 'Europe/Berlin',
		area: [9, 53, 10, 54],
		created: 0,
	}
	return Operation.parse({ ...base, ...over })
}

export function grantOf(over: Partial<Omit<Grant, 'source'>> & { readonly source?: string } = {}): Grant {
	const { source = 'lage', ...rest } = over
	return {
		credential: `key-${source}`,
		source: SourceName.parse(source),
		rank: 'person',
		role: 'staff',
		name: source,
		operations: [OperationId.parse('test')],
		clearance: 'internal',
		version: 0,
		...rest,
	}
}

export const START = instant(1_000_000)

import { KINDS } from '@lagebild/model/kinds/names.ts'
import { STANDING_POLICY } from '@lagebild/picture/standing.ts'
import type { StandingPolicy } from '@lagebild/picture/standing.ts'

const OVER = Object.keys(STANDING_POLICY.stays)

/** Milliseconds by name. What an older hub does not say, and what this page cannot read, is as it is by default. */
export function readStanding({ silence, noEnd, stays }: Readonly<Record<string, unknown>>): StandingPolicy {
	return {
		silence: timesOf(silence, [...KINDS, 'gate']) ?? STANDING_POLICY.silence,
		noEnd: timesOf(noEnd, KINDS) ?? STANDING_POLICY.noEnd,
		stays: { ...STANDING_POLICY.stays, ...timesOf(stays, OVER) },
	}
}

function timesOf(said: unknown, names: readonly string[]): Readonly<Record<string, number>> | undefined {
	if (typeof said !== 'object' || said === null) return undefined
	const held = new Map<string, unknown>(Object.entries(said))
	return Object.fromEntries(
		names.flatMap((name) => {
			const time = held.get(name)
			return typeof time === 'number' && time >= 0 ? [[name, time] as const] : []
		}),
	)
}

import type { Position } from '@lagebild/model/geo.ts'

import { HOUR, MINUTE, scenarioAt } from './clock.ts'
import type { Clock } from './clock.ts'

/** What goes wrong in every real operation, once each, so that people see what the picture makes of it. */

/** Gauge whose sensor is hit once, in scenario time, and by how much it then reads too high. */
const SPIKE = { number: '9990010', at: 25 * MINUTE, cm: 310 }

/** What a gauge reads too much at a moment: one value of it, the first one from the time of the spike on. */
export function spikeCm(number: string, clock: Clock, span: { readonly before: number; readonly at: number }): number {
	if (number !== SPIKE.number) return 0
	return scenarioAt(clock, span.before) < SPIKE.at && scenarioAt(clock, span.at) >= SPIKE.at ? SPIKE.cm : 0
}

/** Unit whose receiver once gives a place in Poland and then none for a while, in ms of running. */
const STRAY = { native: 'florian-hamburg-12-1', at: 20 * MINUTE, place: { lat: 53.55, lng: 16.1 }, silentMs: 3 * MINUTE }

/** The one place that a receiver gets wrong between two moments of running, and for how long it is silent afterwards. */
export function strayPlace(native: string, from: number, to: number): { readonly place: Position; readonly silentMs: number } | undefined {
	return native === STRAY.native && from < STRAY.at && to >= STRAY.at ? STRAY : undefined
}

/** Unit whose tablet was started with a wrong clock and is set right later, in ms of running. */
const TABLET = { native: 'florian-hamburg-13-1', from: 10 * MINUTE, to: 45 * MINUTE, behind: 3 * HOUR }

/** By how much a unit's tablet is behind at a moment of running. */
export function tabletBehind(native: string, ran: number): number {
	return native === TABLET.native && ran >= TABLET.from && ran < TABLET.to ? TABLET.behind : 0
}

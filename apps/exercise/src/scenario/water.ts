import { HOUR, MINUTE } from './clock.ts'
import type { Gauge } from './gauges.ts'
import { smoothNoise } from './random.ts'

/** Mean length of a tide (half a lunar day), ms. */
const TIDE = 12.42 * HOUR
/** At St. Pauli the water rises for some 5 h and falls for some 7½ h. */
const FLOOD = 5.05 * HOUR

/** Scenario time of the highest water at St. Pauli. */
export const PEAK = 160 * MINUTE

/** The surge builds up over 20 h and runs off over 26 h. */
const RISE = 20 * HOUR
const FALL = 26 * HOUR

/** After the surge follow normal tides, and after five tides from peak to peak the surge comes again. */
export const CYCLE = 5 * TIDE

/** Astronomic level in metres NHN: rises from low to high water and falls back in two half cosines, without another turning point. */
export function astronomic(gauge: Gauge, scenario: number): number {
	const phase = modulo(scenario - PEAK - gauge.delay * MINUTE, TIDE)
	const ebb = TIDE - FLOOD
	const full = phase < ebb ? (1 + Math.cos((Math.PI * phase) / ebb)) / 2 : (1 - Math.cos((Math.PI * (phase - ebb)) / FLOOD)) / 2
	return gauge.lowWater + (gauge.highWater - gauge.lowWater) * full
}

/** Share of the whole surge that stands in the river at a moment, 0–1. There was none before the first start's own. */
export function surgeShare(gauge: Gauge, scenario: number): number {
	const since = scenario - PEAK - gauge.delay * MINUTE
	const cycle = Math.max(0, Math.round((since - (FALL - RISE) / 2) / CYCLE))
	const distance = since - cycle * CYCLE
	const part = distance < 0 ? -distance / RISE : distance / FALL
	return part >= 1 ? 0 : Math.cos((Math.PI / 2) * part) ** 2
}

/** Level in metres NHN without the small motion of the water. Its peak is the gauge's `peak`, at PEAK plus the gauge's delay. */
export function level(gauge: Gauge, scenario: number): number {
	return astronomic(gauge, scenario) + (gauge.peak - gauge.highWater) * surgeShare(gauge, scenario)
}

/** What the gauge reads, whole centimetres above its zero: level and waves of at most 2 cm, which die down towards the peak. */
export function readingCm(gauge: Gauge, scenario: number): number {
	const calm = 1 - surgeShare(gauge, scenario)
	const waves = 0.02 * calm * smoothNoise(scenario, 7 * MINUTE, gauge.uuid)
	return Math.round((level(gauge, scenario) + waves - gauge.zero) * 100)
}

/** Half width of the band that the forecast gives, metres. */
export const UNCERTAINTY = 0.3
/** Scenario time between two issues of the forecast. */
export const ISSUE_EVERY = 30 * MINUTE
/** The curve reaches this far. */
export const HORIZON = 15 * HOUR

/** Scenario time of the newest forecast issue at a moment. */
export function issueAt(scenario: number): number {
	return Math.floor(scenario / ISSUE_EVERY) * ISSUE_EVERY
}

/** Level in metres NHN that the issue of a moment expects: it underrates the surge by up to 6.4 %, less as the peak comes nearer. */
export function forecast(gauge: Gauge, issued: number, scenario: number): number {
	const lead = Math.min(1, Math.max(0, (scenario - issued) / (3 * HOUR)))
	const share = surgeShare(gauge, scenario) * (1 - 0.064 * lead)
	return astronomic(gauge, scenario) + (gauge.peak - gauge.highWater) * share
}

/** A high or low water of the astronomic tide. */
export type Turn = { readonly event: 'HW' | 'NW'; readonly scenario: number }

export function turnsBetween(gauge: Gauge, from: number, to: number): readonly Turn[] {
	const high = PEAK + gauge.delay * MINUTE
	const first = Math.ceil((from - high) / TIDE) - 1
	const turns: Turn[] = []
	for (let n = first; high + n * TIDE - FLOOD <= to; n++) {
		turns.push({ event: 'NW', scenario: high + n * TIDE - FLOOD }, { event: 'HW', scenario: high + n * TIDE })
	}
	return turns.filter((turn) => turn.scenario >= from && turn.scenario <= to)
}

function modulo(value: number, by: number): number {
	return ((value % by) + by) % by
}

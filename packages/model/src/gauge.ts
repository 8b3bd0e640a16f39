import * as z from 'zod'

import type { Instant } from './time.ts'

/** Level above NHN in metres of a reading in centimetres over the gauge's zero. 649 cm at St. Pauli (−5.00 m) is 1.49 m NHN. */
export function nhnMetres(reading: number, zeroMetres: number): number {
	return reading / 100 + zeroMetres
}

/** Reading in centimetres over the gauge's zero of a level above NHN. */
export function readingCm(nhn: number, zeroMetres: number): number {
	return (nhn - zeroMetres) * 100
}

/** Pegelnullpunkt: height of a gauge's zero in its datum, metres. */
export type Zero = { readonly metres: number; readonly datum: string }

/**
 * The zero that held at a moment: of the zeros that had begun by then, the latest. A value older than every known zero has none, and no level is guessed for it.
 * @param zeros by the day from which each holds, `YYYY-MM-DD`; a day begins at 00:00 UTC
 */
export function zeroAt(
	zeros: Readonly<Record<string, Zero | null | undefined>> | null | undefined,
	at: Instant | number,
): Zero | undefined {
	let latest = Number.NEGATIVE_INFINITY
	let zero: Zero | undefined
	for (const [day, one] of Object.entries(zeros ?? {})) {
		const from = Date.parse(`${day}T00:00:00Z`)
		if (!one || !(from <= at) || from <= latest) continue
		latest = from
		zero = one
	}
	return zero
}

const Metres = z.number().min(-100).max(9_000)
const Text = z.string().trim().min(1).max(600)
const Texts = z.strictObject({ de: Text.describe('In German.'), en: Text.describe('In English.') })

/** A level of a gauge's own scale from which a Wasserstandsstufe is declared. */
const Stage = z.strictObject({
	stage: z.int().min(0).max(99).describe('Wasserstandsstufe.'),
	from: Metres.describe('metres NHN'),
	measures: Texts.optional().describe('What the city does from this stage on, for people.'),
})

/** A class of storm surge, as high above mean high water as its authority says. */
const SurgeClass = z.strictObject({
	name: Texts.describe('Name of the class.'),
	above: z.number().min(0).max(50).describe('metres above mean high water'),
})

/** What one gauge is measured against. Configuration of a city, not law of nature. */
export const GaugeScale = z.strictObject({
	stages: z.array(Stage).max(20).default([]).describe('Rising: levels from which a stage is declared.'),
	/** Mean high water (MHW), metres NHN. */
	mhw: Metres.optional().describe('mean high water, metres NHN'),
	classes: z.array(SurgeClass).max(20).default([]).describe('Rising: classes of storm surge, relative to `mhw`.'),
	reference: z.boolean().default(false).describe('The gauge whose level decides for the whole city.'),
})
export type GaugeScale = z.infer<typeof GaugeScale>
export type Stage = GaugeScale['stages'][number]
export type SurgeClass = GaugeScale['classes'][number]

/** Scales by entity id of the sensor. */
export type GaugeScales = Readonly<Record<string, GaugeScale>>

/** Highest stage whose line a level reaches; undefined below all. A proposal only: a named person declares it. */
export function proposedStage(nhn: number, stages: readonly Stage[]): Stage | undefined {
	return highest(stages, ({ from }) => from, nhn)
}

/** Highest class that a level reaches; undefined below all and where no mean high water is configured. */
export function surgeClass(nhn: number, { mhw, classes }: Pick<GaugeScale, 'mhw' | 'classes'>): SurgeClass | undefined {
	return mhw === undefined ? undefined : highest(classes, ({ above }) => mhw + above, nhn)
}

/** Half a millimetre: a level that is a line to the reader is that line, whatever the last binary digit says. */
const SAME_M = 0.000_5

function highest<T>(lines: readonly T[], heightOf: (line: T) => number, nhn: number): T | undefined {
	return lines.reduce<T | undefined>(
		(best, line) => (nhn + SAME_M >= heightOf(line) && (best === undefined || heightOf(line) > heightOf(best)) ? line : best),
		undefined,
	)
}

/** What a sensor says of its scale. */
type Scale = {
	readonly unit?: string | null | undefined
	readonly zeros?: Readonly<Record<string, Zero | null | undefined>> | null | undefined
}

/** A value of a sensor in metres NHN; undefined when its unit, or the zero that held at its time, does not say how. */
export function levelOf({ unit, zeros }: Scale, value: number, at: number): number | undefined {
	const zero = zeroAt(zeros, at)
	if (unit === 'cm' && zero) return nhnMetres(value, zero.metres)
	if (unit === 'm' && zero) return value + zero.metres
	if (unit && /^m\s*(?:ü\.?\s*)?(?:\+\s*)?NHN$/i.test(unit)) return value
	return undefined
}

/** Centimetres of one unit of a sensor, for trends. */
export function centimetresOf({ unit }: Scale): number | undefined {
	if (unit === 'cm') return 1
	return unit?.startsWith('m') ? 100 : undefined
}

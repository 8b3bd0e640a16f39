import * as z from 'zod'

/** Stärke: leaders, sub-leaders, crew. The written total (`1/2/6/9`) is a checksum and is not stored. */
export const Strength = z.strictObject({
	leaders: z.int().min(0).max(9_999),
	subLeaders: z.int().min(0).max(9_999),
	crew: z.int().min(0).max(9_999),
})
export type Strength = z.infer<typeof Strength>

export function totalOf({ leaders, subLeaders, crew }: Strength): number {
	return leaders + subLeaders + crew
}

/** `1/2/6/9`: Führer/Unterführer/Mannschaft/Gesamt (FwDV 100). */
export function formatStrength(strength: Strength): string {
	return `${strength.leaders}/${strength.subLeaders}/${strength.crew}/${totalOf(strength)}`
}

/**
 * Reads `1/2/6/9`, `0/2/7=9`, `1//2//6//9` or `1/2/6` without a total.
 * @returns undefined when a part is no number or the total is not the sum of the parts.
 */
export function readStrength(text: string): Strength | undefined {
	const parts = text.trim().split(/\s*(?:\/{1,2}|=)\s*/)
	if (parts.length < 3 || parts.length > 4 || !parts.every((part, i) => (i < 3 ? PART : TOTAL).test(part))) return undefined
	const [leaders = 0, subLeaders = 0, crew = 0, total] = parts.map(Number)
	const strength = { leaders, subLeaders, crew }
	return total === undefined || total === totalOf(strength) ? strength : undefined
}

const PART = /^\d{1,4}$/
const TOTAL = /^\d{1,5}$/

export function addStrength(a: Strength, b: Strength): Strength {
	return { leaders: a.leaders + b.leaders, subLeaders: a.subLeaders + b.subLeaders, crew: a.crew + b.crew }
}

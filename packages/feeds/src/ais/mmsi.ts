/** What an MMSI says of its bearer (ITU-R M.585). */
export type Bearer = 'ship' | 'aircraft' | 'base' | 'aid' | 'craft' | 'sart' | 'mob' | 'epirb'

/** By their first digits, the longest first. */
const BEARERS: readonly (readonly [digits: string, bearer: Bearer])[] = [
	['970', 'sart'],
	['972', 'mob'],
	['974', 'epirb'],
	['111', 'aircraft'],
	['00', 'base'],
	['98', 'craft'],
	['99', 'aid'],
]

export function bearerOf(mmsi: string): Bearer {
	return BEARERS.find(([digits]) => mmsi.startsWith(digits))?.[1] ?? 'ship'
}

/** 9 digits; undefined for a number that names nobody. */
export function mmsiOf(value: number): string | undefined {
	return Number.isInteger(value) && value > 0 && value <= 999_999_999 ? String(value).padStart(9, '0') : undefined
}

/** Transmitters that speak only when somebody is in distress, or tries them. */
const DISTRESS: ReadonlySet<Bearer> = new Set<Bearer>(['sart', 'mob', 'epirb'])

export function isDistress(bearer: Bearer): bearer is 'sart' | 'mob' | 'epirb' {
	return DISTRESS.has(bearer)
}

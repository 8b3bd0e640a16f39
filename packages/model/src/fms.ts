import * as z from 'zod'

/** What is said to whoever states an overlay, a letter or a text as the operational status. */
function statusRule(input: unknown): string {
	if (input === 5 || input === 0) return '5 and 0 are overlays: state them as payload.overlay'
	if (typeof input !== 'string') return STATUS_RULE
	const text = input.trim().toUpperCase()
	if (text === '5' || text === '0') return '5 and 0 are overlays: state them as payload.overlay, as a number'
	if (/^[ECFHJL]$/.test(text)) return `"${text}" is a downlink letter from the control room to the unit, not a status of the unit`
	return /^\d$/.test(text) ? `the status is a number: ${text}, not "${text}"` : STATUS_RULE
}

const STATUS_RULE = 'the status is one of 1, 2, 3, 4, 6, 7, 8, 9'

/** Funkmeldesystem status 1–4 and 6–9 (national assignment of 2017; 7, 8 and 9 vary by organisation and Land). */
export const FMS = [1, 2, 3, 4, 6, 7, 8, 9] as const
export const Fms = z.literal(FMS, { error: ({ input }) => statusRule(input) })
export type Fms = z.infer<typeof Fms>

/** 5 Sprechwunsch, 0 priorisierter Sprechwunsch. */
export const FMS_OVERLAYS = [0, 5] as const
export const FmsOverlay = z.literal(FMS_OVERLAYS, {
	error: 'the overlay is 5 (Sprechwunsch) or 0 (priorisierter Sprechwunsch), or null for neither; a status is payload.fms',
})
export type FmsOverlay = z.infer<typeof FmsOverlay>

/** free: may be given an order · bound: has one · out: not ready, or not known to the scheme. */
export const FmsClass = z.enum(['free', 'bound', 'out'])
export type FmsClass = z.infer<typeof FmsClass>

const Word = z.string().trim().min(1).max(60)
const Words = { de: Word.describe('In German.'), en: Word.describe('In English.') }
const Varying = z.strictObject({
	...Words,
	class: FmsClass.describe('free: may be given an order · bound: has one · out: not ready'),
})

/** What one organisation, or one organisation in one Land, means by the statuses that are not the same everywhere. */
export const FmsMeanings = z.strictObject({
	'7': Varying.optional().describe('What 7 means.'),
	'8': Varying.optional().describe('What 8 means.'),
	'9': Varying.optional().describe('What 9 means.'),
	'0': z.strictObject(Words).optional().describe('What 0 is called.'),
})
export type FmsMeanings = z.infer<typeof FmsMeanings>

/** By organisation (`thw`) or organisation and Land (`hilfsorganisation/HH`); the Land is the one of the unit's OPTA. */
export type FmsScheme = Readonly<Record<string, FmsMeanings>>

/** Whose status it is. */
export type FmsUnit = { readonly organisation?: string | null | undefined; readonly opta?: string | null | undefined }

export type FmsWords = { readonly de: string; readonly en: string }

type Meaning = { readonly words: FmsWords | undefined; readonly class: FmsClass }

/** Class of a status where nothing else is configured: 1, 2, 8 free · 3, 4, 7 bound · 6, 9 out. */
export function fmsClass(fms: Fms): FmsClass {
	switch (fms) {
		case 1:
		case 2:
		case 8:
			return 'free'
		case 3:
		case 4:
		case 7:
			return 'bound'
		case 6:
		case 9:
			return 'out'
	}
}

/** What a status means for this unit. `words` is undefined where the national meaning holds. */
export function fmsMeaning(fms: Fms, unit: FmsUnit, scheme: FmsScheme): Meaning {
	const own = fms === 7 || fms === 8 || fms === 9 ? configured(unit, scheme, fms) : undefined
	return own ? { words: own, class: own.class } : { words: undefined, class: fmsClass(fms) }
}

/** What 0 is called for this unit; undefined where the national meaning holds, and always for 5. */
export function overlayWords(overlay: FmsOverlay, unit: FmsUnit, scheme: FmsScheme): FmsWords | undefined {
	return overlay === 0 ? configured(unit, scheme, 0) : undefined
}

/** The more particular entry wins, status by status. */
function configured<S extends 0 | 7 | 8 | 9>({ organisation, opta }: FmsUnit, scheme: FmsScheme, status: S): FmsMeanings[`${S}`] {
	if (!organisation) return undefined
	const land = opta?.slice(0, 2) ?? ''
	return entryOf(scheme, `${organisation}/${land}`)?.[`${status}`] ?? entryOf(scheme, organisation)?.[`${status}`]
}

function entryOf(scheme: FmsScheme, key: string): FmsMeanings | undefined {
	return Object.hasOwn(scheme, key) ? scheme[key] : undefined
}

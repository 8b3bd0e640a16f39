import * as z from 'zod'

/** Funkmeldesystem status 1–4 and 6–9 (national assignment of 2017; 7, 8 and 9 vary by organisation and Land). */
export const Fms = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(6), z.literal(7), z.literal(8), z.literal(9)])
export type Fms = z.infer<typeof Fms>

/** 5 Sprechwunsch, 0 priorisierter Sprechwunsch. */
export const FmsOverlay = z.union([z.literal(0), z.literal(5)])
export type FmsOverlay = z.infer<typeof FmsOverlay>

export type FmsClass = 'free' | 'bound' | 'out'

/** free: may be given an order (1, 2, 8) · bound: has one (3, 4, 7) · out: not ready or unknown to the scheme (6, 9). */
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

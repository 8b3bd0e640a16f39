import * as z from 'zod'

/** Components of a tactical sign (Taktisches Zeichen, recommendation of 2024), never the address of a picture. */
export const Sign = z
	.strictObject({
		grundzeichen: z.string().max(60).optional().describe('Basic sign: `taktische-formation`, `kraftfahrzeug-landgebunden`, `stelle`.'),
		fachaufgabe: z.string().max(60).optional().describe('Trade: `brandbekaempfung`, `wasserrettung`, `fuehrung`.'),
		einheit: z.string().max(60).optional().describe('Size: `trupp`, `staffel`, `gruppe`, `zug`, `bereitschaft`.'),
		symbol: z.string().max(60).optional().describe('Symbol inside the sign: `boot`, `pumpe`, `drohne`.'),
		verwaltungsstufe: z.string().max(60).optional().describe('Level of administration: `gemeinde`, `kreis`, `land`.'),
		text: z.string().max(12).optional().describe('Letters inside the sign.'),
	})
	.describe('Components of the tactical sign (edition 2024) by the names of `taktische-zeichen-core`; one source sets them together.')

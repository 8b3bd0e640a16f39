import * as z from 'zod'

import { Fms, FmsOverlay } from '../fms.ts'
import { Strength } from '../strength.ts'
import { defineKind } from './kind.ts'
import { Line, Organisation } from './words.ts'

/** Einheit, Fahrzeug, Trupp: own forces. Call sign, OPTA and ISSI are three different names and are never derived from each other. */
export const unit = defineKind({
	kind: 'unit',
	version: 1,
	lane: 'S',
	title: 'callsign',
	payload: z.strictObject({
		callsign: Line,
		/** Short form for the map, as the organisation writes it: `FL 11/1`. */
		short: Line.optional(),
		opta: z.string().length(24).optional(),
		issi: z
			.string()
			.regex(/^\d{1,8}$/)
			.optional(),
		organisation: Organisation,
		/** The organisation's own name where the sign's organisation is a group: DRK, ASB, DLRG, Johanniter. */
		organisationName: Line.optional(),
		/** Type in the organisation's words: HLF 20, FGr N, MzBoot. */
		type: Line.optional(),
		/** Components of the tactical sign (edition 2024), never the address of a picture. */
		sign: z
			.strictObject({
				grundzeichen: z.string().max(60).optional(),
				fachaufgabe: z.string().max(60).optional(),
				einheit: z.string().max(60).optional(),
				symbol: z.string().max(60).optional(),
				verwaltungsstufe: z.string().max(60).optional(),
				text: z.string().max(12).optional(),
			})
			.optional(),
		strength: Strength.optional(),
		fms: Fms.optional(),
		/** FMS 5 (Sprechwunsch) and 0 (priorisierter Sprechwunsch) overlay the operational status and never replace it. */
		overlay: FmsOverlay.nullable().optional(),
		section: Line.nullable().optional(),
		/** Home station, free text. */
		station: Line.optional(),
	}),
	policies: {
		callsign: 'rank',
		short: 'rank',
		opta: 'rank',
		issi: 'rank',
		organisation: 'rank',
		organisationName: 'rank',
		type: 'rank',
		sign: 'rank',
		strength: 'newest',
		fms: 'newest',
		overlay: 'newest',
		section: 'newest',
		station: 'newest',
		geometry: 'newest',
	},
})

import * as z from 'zod'

import { keyed } from './keyed.ts'
import { defineKind } from './kind.ts'
import { Line, Organisation, Phone, Prose } from './words.ts'

/** Ansprechstelle: whom to call, for what. A function or a desk rather than a person, so that it outlives a change of shift. */
export const contact = defineKind({
	kind: 'contact',
	version: 1,
	lane: 'S',
	title: 'name',
	payload: z.strictObject({
		name: Line.describe('Desk, function or person as people call it: `Deichwacht Veddel`.'),
		function: Line.optional().describe('What it is there for (Funktion): `S2`, `Fachberater THW`, `Leitstelle`.'),
		organisation: Organisation.optional().describe('Organisation in the groups of the tactical signs (edition 2024).'),
		organisationName: Line.optional().describe("The organisation's own name: `LSBG`, `DRK Hamburg-Harburg`."),
		phones: keyed(Phone)
			.optional()
			.describe('Telephone numbers as dialled, by what they are: `office`, `mobile`, `duty`, `fax`. Keyed: each number its own register.'),
		radio: Line.optional().describe('Call sign or talk group by radio (Funkrufname, Rufgruppe).'),
		email: z.email().max(254).optional().describe('E-mail address (RFC 5321: at most 254 characters).'),
		available: Line.optional().describe('When it can be reached, in words: `24/7`, `Mo–Fr 8–16 Uhr`.'),
		address: Line.optional().describe('Postal address in one line.'),
		remark: Prose.optional().describe('Anything else, plain text.'),
	}),
	policies: {
		name: 'rank',
		function: 'rank',
		organisation: 'rank',
		organisationName: 'rank',
		phones: 'keyed',
		radio: 'rank',
		email: 'rank',
		available: 'newest',
		address: 'rank',
		remark: 'newest',
		geometry: 'rank',
	},
})

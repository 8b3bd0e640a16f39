import * as z from 'zod'

import { defineKind } from './kind.ts'
import { Line, Phone, Prose } from './words.ts'

/**
 * Einsatzabschnitt, Untereinsatzabschnitt, Bereitstellungsraum, Stab: organisational, not a polygon. A section belongs to a larger one by
 * a link `part-of`, and its outline, when it has one, is an `area` that is `about` it.
 */
export const section = defineKind({
	kind: 'section',
	version: 1,
	lane: 'S',
	title: 'name',
	payload: z.strictObject({
		name: Line.describe('Name by place or task: `Wilhelmsburg Ost`.'),
		number: Line.optional().describe('Number as people write it: `EA 2`, `UEA 2.1`.'),
		type: z
			.enum(['section', 'sub-section', 'staging-area', 'staff'])
			.optional()
			.describe('section Einsatzabschnitt · sub-section Untereinsatzabschnitt · staging-area Bereitstellungsraum · staff Stab.'),
		leader: Line.optional().describe('Who leads it (Abschnittsleiter): name or call sign.'),
		phone: Phone.optional().describe('Telephone number of its command, as dialled.'),
		channel: Line.optional().describe('Talk group or channel (Rufgruppe).'),
		task: Line.optional().describe('What it is there for, in one line; orders are entities of kind `task`.'),
		remark: Prose.optional().describe('Anything else, plain text.'),
	}),
	policies: {
		name: 'rank',
		number: 'rank',
		type: 'rank',
		leader: 'newest',
		phone: 'newest',
		channel: 'newest',
		task: 'newest',
		remark: 'newest',
		geometry: 'rank',
	},
})

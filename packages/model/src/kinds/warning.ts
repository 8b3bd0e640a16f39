import * as z from 'zod'

import { IsoTime } from '../time.ts'
import { defineKind } from './kind.ts'
import { Line, Prose, Severity } from './words.ts'

const Text = z.strictObject({
	event: Line.optional().describe('CAP 1.2 event in this language.'),
	headline: Line.optional().describe('CAP 1.2 headline.'),
	description: Prose.optional().describe('CAP 1.2 description, plain text.'),
	instruction: Prose.optional().describe('CAP 1.2 instruction: what people should do, plain text.'),
})

/** Amtliche Warnung in the words of CAP 1.2. Every CAP message is an entity of its own; what ended it follows from its links. */
export const warning = defineKind({
	kind: 'warning',
	version: 1,
	lane: 'U',
	title: 'event',
	payload: z.strictObject({
		msgType: z
			.enum(['Alert', 'Update', 'Cancel', 'Ack', 'Error'])
			.describe('CAP 1.2 msgType. What an Update or a Cancel ends is said by links `updates` and `cancels`.'),
		event: Line.describe('CAP 1.2 event: sort of the event as the sender writes it.'),
		category: z.array(Line).max(12).optional().describe('CAP 1.2 category: `Met`, `Geo`, `Safety` … Set by the sender, as a whole.'),
		urgency: z.enum(['Immediate', 'Expected', 'Future', 'Past', 'Unknown']).optional().describe('CAP 1.2 urgency.'),
		severity: Severity.describe('CAP 1.2 severity.'),
		certainty: z
			.enum(['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'])
			.optional()
			.describe('CAP 1.2 certainty; `Very Likely` of CAP 1.0 is `Likely`.'),
		responseType: z.array(Line).max(12).optional().describe('CAP 1.2 responseType: `Shelter`, `AllClear` … Set by the sender, as a whole.'),
		sender: Line.optional().describe('CAP 1.2 sender: globally unique name of the originator.'),
		senderName: Line.optional().describe('CAP 1.2 senderName: the issuing agency as people know it.'),
		texts: z
			.record(z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'must be a language tag (BCP 47)'), Text)
			.optional()
			.describe('Texts by BCP 47 language as sent: variants of one warning, never several warnings. Set by the sender, as a whole.'),
		areas: z
			.array(Line)
			.max(500)
			.optional()
			.describe('CAP 1.2 areaDesc, one entry per area; the outline is `geometry`. Set by the sender, as a whole.'),
		effective: IsoTime.optional().describe('CAP 1.2 effective, ISO 8601 with an offset; the end (`expires`) is `validity.until`.'),
		onset: IsoTime.optional().describe('CAP 1.2 onset: when the event itself is expected to begin, ISO 8601 with an offset.'),
		web: z.string().max(2_000).optional().describe('CAP 1.2 web: address of further information.'),
		contact: Line.optional().describe('CAP 1.2 contact.'),
		altitude: z.number().optional().describe('CAP 1.2 altitude: lower height of the affected air above mean sea level, feet, as sent.'),
		ceiling: z.number().optional().describe('CAP 1.2 ceiling: upper height, feet, as sent.'),
	}),
	policies: {
		msgType: 'newest',
		event: 'newest',
		category: 'newest',
		urgency: 'newest',
		severity: 'newest',
		certainty: 'newest',
		responseType: 'newest',
		sender: 'newest',
		senderName: 'newest',
		texts: 'newest',
		areas: 'newest',
		effective: 'newest',
		onset: 'newest',
		web: 'newest',
		contact: 'newest',
		altitude: 'newest',
		ceiling: 'newest',
		geometry: 'newest',
	},
})

import * as z from 'zod'

import { IsoTime } from '../time.ts'
import { defineKind } from './kind.ts'
import { Line, Prose, Severity } from './words.ts'

const Text = z.strictObject({
	event: Line.optional(),
	headline: Line.optional(),
	description: Prose.optional(),
	instruction: Prose.optional(),
})

/** Amtliche Warnung in the words of CAP 1.2. Every CAP message is an entity of its own; what ended it follows from its links. */
export const warning = defineKind({
	kind: 'warning',
	version: 1,
	lane: 'U',
	title: 'event',
	payload: z.strictObject({
		msgType: z.enum(['Alert', 'Update', 'Cancel', 'Ack', 'Error']),
		event: Line,
		category: z.array(Line).max(12).optional(),
		urgency: z.enum(['Immediate', 'Expected', 'Future', 'Past', 'Unknown']).optional(),
		severity: Severity,
		certainty: z.enum(['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown']).optional(),
		responseType: z.array(Line).max(12).optional(),
		sender: Line.optional(),
		senderName: Line.optional(),
		/** By BCP 47 language as sent; languages are variants of one warning, never several warnings. */
		texts: z.record(z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/), Text).optional(),
		areas: z.array(Line).max(500).optional(),
		effective: IsoTime.optional(),
		onset: IsoTime.optional(),
		web: z.string().max(2_000).optional(),
		contact: Line.optional(),
		/** CAP 1.2 height above the sea of the affected air, feet, as sent. */
		altitude: z.number().optional(),
		ceiling: z.number().optional(),
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

import * as z from 'zod'

import { defineKind } from './kind.ts'
import { Line, Priority, Prose } from './words.ts'

/** Meldung or Nachricht in the fields of the four-part message form. */
export const message = defineKind({
	kind: 'message',
	version: 1,
	lane: 'U',
	title: 'text',
	payload: z.strictObject({
		text: Prose.min(1),
		priority: Priority.optional(),
		from: Line.optional(),
		to: z.array(Line).max(40).optional(),
		channel: Line.optional(),
		direction: z.enum(['in', 'out']).optional(),
		/** Distribution to S1–S6 and advisers: each key its own register. */
		distribution: z.record(z.string().max(40), z.boolean()).optional(),
		/** Acknowledgement (Quittung) by function. */
		receipts: z.record(z.string().max(40), z.string().max(120)).optional(),
	}),
	policies: {
		text: 'rank',
		priority: 'rank',
		from: 'rank',
		to: 'rank',
		channel: 'rank',
		direction: 'rank',
		distribution: 'keyed',
		receipts: 'keyed',
		geometry: 'rank',
	},
})

import * as z from 'zod'

import { keyed } from './keyed.ts'
import { defineKind } from './kind.ts'
import { Line, Prose, Severity } from './words.ts'

/** Alarm raised by a rule or a person; acknowledged by named people, never cleared silently. */
export const alarm = defineKind({
	kind: 'alarm',
	version: 1,
	lane: 'U',
	title: 'title',
	payload: z.strictObject({
		title: Line.describe('What is alarmed, in one line.'),
		severity: Severity.describe('Severity in the words of CAP 1.2.'),
		cause: Prose.optional().describe('What brought it about, plain text.'),
		rule: Line.optional().describe('Rule that raised it; absent when a person did.'),
		about: Line.optional().describe('What it concerns, in words; links `about` name the things themselves.'),
		acknowledged: keyed(z.string().max(120))
			.optional()
			.describe('Who has taken notice: function or source to name. Keyed: each its own register; an alarm is never cleared silently.'),
	}),
	policies: {
		title: 'newest',
		severity: 'newest',
		cause: 'newest',
		rule: 'newest',
		about: 'newest',
		acknowledged: 'keyed',
		geometry: 'newest',
	},
})

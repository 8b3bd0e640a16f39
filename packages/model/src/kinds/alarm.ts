import * as z from 'zod'

import { defineKind } from './kind.ts'
import { Line, Prose, Severity } from './words.ts'

/** Alarm raised by a rule or a person; acknowledged by named people, never cleared silently. */
export const alarm = defineKind({
	kind: 'alarm',
	version: 1,
	lane: 'U',
	title: 'title',
	payload: z.strictObject({
		title: Line,
		severity: Severity,
		cause: Prose.optional(),
		rule: Line.optional(),
		about: Line.optional(),
		acknowledged: z.record(z.string().max(64), z.string().max(120)).optional(),
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

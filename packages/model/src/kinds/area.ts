import * as z from 'zod'

import { defineKind } from './kind.ts'
import { Line, Prose, Severity } from './words.ts'

/** Fläche, Linie or sketch with a meaning: danger, flooded, evacuation, section, polder, dike line. */
export const area = defineKind({
	kind: 'area',
	version: 1,
	lane: 'S',
	title: 'name',
	payload: z.strictObject({
		name: Line,
		role: z.enum(['danger', 'flooded', 'evacuation', 'section', 'polder', 'dike-line', 'exclusion', 'simulation', 'sketch']),
		severity: Severity.optional(),
		population: z.int().min(0).optional(),
		evacuated: z.int().min(0).optional(),
		description: Prose.optional(),
	}),
	policies: {
		name: 'rank',
		role: 'rank',
		severity: 'rank',
		population: 'rank',
		evacuated: 'newest',
		description: 'newest',
		geometry: 'rank',
	},
})

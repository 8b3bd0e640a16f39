import * as z from 'zod'

import { defineKind } from './kind.ts'
import { Line, Priority, Prose, Severity } from './words.ts'

/** Schadenstelle or Einsatz: something has happened at a place and needs people. */
export const incident = defineKind({
	kind: 'incident',
	version: 1,
	lane: 'S',
	title: 'title',
	payload: z.strictObject({
		title: Line,
		category: z.enum([
			'flooding',
			'dike-damage',
			'person-in-danger',
			'ship-accident',
			'power-outage',
			'hazardous-material',
			'fire',
			'storm-damage',
			'road-blocked',
			'medical',
			'other',
		]),
		priority: Priority.optional(),
		severity: Severity.optional(),
		state: z.enum(['reported', 'confirmed', 'assigned', 'working', 'closed']).optional(),
		description: Prose.optional(),
		reporter: Line.optional(),
		address: Line.optional(),
	}),
	policies: {
		title: 'rank',
		category: 'rank',
		priority: 'rank',
		severity: 'rank',
		state: 'rank',
		description: 'newest',
		reporter: 'newest',
		address: 'newest',
		geometry: 'rank',
	},
})

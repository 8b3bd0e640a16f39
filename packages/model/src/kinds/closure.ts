import * as z from 'zod'

import { defineKind } from './kind.ts'
import { Line, Prose } from './words.ts'

/** Sperrung or restriction of a road, track or waterway. */
export const closure = defineKind({
	kind: 'closure',
	version: 1,
	lane: 'S',
	title: 'road',
	payload: z.strictObject({
		road: Line,
		state: z.enum(['closed', 'restricted', 'passable']),
		reason: Line.optional(),
		direction: Line.optional(),
		passableFor: z.array(Line).max(20).optional(),
		depthMetres: z.number().min(0).max(50).optional(),
		description: Prose.optional(),
	}),
	policies: {
		road: 'rank',
		state: 'rank',
		reason: 'rank',
		direction: 'rank',
		passableFor: 'rank',
		depthMetres: 'newest',
		description: 'newest',
		geometry: 'rank',
	},
})

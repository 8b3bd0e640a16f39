import * as z from 'zod'

import { Attachments } from './attachment.ts'
import { defineKind } from './kind.ts'
import { Line, Prose } from './words.ts'

/** Sperrung or restriction of a road, track or waterway. From when until when is the event's `validity`. */
export const closure = defineKind({
	kind: 'closure',
	version: 1,
	lane: 'S',
	title: 'road',
	payload: z.strictObject({
		road: Line.describe('Road, bridge, line or waterway as people call it: `A 1, AS Harburg`.'),
		type: z.enum(['road', 'path', 'bridge', 'tunnel', 'rail', 'waterway']).optional().describe('What is closed; absent: a road.'),
		state: z.enum(['closed', 'restricted', 'passable']).describe('closed gesperrt · restricted eingeschränkt · passable frei.'),
		reason: Line.optional().describe('Why.'),
		direction: Line.optional().describe('In which direction, in words: `Richtung Süden`; absent: both.'),
		passableFor: z
			.array(Line)
			.max(20)
			.optional()
			.describe('Vehicles that get through all the same: `Lkw über 3,5 t`, `Unimog`. Set once by one source, as a whole.'),
		depthMetres: z.number().min(0).max(50).optional().describe('Depth of the water on it, metres.'),
		clearanceMetres: z.number().min(0).max(100).optional().describe('Clear height that is left, metres.'),
		weightTonnes: z.number().min(0).max(1_000).optional().describe('Weight that it bears, tonnes.'),
		detour: Line.optional().describe('Way round (Umleitung), in words.'),
		description: Prose.optional().describe('Anything else, plain text.'),
		attachments: Attachments.optional(),
	}),
	policies: {
		road: 'rank',
		type: 'rank',
		state: 'rank',
		reason: 'rank',
		direction: 'rank',
		passableFor: 'rank',
		depthMetres: 'newest',
		clearanceMetres: 'rank',
		weightTonnes: 'rank',
		detour: 'rank',
		description: 'newest',
		attachments: 'keyed',
		geometry: 'rank',
	},
})

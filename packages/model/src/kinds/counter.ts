import * as z from 'zod'

import { Attachments } from './attachment.ts'
import { defineKind } from './kind.ts'
import { Line, Prose } from './words.ts'

/**
 * A figure about people with its scope: never added up with another report of the same scope. As of when it holds is the event's
 * `times.observed`, whose it is the event's author.
 */
export const counter = defineKind({
	kind: 'counter',
	version: 1,
	lane: 'S',
	title: 'what',
	payload: z.strictObject({
		what: z
			.enum([
				'affected',
				'injured',
				'injured-1',
				'injured-2',
				'injured-3',
				'injured-4',
				'dead',
				'missing',
				'evacuated',
				'sheltered',
				'rescued',
				'to-evacuate',
			])
			.describe(
				'affected Betroffene · injured Verletzte without category · injured-1 … injured-4 by Sichtungskategorie I rot, II gelb, III grün, IV blau · dead Tote (schwarz) · missing Vermisste · evacuated Evakuierte · sheltered Untergebrachte · rescued Gerettete · to-evacuate zu Evakuierende.',
			),
		value: z.int().min(0).max(100_000_000).describe('How many people.'),
		exact: z.boolean().optional().describe('true: counted · false: estimated · absent: not said.'),
		lower: z.int().min(0).max(100_000_000).optional().describe('Lower end of an estimate.'),
		upper: z.int().min(0).max(100_000_000).optional().describe('Upper end of an estimate.'),
		scope: Line.describe('What the figure covers: a section, an area, the whole situation. Two reports of one scope are never added.'),
		remark: Prose.optional().describe('Anything else, plain text.'),
		attachments: Attachments.optional(),
	}),
	policies: {
		what: 'rank',
		value: 'newest',
		exact: 'newest',
		lower: 'newest',
		upper: 'newest',
		scope: 'rank',
		remark: 'newest',
		attachments: 'keyed',
		geometry: 'newest',
	},
})

import * as z from 'zod'

import { IsoTime } from '../time.ts'
import { defineKind } from './kind.ts'
import { Line, Prose } from './words.ts'

/**
 * Auftrag in the order scheme Einheit – Auftrag – Mittel – Ziel – Weg (FwDV 100), as two registers that never overwrite each other:
 * `command` belongs to the staff, `execution` to the unit and names the version it answers.
 */
export const task = defineKind({
	kind: 'task',
	version: 1,
	lane: 'U',
	title: 'order',
	payload: z.strictObject({
		number: Line.optional(),
		unit: Line.optional(),
		order: Prose.min(1),
		means: Prose.optional(),
		target: Prose.optional(),
		route: Prose.optional(),
		safety: Prose.optional(),
		due: IsoTime.nullable().optional(),
		command: z.strictObject({ version: z.int().min(1), state: z.enum(['draft', 'issued', 'withdrawn']) }).optional(),
		execution: z
			.strictObject({
				answers: z.int().min(1),
				state: z.enum(['received', 'accepted', 'on-the-way', 'arrived', 'done', 'refused']),
				reason: Line.optional(),
			})
			.optional(),
	}),
	policies: {
		number: 'rank',
		unit: 'rank',
		order: 'rank',
		means: 'rank',
		target: 'rank',
		route: 'rank',
		safety: 'rank',
		due: 'rank',
		command: 'rank',
		execution: 'newest',
		geometry: 'rank',
	},
})

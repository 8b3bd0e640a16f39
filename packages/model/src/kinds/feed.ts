import * as z from 'zod'

import { IsoTime } from '../time.ts'
import { defineKind } from './kind.ts'
import { Line, Prose } from './words.ts'

/** Health of a source of the picture, as data: judged by cadence and content, never by HTTP success alone. */
export const feed = defineKind({
	kind: 'feed',
	version: 1,
	lane: 'S',
	title: 'name',
	payload: z.strictObject({
		name: Line,
		format: Line,
		/** green: as expected · amber: late, shrunk or partly refused · red: cut off or unreadable · off: not started. */
		state: z.enum(['green', 'amber', 'red', 'off']),
		since: IsoTime,
		/** Last time the upstream gave something that could be read. */
		lastGood: IsoTime.nullable().optional(),
		/** In the upstream's own words where it has any. */
		reason: Prose.nullable().optional(),
		everyMs: z.int().min(1).optional(),
		attribution: Line.optional(),
		licence: Line.optional(),
	}),
	policies: {
		name: 'newest',
		format: 'newest',
		state: 'newest',
		since: 'newest',
		lastGood: 'newest',
		reason: 'newest',
		everyMs: 'newest',
		attribution: 'newest',
		licence: 'newest',
		geometry: 'newest',
	},
})

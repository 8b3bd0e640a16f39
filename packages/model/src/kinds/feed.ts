import * as z from 'zod'

import { IsoTime } from '../time.ts'
import { defineKind } from './kind.ts'
import { Line, Prose, Short } from './words.ts'

/** Health of a source of the picture, as data: judged by cadence and content, never by HTTP success alone. */
export const feed = defineKind({
	kind: 'feed',
	version: 1,
	lane: 'S',
	title: 'name',
	payload: z.strictObject({
		name: Line.describe('Name of the source as people know it.'),
		format: Line.describe('Format that it is read in: `pegelonline`, `cap`.'),
		state: z
			.enum(['green', 'amber', 'red', 'off'])
			.describe('green as expected · amber late, shrunk or partly refused · red cut off or unreadable · off not started.'),
		code: Short.optional().describe(
			'What is wrong as a word that stays the same: `failed`, `unreadable`, `stale`, `shrank`, `paused` …; `ok` when nothing is.',
		),
		since: IsoTime.describe('In this state since, ISO 8601 with an offset.'),
		lastGood: IsoTime.nullable().optional().describe('Last time the upstream gave something that could be read; `null`: never.'),
		reason: Prose.nullable().optional().describe("Why, in the upstream's own words where it has any."),
		everyMs: z.int().min(1).optional().describe('Expected distance of two deliveries, milliseconds.'),
		attribution: Line.optional().describe('Whom its licence asks to be named.'),
		licence: Line.optional().describe('Licence of the data.'),
	}),
	policies: {
		name: 'newest',
		format: 'newest',
		state: 'newest',
		code: 'newest',
		since: 'newest',
		lastGood: 'newest',
		reason: 'newest',
		everyMs: 'newest',
		attribution: 'newest',
		licence: 'newest',
		geometry: 'newest',
	},
})

import * as z from 'zod'

import { defineKind } from './kind.ts'
import { Line } from './words.ts'

/** A moving thing that is not ours: ship (MMSI), drone, aircraft. Its position is a measurement. */
export const track = defineKind({
	kind: 'track',
	version: 1,
	lane: 'S',
	title: 'name',
	payload: z.strictObject({
		name: Line,
		type: Line.optional(),
		mmsi: z
			.string()
			.regex(/^\d{9}$/)
			.optional(),
		destination: Line.optional(),
		navStatus: Line.optional(),
		lengthMetres: z.number().min(0).max(1_000).optional(),
	}),
	policies: {
		name: 'newest',
		type: 'newest',
		mmsi: 'newest',
		destination: 'newest',
		navStatus: 'newest',
		lengthMetres: 'newest',
		geometry: 'newest',
	},
})

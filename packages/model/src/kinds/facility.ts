import * as z from 'zod'

import { IsoTime } from '../time.ts'
import { defineKind } from './kind.ts'
import { Line, Prose } from './words.ts'

/** State of a flood gate as one source sees it. "No data" is never closed: it is `unknown`. */
export const GateState = z.enum(['open', 'closing', 'closed', 'fault', 'unknown'])
export type GateState = z.infer<typeof GateState>

/** Anlage: gate, pump, dike section, shelter, hospital, assembly point … */
export const facility = defineKind({
	kind: 'facility',
	version: 1,
	lane: 'S',
	title: 'name',
	payload: z.strictObject({
		name: Line,
		type: z.enum([
			'gate',
			'pump',
			'dike-section',
			'shelter',
			'hospital',
			'assembly-point',
			'staging-area',
			'school',
			'command-post',
			'other',
		]),
		/** Flutschutztor: what each source says, side by side. The side (sensor or human) follows from the source's rank. */
		gate: GateState.optional(),
		/** Polder that the gate closes. */
		polder: Line.optional(),
		/** Drempel: height of the sill, metres NHN. */
		sill: z.number().min(-20).max(50).optional(),
		closeBy: IsoTime.nullable().optional(),
		capacity: z.int().min(0).optional(),
		occupied: z.int().min(0).optional(),
		state: z.enum(['ready', 'open', 'full', 'closed', 'disturbed', 'unknown']).optional(),
		operator: Line.optional(),
		contact: Line.optional(),
		remark: Prose.optional(),
	}),
	policies: {
		name: 'rank',
		type: 'rank',
		gate: 'per-source',
		polder: 'rank',
		sill: 'rank',
		closeBy: 'newest',
		capacity: 'rank',
		occupied: 'newest',
		state: 'rank',
		operator: 'rank',
		contact: 'newest',
		remark: 'newest',
		geometry: 'rank',
	},
})

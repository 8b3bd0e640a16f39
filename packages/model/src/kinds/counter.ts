import * as z from 'zod'

import { defineKind } from './kind.ts'
import { Line } from './words.ts'

/** A figure about people with its scope: never added up with another report of the same scope. */
export const counter = defineKind({
	kind: 'counter',
	version: 1,
	lane: 'S',
	title: 'what',
	payload: z.strictObject({
		what: z.enum([
			'affected',
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
		]),
		value: z.int().min(0),
		exact: z.boolean().optional(),
		scope: Line,
	}),
	policies: { what: 'rank', value: 'newest', exact: 'newest', scope: 'rank', geometry: 'newest' },
})

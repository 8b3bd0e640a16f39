import * as z from 'zod'

import { defineKind } from './kind.ts'
import { Line } from './words.ts'

/** Einsatzabschnitt, Untereinsatzabschnitt, Bereitstellungsraum, Stab: organisational, not a polygon. */
export const section = defineKind({
	kind: 'section',
	version: 1,
	lane: 'S',
	title: 'name',
	payload: z.strictObject({
		name: Line,
		number: Line.optional(),
		type: z.enum(['section', 'sub-section', 'staging-area', 'staff']).optional(),
		leader: Line.optional(),
		channel: Line.optional(),
	}),
	policies: { name: 'rank', number: 'rank', type: 'rank', leader: 'newest', channel: 'newest', geometry: 'rank' },
})

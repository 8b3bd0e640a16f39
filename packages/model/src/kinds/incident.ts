import * as z from 'zod'

import { Attachments } from './attachment.ts'
import { defineKind } from './kind.ts'
import { Line, Phone, Priority, Prose, Severity, Short } from './words.ts'

/** Schadenstelle or Einsatz: something has happened at a place and needs people. A part of a larger one is linked to it by `part-of`. */
export const incident = defineKind({
	kind: 'incident',
	version: 1,
	lane: 'S',
	title: 'title',
	payload: z.strictObject({
		title: Line.describe('What has happened, in one line.'),
		category: z
			.enum([
				'flooding',
				'dike-damage',
				'person-in-danger',
				'ship-accident',
				'power-outage',
				'hazardous-material',
				'fire',
				'storm-damage',
				'road-blocked',
				'medical',
				'other',
			])
			.describe('Sort of incident.'),
		number: Short.optional().describe("Number by which people call it: `12`, or the control centre's `E-2026-11-004711`."),
		priority: Priority.optional().describe('Vorrangstufe of the report: einfach, sofort, blitz.'),
		severity: Severity.optional().describe('Severity in the words of CAP 1.2.'),
		state: z
			.enum(['reported', 'confirmed', 'assigned', 'working', 'closed'])
			.optional()
			.describe('reported gemeldet · confirmed bestätigt · assigned zugewiesen · working in Bearbeitung · closed abgeschlossen.'),
		cause: Line.optional().describe('Cause as far as it is known. What caused it as a thing of the picture is a link `causes` from there.'),
		description: Prose.optional().describe('All that is known, plain text.'),
		reporter: Line.optional().describe('Who reported it (Melder).'),
		phone: Phone.optional().describe('Number under which the reporter can be called back.'),
		address: Line.optional().describe('Address or description of the place in one line; the place itself is `geometry`.'),
		attachments: Attachments.optional(),
	}),
	policies: {
		title: 'rank',
		category: 'rank',
		number: 'rank',
		priority: 'rank',
		severity: 'rank',
		state: 'rank',
		cause: 'rank',
		description: 'newest',
		reporter: 'newest',
		phone: 'newest',
		address: 'newest',
		attachments: 'keyed',
		geometry: 'rank',
	},
})

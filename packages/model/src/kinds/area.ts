import * as z from 'zod'

import { IsoTime } from '../time.ts'
import { defineKind } from './kind.ts'
import { Sign } from './sign.ts'
import { Line, Prose, Severity, Short } from './words.ts'

const people = z.int().min(0).max(100_000_000)

const Simulation = z.strictObject({
	run: Line.describe('Name of the run.'),
	time: IsoTime.optional().describe('Moment that it shows, ISO 8601 with an offset.'),
})

/** Fläche, Linie or sketch with a meaning: danger, flooded, evacuation, section, polder, dike line. */
export const area = defineKind({
	kind: 'area',
	version: 1,
	lane: 'S',
	title: 'name',
	payload: z.strictObject({
		name: Line.describe('Name as people call it.'),
		role: z
			.enum(['danger', 'flooded', 'evacuation', 'section', 'polder', 'dike-line', 'exclusion', 'simulation', 'sketch'])
			.describe(
				'danger Gefahrenbereich · flooded überflutet · evacuation Räumgebiet · section outline of an Einsatzabschnitt · polder · dike-line Deichlinie · exclusion Sperrgebiet · simulation · sketch Skizze.',
			),
		code: Short.optional().describe(
			'Official key: 12-digit Regionalschlüssel (ARS), 8-digit Gemeindeschlüssel (AGS) or a number of your own; a text, zeros in front count.',
		),
		severity: Severity.optional().describe('Severity in the words of CAP 1.2.'),
		population: people.optional().describe('People who live there.'),
		evacuation: z
			.enum(['planned', 'ordered', 'running', 'complete', 'lifted'])
			.optional()
			.describe('Evacuation: planned vorbereitet · ordered angeordnet · running läuft · complete abgeschlossen · lifted aufgehoben.'),
		deadline: IsoTime.nullable().optional().describe('Evacuation to be complete by, ISO 8601 with an offset.'),
		evacuated: people.optional().describe('People who have left or were brought out.'),
		refused: people.optional().describe('People who refuse to leave.'),
		transportNeeded: people.optional().describe('People who cannot leave by themselves and wait for transport.'),
		sign: Sign.optional(),
		simulation: Simulation.optional().describe('Which simulation an area of that role shows; one source states it as a whole.'),
		description: Prose.optional().describe('Anything else, plain text.'),
	}),
	policies: {
		name: 'rank',
		role: 'rank',
		code: 'rank',
		severity: 'rank',
		population: 'rank',
		evacuation: 'rank',
		deadline: 'rank',
		evacuated: 'newest',
		refused: 'newest',
		transportNeeded: 'newest',
		sign: 'rank',
		simulation: 'rank',
		description: 'newest',
		geometry: 'rank',
	},
})

import * as z from 'zod'

import { IsoTime } from '../time.ts'
import { Attachments } from './attachment.ts'
import { defineKind } from './kind.ts'
import { Line, Priority, Prose } from './words.ts'

const Command = z.strictObject({
	version: z.int().min(1).max(10_000).describe('Number of the wording, from 1; each change of the order raises it.'),
	state: z.enum(['draft', 'issued', 'withdrawn']).describe('draft Entwurf · issued erteilt · withdrawn zurückgenommen.'),
	reason: Line.optional().describe('Why it was changed or withdrawn, for who carries it out.'),
})

const ANSWERS = ['received', 'accepted', 'on-the-way', 'arrived', 'in-progress', 'done', 'refused'] as const

const Execution = z.strictObject({
	answers: z.int().min(1).max(10_000).describe('Version of the command that this answers; accepting 1 does not accept 2.'),
	state: z
		.enum(ANSWERS)
		.describe(
			'received erhalten · accepted angenommen · on-the-way auf Anfahrt · arrived vor Ort · in-progress · done erledigt · refused abgelehnt.',
		),
	reason: Line.optional().describe('Why it was refused, or a remark on the completion (Vollzugsmeldung).'),
	expected: IsoTime.optional().describe('When the unit expects to be there or done, ISO 8601 with an offset.'),
})

const Noted = z.strictObject({
	answers: z.int().min(1).max(10_000).describe('Version of the command that the execution answered.'),
	state: z.enum(ANSWERS).describe('State of the execution that the staff has taken note of.'),
})

/**
 * Auftrag in the order scheme Einheit – Auftrag – Mittel – Ziel – Weg (FwDV 100), as two registers that never overwrite each other:
 * `command` belongs to the staff, `execution` to the unit and names the version it answers. Who carries it out is linked by `assigned-to`.
 */
export const task = defineKind({
	kind: 'task',
	version: 1,
	lane: 'U',
	title: 'order',
	payload: z.strictObject({
		type: z.enum(['order', 'request']).optional().describe('order Auftrag (also when absent) · request Anforderung of forces or means.'),
		number: Line.optional().describe('Number as people write it.'),
		unit: Line.optional().describe('Einheit: who carries it out, in words; a link `assigned-to` names the unit or section itself.'),
		order: Prose.min(1).describe('Auftrag: what is to be done, plain text.'),
		situation: Prose.optional().describe('Lage: what the unit must know beforehand.'),
		means: Prose.optional().describe('Mittel: with what.'),
		target: Prose.optional().describe('Ziel: where; the place itself is `geometry`.'),
		route: Prose.optional().describe('Weg: how to get there.'),
		safety: Prose.optional().describe('Sicherheit: dangers and protection.'),
		supply: Prose.optional().describe('Versorgung: food, fuel, relief.'),
		communication: Prose.optional().describe('Führung und Verbindung: who leads, talk group, reports.'),
		priority: Priority.optional().describe('Vorrangstufe: einfach, sofort, blitz.'),
		issuer: Line.optional().describe('Who gives the order: function or name.'),
		due: IsoTime.nullable().optional().describe('To be done by, ISO 8601 with an offset; `null`: no time given.'),
		command: Command.optional().describe("The staff's register; one source states it as a whole."),
		execution: Execution.optional().describe("The unit's register; one source states it as a whole."),
		noted: Noted.optional().describe(
			"What of the unit's register the staff has taken note of where the two differ: withdrawn and carried out, or an answer to an older wording.",
		),
		attachments: Attachments.optional(),
	}),
	policies: {
		type: 'rank',
		number: 'rank',
		unit: 'rank',
		order: 'rank',
		situation: 'rank',
		means: 'rank',
		target: 'rank',
		route: 'rank',
		safety: 'rank',
		supply: 'rank',
		communication: 'rank',
		priority: 'rank',
		issuer: 'rank',
		due: 'rank',
		command: 'rank',
		execution: 'newest',
		noted: 'rank',
		attachments: 'keyed',
		geometry: 'rank',
	},
})

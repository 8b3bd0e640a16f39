import * as z from 'zod'

import { IsoTime } from '../time.ts'
import { Attachments } from './attachment.ts'
import { keyed } from './keyed.ts'
import { defineKind } from './kind.ts'
import { Key, Line, Priority, Prose, Short } from './words.ts'

const Handling = z.strictObject({
	at: IsoTime.optional().describe('When, ISO 8601 with an offset.'),
	sign: Short.optional().describe('Sign (Handzeichen) of who did it.'),
	channel: Line.optional().describe('By which means: `Funk`, `Telefon`, `Melder`, `Fax`.'),
})

/**
 * Meldung, Befehl, diary entry or chat in the fields of the four-part message form (Vierfachvordruck). What it speaks of is linked by
 * `about`, what it replies to by `answers`; a correction is a message of its own with `corrects`.
 */
export const message = defineKind({
	kind: 'message',
	version: 1,
	lane: 'U',
	title: 'text',
	payload: z.strictObject({
		type: z
			.enum(['report', 'order', 'diary', 'chat'])
			.optional()
			.describe('report Meldung (also when absent) · order Befehl by message · diary entry of the Einsatztagebuch · chat.'),
		text: Prose.min(1).describe('Content (Inhalt, Darstellung), plain text.'),
		priority: Priority.optional().describe('Vorrangstufe: einfach, sofort, blitz.'),
		from: Line.optional().describe('Sender (Absender): place, unit or function.'),
		sign: Short.optional().describe('Sign of the author (Zeichen).'),
		function: Line.optional().describe('Function of the author (Funktion): `S3`, `Zugführer`.'),
		to: z.array(Line).max(40).optional().describe('Addressees (Anschrift). Set once by the sender, as a whole.'),
		composed: IsoTime.optional().describe('When it was written (Abfassungszeit), ISO 8601 with an offset.'),
		channel: Line.optional().describe('By which means it came or goes: `Funk`, `Telefon`, `Melder`, `E-Mail`.'),
		direction: z.enum(['in', 'out']).optional().describe('in Eingang · out Ausgang, as the staff sees it.'),
		registryNumber: Short.optional().describe('Number in the register of messages (Nachweisungsnummer) with its letter: `E 17`, `A 4`.'),
		header: Line.optional().describe('Spruchkopf.'),
		conversation: z.boolean().optional().describe('true: a note of a conversation (Gesprächsnotiz), not a message word by word.'),
		handling: z
			.partialRecord(z.enum(['intake', 'acceptance', 'transport']), Handling)
			.optional()
			.describe('intake Aufnahme- · acceptance Annahme- · transport Beförderungsvermerk. Keyed: each note its own register.'),
		distribution: keyed(z.boolean(), Key.max(40))
			.optional()
			.describe('Distribution by the Sichter to S1–S6 and advisers: `{ "S2": true }`. Keyed: each addressee its own register.'),
		receipts: keyed(z.string().max(120), Key.max(40))
			.optional()
			.describe('Acknowledgements (Quittung) by function: who signed. Keyed: each function its own register.'),
		book: Short.optional().describe(
			'Diary (Einsatztagebuch) that an entry of type `diary` belongs to; the journal numbers each book without gaps.',
		),
		decision: z
			.enum(['assessment', 'decision', 'measure', 'none'])
			.optional()
			.describe('Part in the chain of command: assessment Beurteilung · decision Entschluss · measure Maßnahme · none.'),
		attachments: Attachments.optional(),
		note: Prose.optional().describe('Remark (Bemerkung), plain text.'),
	}),
	policies: {
		type: 'rank',
		text: 'rank',
		priority: 'rank',
		from: 'rank',
		sign: 'rank',
		function: 'rank',
		to: 'rank',
		composed: 'rank',
		channel: 'rank',
		direction: 'rank',
		registryNumber: 'rank',
		header: 'rank',
		conversation: 'rank',
		handling: 'keyed',
		distribution: 'keyed',
		receipts: 'keyed',
		book: 'rank',
		decision: 'rank',
		attachments: 'keyed',
		note: 'newest',
		geometry: 'rank',
	},
})

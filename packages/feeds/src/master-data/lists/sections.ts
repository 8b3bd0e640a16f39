import { PHONE, PLACE, REMARK } from '../common.ts'
import { defineList } from '../list.ts'
import { line, wordOf } from '../values.ts'

/** Einsatzabschnitte, Unterabschnitte, Bereitstellungsräume und Stäbe. */
export const sections = defineList({
	list: 'sections',
	kind: 'section',
	prefix: '',
	fixed: {},
	title: 'name',
	keys: ['number', 'name'],
	scope: [],
	fields: [
		{ field: 'number', names: ['Nummer', 'Nr', 'EA', 'Abschnittsnummer', 'Number', 'No'], read: line, example: 'EA 2' },
		{
			field: 'name',
			required: true,
			names: ['Name', 'Abschnitt', 'Einsatzabschnitt', 'Bezeichnung', 'Section'],
			read: line,
			example: 'Wilhelmsburg',
		},
		{
			field: 'type',
			names: ['Art', 'Typ', 'Type'],
			read: wordOf({
				section: ['Abschnitt', 'Einsatzabschnitt', 'EA', 'section'],
				'sub-section': ['Unterabschnitt', 'Untereinsatzabschnitt', 'UEA', 'UA', 'sub-section'],
				'staging-area': ['Bereitstellungsraum', 'BR', 'staging area'],
				staff: ['Stab', 'Führungsstelle', 'Einsatzleitung', 'TEL', 'staff'],
			}),
			example: 'Abschnitt',
		},
		{
			field: 'parent',
			names: ['Übergeordnet', 'Gehört zu', 'Oberabschnitt', 'Teil von', 'Part of', 'Parent'],
			read: line,
			part: 'parent',
		},
		{ field: 'leader', names: ['Leiter', 'Abschnittsleiter', 'Leitung', 'Leader'], read: line, example: 'A. Petersen' },
		PHONE,
		{ field: 'channel', names: ['Rufgruppe', 'Kanal', 'Funkgruppe', 'Channel', 'Talk group'], read: line, example: 'HH_TMO_12' },
		{ field: 'task', names: ['Auftrag', 'Aufgabe', 'Task'], read: line },
		REMARK,
		...PLACE,
	],
})

import { PHONE, PLACE, REMARK, organisation } from '../common.ts'
import { defineList } from '../list.ts'
import { issi, line, opta, strength, whole } from '../values.ts'

/** Einheiten und Fahrzeuge: call sign, OPTA and ISSI stand side by side and are never derived from each other. */
export const units = defineList({
	list: 'units',
	kind: 'unit',
	prefix: '',
	fixed: {},
	title: 'callsign',
	keys: ['callsign'],
	scope: ['organisation', 'organisationName'],
	fields: [
		{
			field: 'callsign',
			required: true,
			names: ['Funkrufname', 'Rufname', 'Funkruf', 'Fahrzeug', 'Einheit', 'Call sign', 'Callsign', 'Unit'],
			read: line,
			example: 'Florian Hamburg 11/1',
		},
		{ field: 'short', names: ['Kurzname', 'Kürzel', 'Kurzrufname', 'Short', 'Short name'], read: line, example: 'FL 11/1' },
		{ field: 'opta', names: ['OPTA', 'Opta-Adresse', 'Operativ-taktische Adresse'], read: opta },
		{ field: 'issi', names: ['ISSI', 'TEI', 'Gerätekennung', 'Funkgerätenummer'], read: issi, example: '2616110' },
		{
			field: 'organisation',
			required: true,
			names: ['Organisation', 'Org', 'BOS', 'Organisation name', 'Fachdienst'],
			read: organisation,
			part: 'organisation',
			example: 'Feuerwehr',
		},
		{ field: 'organisationName', names: ['Organisationsname', 'Verband', 'Gliederung', 'Ortsverband', 'OV', 'Branch'], read: line },
		{ field: 'type', names: ['Typ', 'Fahrzeugtyp', 'Einheitstyp', 'Art', 'Type', 'Vehicle type'], read: line, example: 'HLF 20' },
		{
			field: 'strength',
			names: ['Stärke', 'Sollstärke', 'Personalstärke', 'Stärkemeldung', 'Strength', 'Besatzung'],
			read: strength,
			part: 'strength',
			example: '0/1/5/6',
		},
		{ field: 'leaders', names: ['Führer', 'Fü', 'Zugführer', 'Leaders'], read: whole, part: 'strength' },
		{ field: 'subLeaders', names: ['Unterführer', 'UFü', 'Gruppenführer', 'Sub-leaders', 'Subleaders'], read: whole, part: 'strength' },
		{ field: 'crew', names: ['Mannschaft', 'Helfer', 'Ma', 'Crew'], read: whole, part: 'strength' },
		{ field: 'total', names: ['Gesamt', 'Gesamtstärke', 'Summe', 'Total'], read: whole, part: 'strength' },
		{ field: 'leader', names: ['Einheitsführer', 'Führungskraft', 'Leader'], read: line },
		PHONE,
		{ field: 'channel', names: ['Rufgruppe', 'Kanal', 'Channel', 'Talk group'], read: line },
		{
			field: 'section',
			names: ['Abschnitt', 'Einsatzabschnitt', 'EA', 'Section', 'Abschnittsnummer'],
			read: line,
			part: 'section',
			example: 'EA 2',
		},
		{ field: 'station', names: ['Standort', 'Wache', 'Unterkunft', 'Station', 'Home station'], read: line, example: 'Wache Innenstadt' },
		REMARK,
		...PLACE,
	],
})

import { CONTACT, OPERATOR, PHONE, PLACE, REMARK } from '../common.ts'
import { defineList } from '../list.ts'
import { decimal, line, short, whole } from '../values.ts'

/** Flutschutztore. Master data never says whether one is open: that is for sensors and people. */
export const gates = defineList({
	list: 'gates',
	kind: 'facility',
	prefix: 'gate',
	fixed: { type: 'gate' },
	title: 'name',
	keys: ['number', 'name'],
	scope: ['operator'],
	fields: [
		{ field: 'number', names: ['Nummer', 'Nr', 'Tornummer', 'Tor-Nr', 'Number', 'No'], read: short, example: 'T 14' },
		{
			field: 'name',
			required: true,
			names: ['Name', 'Tor', 'Flutschutztor', 'Torname', 'Bezeichnung', 'Gate'],
			read: line,
			example: 'Tor Reiherstieg Süd',
		},
		{ field: 'polder', names: ['Polder', 'Hafenpolder'], read: line, example: 'Reiherstieg' },
		{
			field: 'sill',
			names: ['Drempel', 'Drempelhöhe', 'Schwelle', 'Drempel NHN', 'Drempel m NHN', 'Sill'],
			read: decimal(-20, 50),
			example: '4,80',
		},
		{
			field: 'stage',
			names: ['Schließen ab Stufe', 'Stufe', 'Wasserstandsstufe', 'Stage'],
			read: whole,
		},
		OPERATOR,
		CONTACT,
		PHONE,
		REMARK,
		...PLACE,
	],
})

import { CONTACT, OPERATOR, PHONE, PLACE, REMARK } from '../common.ts'
import { defineList } from '../list.ts'
import { decimal, line, short, whole } from '../values.ts'

/** Deichabschnitte with their stationing. */
export const dikeSections = defineList({
	list: 'dike-sections',
	kind: 'facility',
	prefix: 'dike-section',
	fixed: { type: 'dike-section' },
	title: 'name',
	keys: ['number', 'name'],
	scope: ['operator'],
	fields: [
		{ field: 'number', names: ['Nummer', 'Nr', 'Deichabschnitt Nr', 'Abschnittsnummer', 'Number', 'No'], read: short, example: 'DA 3.2' },
		{
			field: 'name',
			required: true,
			names: ['Name', 'Deichabschnitt', 'Deich', 'Bezeichnung', 'Dike section', 'Dike'],
			read: line,
			example: 'Klütjenfelder Hauptdeich',
		},
		{
			field: 'from',
			names: ['Kilometrierung von', 'Deich-km von', 'km von', 'Station von', 'von', 'Kilometrierung', 'From'],
			read: short,
			example: '3+200',
		},
		{ field: 'to', names: ['Kilometrierung bis', 'Deich-km bis', 'km bis', 'Station bis', 'bis', 'To'], read: short, example: '4+650' },
		{
			field: 'crest',
			names: ['Kronenhöhe', 'Deichhöhe', 'Sollhöhe', 'Kronenhöhe NHN', 'Kronenhöhe m NHN', 'Crest'],
			read: decimal(-20, 50),
			example: '8,10',
		},
		{ field: 'population', names: ['Geschützte Einwohner', 'Einwohner', 'Population'], read: whole },
		OPERATOR,
		CONTACT,
		PHONE,
		REMARK,
		...PLACE,
	],
})

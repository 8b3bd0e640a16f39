import { ADDRESS, CONTACT, OPERATOR, PHONE, PLACE, REMARK } from '../common.ts'
import { defineList } from '../list.ts'
import { line, short, whole, wordOf, yesNo } from '../values.ts'

/** Notunterkünfte, Betreuungsplätze und Sammelstellen. */
export const shelters = defineList({
	list: 'shelters',
	kind: 'facility',
	prefix: 'shelter',
	fixed: { type: 'shelter' },
	title: 'name',
	keys: ['number', 'name'],
	scope: ['operator'],
	fields: [
		{ field: 'number', names: ['Nummer', 'Nr', 'Objektnummer', 'Number', 'No'], read: short, example: 'NU 07' },
		{
			field: 'name',
			required: true,
			names: ['Name', 'Notunterkunft', 'Unterkunft', 'Bezeichnung', 'Objekt', 'Shelter'],
			read: line,
			example: 'Schule Perlstieg',
		},
		{
			field: 'type',
			names: ['Art', 'Typ', 'Type'],
			read: wordOf({
				shelter: ['Notunterkunft', 'NU', 'Unterkunft', 'Fluchtburg', 'shelter'],
				'care-site': ['Betreuungsplatz', 'BTP', 'BTP 500', 'Betreuungsstelle', 'care site'],
				'collection-point': ['Sammelstelle', 'Sammelpunkt', 'Bus-Sammelstelle', 'collection point'],
				'assembly-point': ['Sammelplatz', 'assembly point'],
				school: ['Schule', 'school'],
			}),
			example: 'Notunterkunft',
		},
		{ field: 'capacity', names: ['Kapazität', 'Plätze', 'Betten', 'Aufnahmekapazität', 'Capacity', 'Places'], read: whole, example: '220' },
		ADDRESS,
		OPERATOR,
		CONTACT,
		PHONE,
		{ field: 'accessible', names: ['Barrierefrei', 'Rollstuhl', 'Accessible'], read: yesNo, example: 'ja' },
		{ field: 'pets', names: ['Haustiere', 'Tiere', 'Pets'], read: yesNo, example: 'nein' },
		{
			field: 'power',
			names: ['Strom', 'Stromversorgung', 'Notstrom', 'Power'],
			read: wordOf({
				mains: ['Netz', 'nein', 'mains', 'no'],
				emergency: ['Notstrom', 'ja', 'Netzersatzanlage', 'NEA', 'emergency', 'yes'],
				none: ['keiner', 'ohne', 'none'],
				unknown: ['unbekannt', 'unknown'],
			}),
			example: 'Notstrom',
		},
		REMARK,
		...PLACE,
	],
})

import { ADDRESS, EMAIL, PHONE, PLACE, REMARK, organisation } from '../common.ts'
import { defineList } from '../list.ts'
import { line, phone } from '../values.ts'

/** Fernsprechverzeichnis: desks and functions that can be called. */
export const contacts = defineList({
	list: 'contacts',
	kind: 'contact',
	prefix: '',
	fixed: {},
	title: 'name',
	keys: ['name'],
	scope: ['organisationName'],
	fields: [
		{
			field: 'name',
			required: true,
			names: ['Name', 'Ansprechstelle', 'Stelle', 'Bezeichnung', 'Dienststelle', 'Contact'],
			read: line,
			example: 'Deichwacht Wilhelmsburg',
		},
		{ field: 'function', names: ['Funktion', 'Aufgabe', 'Function', 'Role'], read: line, example: 'Deichverteidigung' },
		{ field: 'organisation', names: ['Organisation', 'Org', 'BOS'], read: organisation, part: 'organisation', example: 'LSBG' },
		{ field: 'organisationName', names: ['Organisationsname', 'Behörde', 'Firma', 'Verband'], read: line },
		{ ...PHONE, field: 'office', part: 'phones', example: '040 66969 101' },
		{
			field: 'mobile',
			names: ['Mobil', 'Mobiltelefon', 'Handy', 'Mobile', 'Mobilfunk'],
			read: phone,
			part: 'phones',
			example: '0171 39200 11',
		},
		{ field: 'duty', names: ['Bereitschaft', 'Rufbereitschaft', 'Notfallnummer', 'Duty', 'On call'], read: phone, part: 'phones' },
		{ field: 'fax', names: ['Fax', 'Telefax'], read: phone, part: 'phones' },
		{ field: 'radio', names: ['Funkrufname', 'Rufname', 'Rufgruppe', 'Funk', 'Radio'], read: line },
		EMAIL,
		{ field: 'available', names: ['Zeiten', 'Erreichbar', 'Dienstzeit', 'Available'], read: line, example: '24/7' },
		ADDRESS,
		REMARK,
		...PLACE,
	],
})

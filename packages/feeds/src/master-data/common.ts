import type { ListField } from './list.ts'
import { email, line, phone, prose, wordOf } from './values.ts'
import type { Reader } from './values.ts'

/** The place by three kinds of columns; a list may have none of them. */
export const PLACE: readonly ListField[] = [
	{ field: 'lat', names: ['Breite', 'Breitengrad', 'Latitude', 'Lat', 'Geo-Breite', 'WGS84 Breite', 'Nord'], read: line, part: 'place' },
	{
		field: 'lng',
		names: ['Länge', 'Längengrad', 'Longitude', 'Lon', 'Lng', 'Long', 'Geo-Länge', 'WGS84 Länge', 'Ost'],
		read: line,
		part: 'place',
	},
	{
		field: 'position',
		names: [
			'UTMREF',
			'Koordinate',
			'Koordinaten',
			'MGRS',
			'UTM-Ref',
			'UTMREF-Koordinate',
			'Position',
			'Standortkoordinate',
			'Coordinates',
			'Grid reference',
		],
		read: line,
		part: 'place',
		example: '32U NE 6512 3391',
	},
]

export const REMARK: ListField = {
	field: 'remark',
	names: ['Bemerkung', 'Bemerkungen', 'Hinweis', 'Hinweise', 'Remark', 'Notes', 'Kommentar'],
	read: prose,
}

export const PHONE: ListField = {
	field: 'phone',
	names: ['Telefon', 'Tel', 'Telefonnummer', 'Rufnummer', 'Erreichbarkeit', 'Phone', 'Telephone', 'Phone number', 'Telefon dienstlich'],
	read: phone,
}

export const EMAIL: ListField = { field: 'email', names: ['E-Mail', 'Email', 'Mail', 'E-Mail-Adresse', 'Mailadresse'], read: email }

export const ADDRESS: ListField = { field: 'address', names: ['Adresse', 'Anschrift', 'Straße', 'Strasse', 'Address', 'Ort'], read: line }

export const OPERATOR: ListField = {
	field: 'operator',
	names: ['Betreiber', 'Träger', 'Zuständig', 'Zuständigkeit', 'Operator', 'Unterhaltung', 'Baulastträger'],
	read: line,
}

export const CONTACT: ListField = {
	field: 'contact',
	names: ['Ansprechpartner', 'Ansprechstelle', 'Kontakt', 'Contact', 'Kontaktperson', 'Verantwortlich'],
	read: line,
}

const ORGANISATIONS = {
	feuerwehr: [
		'Feuerwehr',
		'FW',
		'BF',
		'FF',
		'Berufsfeuerwehr',
		'Freiwillige Feuerwehr',
		'Werkfeuerwehr',
		'WF',
		'Feuerwehr Hamburg',
		'Rettungsdienst',
		'fire brigade',
		'fire',
	],
	thw: ['THW', 'Technisches Hilfswerk', 'Bundesanstalt THW'],
	polizei: ['Polizei', 'POL', 'Bundespolizei', 'BPOL', 'Wasserschutzpolizei', 'WSP', 'police'],
	hilfsorganisation: [
		'Hilfsorganisation',
		'HiOrg',
		'DRK',
		'ASB',
		'DLRG',
		'JUH',
		'Johanniter',
		'Johanniter-Unfall-Hilfe',
		'MHD',
		'Malteser',
		'Malteser Hilfsdienst',
		'BRH',
		'Bergwacht',
		'Wasserwacht',
		'Deutsches Rotes Kreuz',
		'Arbeiter-Samariter-Bund',
		'relief organisation',
	],
	bundeswehr: ['Bundeswehr', 'Bw', 'armed forces'],
	fuehrung: ['Führung', 'Stab', 'TEL', 'Krisenstab', 'KatS-Stab', 'ZKD', 'command'],
	gefahrenabwehr: [
		'Gefahrenabwehr',
		'KatS',
		'Katastrophenschutz',
		'Behörde',
		'LSBG',
		'HPA',
		'Hafenstab',
		'HASTA',
		'Bezirksamt',
		'Deichverband',
		'civil protection',
	],
	zivil: ['Zivil', 'privat', 'Firma', 'civilian'],
}

export const organisation: Reader = wordOf(ORGANISATIONS)

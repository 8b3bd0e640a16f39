/** Why a line of master data is refused, in plain words. `{name}` is filled from the fault. */
export const REASONS = {
	'no-key': { de: 'Ohne {columns} ist nicht zu sagen, was gemeint ist', en: 'Without {columns} nobody can tell what is meant' },
	doubled: { de: 'Kommt auch in Zeile {lines} vor', en: 'Stands in line {lines} too' },
	closed: {
		de: 'Darf mit dieser Anmeldung nicht eingespielt werden; die Verwaltung kann es',
		en: 'Must not be brought in with this sign-in; an administrator can',
	},
	missing: { de: 'Pflichtangabe fehlt', en: 'Required and missing' },
	ragged: {
		de: 'Die Zeile hat {cells} Werte, die Kopfzeile {columns} Spalten',
		en: 'The line has {cells} values, the header {columns} columns',
	},
	unreadable: { de: 'Enthält ein Zeichen, das nicht gelesen werden kann', en: 'Holds a character that cannot be read' },
	'too-long': { de: 'Länger als {most} Zeichen', en: 'Longer than {most} characters' },
	word: { de: 'Kein bekanntes Wort, bekannt sind: {words}', en: 'Not a known word, known are: {words}' },
	number: { de: 'Keine Zahl', en: 'Not a number' },
	whole: { de: 'Keine ganze Zahl ab 0', en: 'Not a whole number from 0' },
	range: { de: 'Liegt nicht zwischen {least} und {most}', en: 'Does not lie between {least} and {most}' },
	issi: { de: 'Eine ISSI hat 1 bis 8 Ziffern', en: 'An ISSI has 1 to 8 digits' },
	phone: { de: 'Keine Rufnummer', en: 'Not a telephone number' },
	email: { de: 'Keine E-Mail-Adresse', en: 'Not an e-mail address' },
	'strength-shape': {
		de: 'Keine Stärke der Form Führer/Unterführer/Mannschaft/Gesamt, etwa 1/2/6/9',
		en: 'Not a strength of the form leaders/sub-leaders/crew/total, such as 1/2/6/9',
	},
	'strength-figure': { de: '„{part}“ ist keine Zahl von 0 bis 9999', en: '"{part}" is not a number from 0 to 9999' },
	'strength-total': { de: 'Gesamt sagt {total}, die Summe ist {sum}', en: 'The total says {total}, the sum is {sum}' },
	'strength-ambiguous': {
		de: 'Kann {short} oder {long} heißen, alle vier Zahlen schreiben',
		en: 'Can mean {short} or {long}, write all four figures',
	},
	'strength-part': {
		de: 'Führer, Unterführer und Mannschaft gehören zusammen, eine 0 ausschreiben',
		en: 'Leaders, sub-leaders and crew belong together, write a 0 out',
	},
	'opta-length': { de: 'Eine OPTA hat {wanted} Zeichen, diese {length}', en: 'An OPTA has {wanted} characters, this one {length}' },
	'opta-character': { de: 'Stelle {at}: „{char}“ kommt in keiner OPTA vor', en: 'Position {at}: "{char}" is in no OPTA' },
	'opta-land': { de: 'Stelle 1–2: „{land}“ ist kein Land wie HH', en: 'Positions 1–2: "{land}" is no Land such as HH' },
	'opta-organisation': {
		de: 'Stelle 3–5: „{organisation}“ beginnt nicht mit einem Buchstaben',
		en: 'Positions 3–5: "{organisation}" does not begin with a letter',
	},
	latitude: { de: 'Keine Breite zwischen −90 und 90 Grad', en: 'Not a latitude from −90 to 90 degrees' },
	longitude: { de: 'Keine Länge zwischen −180 und 180 Grad', en: 'Not a longitude from −180 to 180 degrees' },
	'half-position': { de: 'Breite und Länge gehören zusammen', en: 'Latitude and longitude belong together' },
	zero: { de: '0/0 ist kein Ort, sondern ein leeres Feld', en: '0/0 is not a place but an empty field' },
	far: {
		de: 'Liegt {km} km außerhalb der Lage, vertauscht oder vertippt',
		en: 'Lies {km} km outside the operation, swapped or mistyped',
	},
	position: {
		de: 'Weder UTMREF wie 32U NE 6534 3412 noch Breite und Länge',
		en: 'Neither UTMREF such as 32U NE 6534 3412 nor latitude and longitude',
	},
	hub: { de: 'Nicht angenommen: {message}', en: 'Not accepted: {message}' },
} as const

export type Reason = keyof typeof REASONS

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { MasterDataList, MasterDataMapping } from '@lagebild/model/master-data.ts'
import { MASTER_DATA_LISTS } from '@lagebild/model/master-data.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { readMasterData } from './read.ts'
import type { MasterDataRead } from './read.ts'
import { refusedCsv } from './refused-csv.ts'
import type { RowRead } from './row.ts'
import { templateCsv } from './template.ts'

const HAMBURG = [9.7, 53.38, 10.33, 53.75] as const

function bytesOf(text: string, charset: BufferEncoding = 'utf8'): Uint8Array {
	return new Uint8Array(Buffer.from(text, charset))
}

function read(text: string | Uint8Array, list: MasterDataList = 'units', mapping?: MasterDataMapping): MasterDataRead {
	const result = readMasterData({ list, bytes: typeof text === 'string' ? bytesOf(text) : text, mapping, area: HAMBURG })
	if (!result.ok) throw new Error(result.fault.message)
	return result.value
}

function payloads({ rows }: MasterDataRead): readonly unknown[] {
	return rows.map((row) => (row.ok ? row.statement.payload : row.faults.map(({ reason, field }) => [reason, field])))
}

function refused({ rows }: MasterDataRead): readonly Extract<RowRead, { ok: false }>[] {
	return rows.filter((row) => !row.ok)
}

describe('bytes', () => {
	const text = 'Funkrufname;Organisation\nFlorian Süd 1;Feuerwehr\n'
	test.each([
		['UTF-8', bytesOf(text), 'utf-8'],
		['UTF-8 with a mark', bytesOf(`\uFEFF${text}`), 'utf-8'],
		['Windows-1252', bytesOf(text, 'latin1'), 'windows-1252'],
		['UTF-16 with a mark', bytesOf(`\uFEFF${text}`, 'utf16le'), 'utf-16le'],
		['UTF-16 without one', bytesOf(text, 'utf16le'), 'utf-16le'],
		['big-endian UTF-16', new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()), 'utf-16be'],
		['letters in two parts', bytesOf(text.normalize('NFD')), 'utf-8'],
	])('in %s are read', (_name, bytes, charset) => {
		const found = read(bytes)
		expect([found.charset, payloads(found)]).toEqual([charset, [{ callsign: 'Florian Süd 1', organisation: 'feuerwehr' }]])
	})

	test('of any kind never throw', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...MASTER_DATA_LISTS), (bytes, list) => {
				expect(() => readMasterData({ list, bytes })).not.toThrow()
			}),
		)
	})
})

describe('the table', () => {
	test.each([';', ',', '\t', '|'])('is cut at %j', (mark) => {
		const csv = ['Funkrufname|Organisation|Typ', 'A|THW|"a|b;c,d"', 'B|THW|x'].map((line) => line.replaceAll('|', mark)).join('\n')
		expect(read(csv)).toMatchObject({ delimiter: mark, rows: [{ ok: true }, { ok: true }] })
	})

	test('begins below titles, dates and empty lines; what spreadsheets leave behind it is nothing', () => {
		const found = read(
			'sep=;\r\nListe der Einheiten;;;\r\nStand 1.11.2026;;;\r\n;;;\r\nFunkrufname;Organisation;;\r\nA 1;THW;;\r\n;;;\r\n\r\nA 2;THW;;\r\n',
		)
		expect([found.headerLine, found.columns.map(({ name }) => name)]).toEqual([5, ['Funkrufname', 'Organisation']])
		expect(found.rows.map(({ line, ok }) => [line, ok])).toEqual([
			[6, true],
			[9, true],
		])
	})

	test('names the columns that are there twice, and reads the first of them', () => {
		const twice = read('Funkrufname;Organisation;Telefon;Telefon\nFlorian 1;Feuerwehr;1;2')
		expect(twice.doubled).toEqual(['Telefon'])
		expect(twice.mapping.columns['phone']).toBe('Telefon')
		expect(payloads(twice)).toMatchObject([{ phone: '1' }])
		expect(read('Funkrufname;Organisation\nFlorian 1;Feuerwehr').doubled).toEqual([])
	})

	test('counts lines as a person does, through values of several lines', () => {
		const found = read('Funkrufname;Organisation;Bemerkung\nA;THW;"eins\nzwei\ndrei"\nB;Nase;\n')
		expect(found.rows.map(({ line }) => line)).toEqual([2, 5])
		expect(payloads(found)[0]).toMatchObject({ remark: 'eins\nzwei\ndrei' })
	})

	test('refuses a line that has slipped, and a number of lines that nobody reads', () => {
		expect(payloads(read('Funkrufname;Organisation\nA;THW\nFlorian; Hamburg;THW\nB;THW'))[1]).toEqual([['ragged', undefined]])
		expect(readMasterData({ list: 'units', bytes: bytesOf(`Name\n${'x\n'.repeat(20_001)}`) })).toMatchObject({ fault: { code: 'rows' } })
	})

	test('with an open quotation mark is refused as a whole, with the line', () => {
		expect(readMasterData({ list: 'units', bytes: bytesOf('Funkrufname;Organisation\nA;THW\n"B;THW\nC;THW') })).toMatchObject({
			fault: { type: 'file', code: 'quote', message: 'a quotation mark is opened and never closed' },
		})
	})
})

describe('the mapping', () => {
	test.each([
		['Rufname;Org;Stärke F/UF/M;Lat;Lon', { callsign: 'Rufname', organisation: 'Org', strength: 'Stärke F/UF/M', lat: 'Lat', lng: 'Lon' }],
		['CALL SIGN;Organisation;Latitude', { callsign: 'CALL SIGN', organisation: 'Organisation' }],
		['Einheit;BOS;Telefonnummer dienstlich', { callsign: 'Einheit', organisation: 'BOS', phone: 'Telefonnummer dienstlich' }],
	])('is guessed from %s', (header, columns) => {
		expect(read(`${header}\n1;2;3;4;5`).mapping.columns).toEqual(columns)
	})

	test('may give one word for all rows, and another key', () => {
		const mapping = { list: 'units' as const, columns: { callsign: 'Name', organisation: { constant: 'DRK' } }, key: ['ID'] }
		const found = read('ID;Name\n7;Rotkreuz 1\n8;Rotkreuz 1\n', 'units', mapping)
		expect(found.rows.map(({ entity }) => entity)).toEqual(['unit:stammdaten:7', 'unit:stammdaten:8'])
		expect(payloads(found)[0]).toEqual({ callsign: 'Rotkreuz 1', organisation: 'hilfsorganisation', organisationName: 'DRK' })
	})

	test('without a required column reads nothing and says which is missing', () => {
		expect(read('Funkrufname;Typ\nA;B')).toMatchObject({ unmapped: ['organisation'], rows: [] })
	})
})

describe('values', () => {
	const unit = (header: string, value: string) => payloads(read(`Funkrufname;Organisation;${header}\nA;THW;${value}`))[0]

	test.each([
		['Stärke', '1/2/6/9', { strength: { leaders: 1, subLeaders: 2, crew: 6 } }],
		['Stärke', "'0/2/7=9", { strength: { leaders: 0, subLeaders: 2, crew: 7 } }],
		['Führer;Unterführer;Mannschaft;Gesamt', '1;2;6;9', { strength: { leaders: 1, subLeaders: 2, crew: 6 } }],
		['OPTA', 'hhfw hh 11   hlf20   01', { opta: 'HHFW HH 11   HLF20   01 ' }],
		['ISSI', '261 61 10', { issi: '2616110' }],
		['Telefon', "'040 66969 101", { phone: '040 66969 101' }],
		['Typ', 'k.A.', {}],
	])('%s "%s" is understood', (header, value, expected) => {
		expect(unit(header, value)).toEqual({ callsign: 'A', organisation: 'thw', ...expected })
	})

	test.each([
		['Stärke', '1/2/6/10', 'strength-total'],
		['Stärke', '1/8/9', 'strength-ambiguous'],
		['Stärke', '01. Aug', 'strength-figure'],
		['Führer;Unterführer;Mannschaft;Gesamt', '1;2;6;10', 'strength-total'],
		['Führer;Mannschaft', '1;6', 'strength-part'],
		['OPTA', 'HHFW HH 11   HLF20   01 ZU LANG', 'opta-length'],
		['OPTA', '?', 'opta-character'],
		['ISSI', '2,61611E+06', 'issi'],
		['Telefon', 'keins', 'phone'],
		['Typ', '#NV', 'unreadable'],
		['Breite;Länge', '53,54;', 'half-position'],
		['Breite;Länge', '9,97;53,54', 'far'],
		['Breite;Länge', '0;0', 'zero'],
		['Breite;Länge', '535412;997', 'latitude'],
		['UTMREF', '32U XX 1', 'position'],
	])('%s "%s" is refused: %s', (header, value, reason) => {
		expect(unit(header, value)).toEqual([[reason, expect.anything()]])
	})

	test.each([
		['Breite;Länge', '53,5412;9,97'],
		['Breite;Länge', '53° 32\' 28.32" N;9° 58\' 12" O'],
		['Koordinaten', '53.5412, 9.97'],
		['Koordinaten', '53,5412 9,97'],
	])('a place in %s as %s', (header, value) => {
		const quoted = value.includes(';')
			? value
					.split(';')
					.map((part) => `"${part.replaceAll('"', '""')}"`)
					.join(';')
			: value
		const [row] = read(`Funkrufname;Organisation;${header}\nA;THW;${quoted}`).rows
		const [lng, lat] = row?.ok && row.statement.geometry?.type === 'Point' ? row.statement.geometry.coordinates : []
		expect([lat, lng]).toEqual([expect.closeTo(53.5412, 4), expect.closeTo(9.97, 4)])
	})

	test('decimal commas, thousands and units are figures', () => {
		const found = payloads(read('Name;Drempel [m NHN]\nA;4,80\nB;4.80 m NHN\nC;-1,2\nD;hoch', 'gates'))
		expect(found).toEqual([
			expect.objectContaining({ sill: 4.8 }),
			expect.objectContaining({ sill: 4.8 }),
			expect.objectContaining({ sill: -1.2 }),
			[['number', 'sill']],
		])
		expect(payloads(read('Name;Kapazität\nA;1.200\nB;220 Personen\nC;2,5', 'shelters'))).toEqual([
			expect.objectContaining({ capacity: 1_200 }),
			expect.objectContaining({ capacity: 220 }),
			[['whole', 'capacity']],
		])
	})

	test('an organisation by its usual names, with its own beside the group', () => {
		const found = payloads(read('Funkrufname;Organisation\nA;FF\nB;Johanniter\nC;HiOrg\nD;Piraten'))
		expect(found).toEqual([
			{ callsign: 'A', organisation: 'feuerwehr' },
			{ callsign: 'B', organisation: 'hilfsorganisation', organisationName: 'Johanniter' },
			{ callsign: 'C', organisation: 'hilfsorganisation' },
			[['word', 'organisation']],
		])
	})
})

describe('keys', () => {
	test('do not depend on case, blanks or the order of lines', () => {
		const names = ['Florian Hamburg 12/1', 'FLORIAN  hamburg 12/1 ', 'Florian\u00a0Hamburg 12-1']
		expect(new Set(names.map((name) => read(`Funkrufname;Organisation\n${name};THW`).rows[0]?.entity)).size).toBe(1)
	})

	test('are never shared by two lists of one kind', () => {
		const entities = (['gates', 'shelters', 'dike-sections'] as const).map((list) => read('Name;Nr\nVeddel;1', list).rows[0]?.entity)
		expect(entities).toEqual(['facility:stammdaten:gate.1', 'facility:stammdaten:shelter.1', 'facility:stammdaten:dike-section.1'])
	})

	test('that stand twice refuse both lines, which name each other', () => {
		const found = read('Funkrufname;Organisation\nA 1;THW\nB;THW\na  1;DRK\nA-1;ASB')
		expect(found.rows.map(({ ok }) => ok)).toEqual([false, true, false, false])
		expect(refused(found).map(({ faults }) => faults[0])).toMatchObject([
			{ reason: 'doubled', text: { de: 'Kommt auch in Zeile 4, 5 vor' } },
			{ text: { en: 'Stands in line 2, 5 too' } },
			{ values: { lines: '2, 4' } },
		])
	})
})

describe('what is refused', () => {
	test('comes back as it was with the reason behind it, and can be brought in again once mended', () => {
		const csv = 'Funkrufname;Organisation;Stärke\nA;THW;1/2/6/9\n"B; 2";THW;1/2/6/10\nC\n'
		const found = read(csv)
		const back = refusedCsv(found, refused(found), 'de')
		expect(back.split('\r\n')).toEqual([
			'\uFEFFFunkrufname;Organisation;Stärke;Zeile;Grund',
			'"B; 2";THW;1/2/6/10;3;"Stärke „1/2/6/10“: Gesamt sagt 10, die Summe ist 9"',
			'C;;;4;"Organisation: Pflichtangabe fehlt"',
			'',
		])
		const mended = read(back.replace('1/2/6/10', '1/2/6/9').replace('C;;', 'C;DRK;'))
		expect(mended.rows.map(({ ok, entity }) => [ok, entity])).toEqual([
			[true, 'unit:stammdaten:b-2'],
			[true, 'unit:stammdaten:c'],
		])
	})

	test.each([
		["=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"],
		['@SUM(A1)', "'@SUM(A1)"],
		['+1+cmd', "'+1+cmd"],
		['-1+cmd', "'-1+cmd"],
		['\t=1', "'\t=1"],
		['\uFF1D1+1', "'\uFF1D1+1"],
		['"=1\n=HYPERLINK(""x"";""y"")"', '"\'=1\n=HYPERLINK(""x"";""y"")"'],
		['+49 40 66969-401', '+49 40 66969-401'],
		['-1,50', '-1,50'],
	])('%j is nothing that a spreadsheet runs, and reads as what it was', (value, written) => {
		const found = read(`Funkrufname;Organisation;Bemerkung;Stärke\nA;THW;${value};1/2/6/10\n`)
		const back = refusedCsv(found, refused(found), 'de')
		expect(back).toContain(`A;THW;${written};1/2/6/10;2;`)
		const again = read(back)
		expect(again.columns[2]?.samples).toEqual(found.columns[2]?.samples)
		expect(refusedCsv(again, refused(again), 'de')).toContain(`A;THW;${written};1/2/6/10;2;`)
	})
})

test.each(MASTER_DATA_LISTS)('the template of %s can be brought in', (list) => {
	const found = read(templateCsv(list), list)
	expect([found.unmapped, refused(found), found.rows.length]).toEqual([[], [], 1])
})

const SAMPLES = fileURLToPath(new URL('../../../../docs/samples/master-data/', import.meta.url))
const LIST_OF: Readonly<Record<string, MasterDataList>> = {
	einheiten: 'units',
	abschnitte: 'sections',
	notunterkuenfte: 'shelters',
	flutschutztore: 'gates',
	deichabschnitte: 'dike-sections',
	telefonliste: 'contacts',
}

test.each(readdirSync(SAMPLES).filter((name) => name.endsWith('.csv')))('the sample %s can be brought in', (name) => {
	const list = LIST_OF[name.split(/[-.]/)[0] ?? '']
	const found = read(new Uint8Array(readFileSync(`${SAMPLES}${name}`)), list)
	expect(refused(found)).toEqual([])
	expect(found.rows.length).toBeGreaterThan(2)
})

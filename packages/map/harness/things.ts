import { gate, gauge, NOW, point, row, rows, unit } from './row.ts'

function addGauges(): void {
	gauge('St. Pauli', [9.97, 53.5456], [891, 125, 1])
	gauge('Seemannshöft', [9.8817, 53.5397], [900, 120, 1])
	gauge('Harburg', [9.992, 53.4737], [877, 129, 1])
	gauge('Bunthaus', [10.0645, 53.4615], [860, 127, 1])
	gauge('Blankenese', [9.7958, 53.5573], [907, 116, 1])
	gauge('Schulau', [9.7017, 53.5679], [915, -40, 1])
	gauge('Zollenspieker', [10.1838, 53.3989], [817, 60, 19])
}

function addReserves(): void {
	for (let index = 0; index < 12; index++) {
		const organisation = (['feuerwehr', 'feuerwehr', 'thw', 'hilfsorganisation'] as const)[index % 4] ?? 'feuerwehr'
		unit({ callsign: `BR ${index}`, short: `BR ${index}`, organisation, sign: { einheit: 'gruppe' } }, [
			10.104 + (index % 4) * 0.0015,
			53.53 + Math.floor(index / 4) * 0.001,
		])
	}
	for (let index = 0; index < 70; index++) {
		const angle = index * 2.4
		const reach = 0.012 * Math.sqrt(index + 4)
		const organisation = (['feuerwehr', 'thw', 'hilfsorganisation', 'polizei', 'zivil', 'gefahrenabwehr'] as const)[index % 6] ?? 'zivil'
		unit({ callsign: `Reserve ${index}`, short: `R ${index}`, organisation, sign: { einheit: 'trupp' } }, [
			10.02 + Math.cos(angle) * reach * 1.7,
			53.64 + Math.sin(angle) * reach * 0.4,
		])
	}
}

function addIncidents(): void {
	const claimed = { field: 'severity', value: 'Minor', source: 'b', rank: 'device', at: NOW } as const
	rows.push(
		row('incident', { title: 'Keller', category: 'flooding', state: 'confirmed', severity: 'Moderate' }, point(10.0195, 53.5165)),
		row('incident', { title: 'Strom', category: 'power-outage', state: 'working', severity: 'Moderate' }, point(9.999, 53.5025)),
		row(
			'incident',
			{ title: 'Sickerstelle km 12,4', category: 'dike-damage', state: 'confirmed', severity: 'Severe', priority: 'blitz' },
			point(10.0505, 53.5095),
		),
		row('incident', { title: 'Deichfuß weich', category: 'flooding', state: 'reported', severity: 'Minor' }, point(9.8945, 53.5225)),
		row(
			'incident',
			{ title: 'Person auf Dach', category: 'person-in-danger', state: 'confirmed', severity: 'Extreme' },
			point(9.9575, 53.5075),
		),
		row(
			'incident',
			{ title: 'Baum auf Straße', category: 'storm-damage', state: 'working', severity: 'Unknown' },
			{ geometry: point(9.9, 53.565), conflicts: [claimed] },
		),
		row(
			'incident',
			{ title: 'Fehlalarm', category: 'fire', state: 'confirmed', severity: 'Minor' },
			{
				geometry: point(9.863, 53.5655),
				life: 'cancelled',
				lifeAt: NOW,
			},
		),
		row('facility', { name: 'Schule Slomanstieg', type: 'shelter', capacity: 200, occupied: 120 }, point(10.0065, 53.5185)),
		row('facility', { name: 'Groß-Sand', type: 'hospital' }, point(9.9885, 53.508)),
		row('facility', { name: 'Pumpwerk Neuland', type: 'pump' }, point(10.02, 53.4605)),
	)
}

function addGates(): void {
	gate('Fischmarkt 3', [9.9395, 53.5468], { state: 'closed' })
	gate('Baumwall 2', [9.98, 53.5462], { state: 'closed' })
	gate('Sandtorkai', [9.987, 53.5485], { state: 'closed' })
	gate('Oberhafen 1', [9.9955, 53.5468], { state: 'closed' })
	gate('Oberhafen 4', [10.0165, 53.5462], { state: 'closing' })
	gate('Ellerholz 2', [9.9525, 53.5295], { state: 'fault' })
	gate('Veddeler Damm 4', [10.0045, 53.528], { state: 'open', late: true })
	gate('Klütjenfeld 7', [9.9835, 53.5195], { state: 'open', other: 'closed' })
	gate('Müggenburg 2', [10.028, 53.528], { state: 'unknown' })
	gate('Hovekanal 1', [10.039, 53.5225], { state: 'unknown' })
	gate('Waltershof 6', [9.901, 53.5275], { state: 'unknown' })
	gate('Reiherstieg', [9.9755, 53.5], { state: 'closed' })
	gate('Kattwyk', [9.9405, 53.493], { state: 'closed' })
	gate('Harburg', [9.988, 53.4765], { state: 'closed' })
	gate('Moorburg', [9.927, 53.481], { state: 'open' })
}

function addUnits(): void {
	unit(
		{
			callsign: 'Florian HH 11/1',
			short: 'FL 11/1',
			organisation: 'feuerwehr',
			fms: 4,
			sign: { einheit: 'gruppe', fachaufgabe: 'brandbekaempfung' },
		},
		[9.945, 53.5515],
	)
	unit(
		{
			callsign: 'Florian Finkenwerder',
			short: 'FF Finkenw.',
			organisation: 'feuerwehr',
			fms: 4,
			sign: { einheit: 'gruppe', fachaufgabe: 'wasserrettung' },
		},
		[9.8655, 53.538],
	)
	unit(
		{
			callsign: 'Florian Wilhelmsburg',
			short: 'FF Wilhelmsburg',
			organisation: 'feuerwehr',
			fms: 3,
			sign: { einheit: 'gruppe', fachaufgabe: 'technische-hilfeleistung' },
		},
		[9.9925, 53.4905],
	)
	unit({ callsign: 'Peter 17/1', short: 'PE 17/1', organisation: 'polizei', sign: { einheit: 'gruppe' } }, [9.969, 53.5535])
	unit({ callsign: 'Wasserschutz 12', short: 'WSP 12', organisation: 'polizei', type: 'Streifenboot' }, [9.931, 53.5455])
}

function addUnitsToo(): void {
	unit({ callsign: 'Löschboot 2', short: 'LB 2', organisation: 'feuerwehr', type: 'Löschboot' }, [9.9895, 53.5395])
	unit({ callsign: 'DLRG Boot 3', short: 'DLRG 3', organisation: 'hilfsorganisation', type: 'MzBoot' }, [10.033, 53.533])
	unit({ callsign: 'Heros Nord', short: 'TZ Nord', organisation: 'thw', sign: { einheit: 'zug', fachaufgabe: 'raeumen' } }, [9.9225, 53.53])
	unit(
		{
			callsign: 'Heros Wandsbek 33/51',
			short: 'FGr Deich',
			organisation: 'thw',
			sign: { einheit: 'gruppe', fachaufgabe: 'abwehr-wassergefahren' },
		},
		[9.973, 53.5155],
	)
	unit(
		{
			callsign: 'Heros Harburg',
			short: 'FGr Deich',
			organisation: 'thw',
			sign: { einheit: 'gruppe', fachaufgabe: 'abwehr-wassergefahren' },
		},
		[10.0465, 53.493],
	)
}

function addMoreUnits(): void {
	unit(
		{ callsign: 'Heros HH-Mitte', short: 'TZ HH-Mitte', organisation: 'thw', sign: { einheit: 'zug', fachaufgabe: 'bergung' } },
		[10.034, 53.5065],
	)
	unit(
		{
			callsign: 'Heros Altona 31/61',
			short: 'FGr Elektro',
			organisation: 'thw',
			sign: { einheit: 'gruppe', fachaufgabe: 'versorgung-elektrizitaet' },
		},
		[10.0325, 53.516],
		{ minutes: 14 },
	)
	unit(
		{
			callsign: 'Betreuungszug DRK',
			short: 'BtZug DRK',
			organisation: 'hilfsorganisation',
			organisationName: 'DRK',
			sign: { einheit: 'zug', fachaufgabe: 'betreuung' },
		},
		[10.0075, 53.5135],
	)
	unit(
		{
			callsign: 'Einsatzleitung',
			short: 'Stab',
			organisation: 'fuehrung',
			sign: { grundzeichen: 'befehlsstelle', fachaufgabe: 'fuehrung' },
		},
		[9.996, 53.5575],
	)
}

function addMoreUnitsToo(): void {
	unit(
		{ callsign: 'PzPiBtl 3', short: 'Pioniere', organisation: 'bundeswehr', sign: { einheit: 'zug', fachaufgabe: 'raeumen', text: 'Pi' } },
		[10.086, 53.473],
	)
	unit({ callsign: 'Christoph Hansa', short: 'RTH', organisation: 'hilfsorganisation', type: 'Hubschrauber' }, [10.06, 53.552])
	unit(
		{
			callsign: 'Florian 26/1',
			short: 'FL 26/1',
			organisation: 'feuerwehr',
			sign: { text: 'HLF', grundzeichen: 'kraftfahrzeug-landgebunden' },
		},
		[9.955, 53.497],
	)
	unit(
		{
			callsign: 'Alt',
			short: 'ELW alt',
			organisation: 'feuerwehr',
			sign: { grundzeichen: 'kraftfahrzeug-landgebunden', fachaufgabe: 'fuehrung' },
		},
		[9.885, 53.5],
		{ life: 'ended', lifeAt: NOW },
	)
}

/** Signs, gauges and gates of an invented evening. */
export function addThings(): void {
	addGauges()
	addReserves()
	addIncidents()
	addGates()
	addUnits()
	addUnitsToo()
	addMoreUnits()
	addMoreUnitsToo()
}

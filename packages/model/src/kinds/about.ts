import type { EntityKind } from './names.ts'

export type KindAbout = {
	/** Words of the trade. */
	readonly german: string
	readonly text: string
	/** A payload of the present version as somebody would post it. */
	readonly example: { readonly [field: string]: unknown }
}

/** What each kind is, for who reads the interface. */
export const KIND_ABOUT: Readonly<Record<EntityKind, KindAbout>> = {
	incident: {
		german: 'Schadenstelle, Einsatz',
		text: 'Something has happened at a place and needs people. A part of a larger one is linked to it by `part-of`.',
		example: {
			title: 'Wasser im Keller',
			category: 'flooding',
			number: '12',
			priority: 'sofort',
			state: 'reported',
			address: 'Veddeler Damm 3',
		},
	},
	unit: {
		german: 'Einheit, Fahrzeug, Trupp',
		text: 'Own forces. A vehicle belongs to its unit by `part-of`, a unit to a section by `assigned-to`. Its position is a measurement.',
		example: {
			callsign: 'Florian Hamburg 11/1',
			organisation: 'feuerwehr',
			type: 'HLF 20',
			strength: { leaders: 0, subLeaders: 1, crew: 8 },
			fms: 4,
			since: '2026-11-21T18:30:00+01:00',
			equipment: { 'Tauchpumpe TP 4': { count: 2, state: 'ready' } },
			supplies: { Diesel: { amount: 70, unit: '%' } },
		},
	},
	section: {
		german: 'Einsatzabschnitt, Untereinsatzabschnitt, Bereitstellungsraum, Stab',
		text: 'Organisational, not a polygon: its outline, when it has one, is an `area` that is `about` it. A section belongs to a larger one by `part-of`.',
		example: { name: 'Wilhelmsburg Ost', number: 'EA 2', type: 'section', leader: 'Florian Hamburg Führung 2', channel: 'HH_FW_2' },
	},
	warning: {
		german: 'Amtliche Warnung',
		text: 'A warning in the words of CAP 1.2. Every CAP message is an entity of its own; what it ends is said by links `updates` and `cancels`.',
		example: {
			msgType: 'Alert',
			event: 'STURMFLUT',
			severity: 'Severe',
			urgency: 'Expected',
			texts: { de: { headline: 'Schwere Sturmflut erwartet' } },
		},
	},
	sensor: {
		german: 'Messstelle, Pegel',
		text: 'One measured series of one device. Its values are measurements, not fields.',
		example: {
			name: 'St. Pauli',
			property: 'W',
			unit: 'cm',
			zeros: { '2019-11-01': { metres: -5, datum: 'NHN' } },
			marks: [{ name: 'MHW', value: 715 }],
			everyMs: 60_000,
		},
	},
	track: {
		german: 'Fremdes Fahrzeug: Schiff, Drohne, Luftfahrzeug',
		text: 'A moving thing that is not ours. Its position is a measurement.',
		example: { name: 'CAP SAN DIEGO', type: 'cargo', mmsi: '211281610', lengthMetres: 159 },
	},
	facility: {
		german: 'Anlage: Flutschutztor, Schöpfwerk, Deichabschnitt, Notunterkunft, Krankenhaus, Sammelstelle …',
		text: 'A place with a use. Of a gate each source states what it sees; where a sensor and a person differ, both are shown.',
		example: {
			name: 'Notunterkunft Gymnasium Süderelbe',
			type: 'shelter',
			capacity: 300,
			occupied: 112,
			state: 'open',
			accessible: true,
			pets: false,
			power: 'mains',
			utilities: { water: 'available' },
		},
	},
	task: {
		german: 'Auftrag, Anforderung',
		text: 'Einheit – Auftrag – Mittel – Ziel – Weg (FwDV 100) as two registers: `command` belongs to the staff, `execution` to the unit. Who carries it out is linked by `assigned-to`.',
		example: {
			number: '7',
			unit: 'Florian Hamburg 11/1',
			order: 'Keller leerpumpen',
			target: 'Veddeler Damm 3',
			command: { version: 1, state: 'issued' },
		},
	},
	message: {
		german: 'Meldung, Befehl, Eintrag im Einsatztagebuch',
		text: 'A message in the fields of the four-part form. What it speaks of is linked by `about`, what it replies to by `answers`; a correction is a message of its own with `corrects`.',
		example: {
			type: 'report',
			text: 'Deich bei km 12,4 wird durchweicht, 200 Sandsäcke nötig',
			priority: 'sofort',
			from: 'Florian Hamburg 11/1',
			function: 'Gruppenführer',
			to: ['Lagezentrum'],
			composed: '2026-11-21T20:38:00+01:00',
			channel: 'Funk',
			direction: 'in',
			registryNumber: 'E 17',
			handling: { intake: { at: '2026-11-21T20:41:00+01:00', sign: 'Mü', channel: 'HH_FW_2' } },
			distribution: { S2: true, S3: true },
		},
	},
	alarm: {
		german: 'Alarm',
		text: 'Raised by a rule or a person, acknowledged by people with their names, never cleared silently.',
		example: { title: 'Pegel St. Pauli über 5,00 m NHN', severity: 'Severe', rule: 'stage-1' },
	},
	closure: {
		german: 'Sperrung',
		text: 'A road, line or waterway that is closed or restricted. From when until when is the `validity` of the event.',
		example: {
			road: 'Freihafenelbbrücke',
			type: 'bridge',
			state: 'closed',
			reason: 'Überflutung',
			depthMetres: 0.4,
			detour: 'über Neue Elbbrücke',
		},
	},
	area: {
		german: 'Gebiet, Linie, Skizze',
		text: 'A shape with a meaning: danger, flooded, evacuation, section, polder, dike line.',
		example: {
			name: 'Veddel',
			role: 'evacuation',
			code: '02103',
			population: 4_800,
			evacuation: 'running',
			evacuated: 3_100,
			refused: 40,
			transportNeeded: 220,
		},
	},
	counter: {
		german: 'Personenzahl',
		text: 'A figure about people with its scope; two reports of one scope are never added. As of when it holds is `times.observed`.',
		example: { what: 'injured-2', value: 3, exact: true, scope: 'EA 2' },
	},
	feed: {
		german: 'Quelle',
		text: 'How a source of the picture is doing. Only the source itself says it.',
		example: {
			name: 'PEGELONLINE',
			format: 'pegelonline',
			state: 'green',
			since: '2026-11-21T19:00:00Z',
			lastGood: '2026-11-21T20:41:00Z',
			everyMs: 60_000,
		},
	},
	contact: {
		german: 'Ansprechstelle',
		text: 'Whom to call, for what: a desk or a function rather than a person. What it belongs to is linked by `about`.',
		example: {
			name: 'Deichwacht Veddel',
			function: 'Deichverteidigung',
			organisationName: 'LSBG',
			phones: { duty: '+49 40 428400' },
			available: '24/7',
		},
	},
}

import type { Submission } from '@lagebild/model/event.ts'
import type { Geometry } from '@lagebild/model/geo.ts'

import { pick, whole } from './random.ts'
import type { Random } from './random.ts'

export type Payload = Extract<Submission, { op: 'upsert' }>['payload']
export const POPULATED = ['unit', 'incident', 'message', 'task', 'sensor', 'warning', 'facility'] as const
export type Populated = (typeof POPULATED)[number]

const PLACES = ['Spaldingstraße', 'Veddeler Damm', 'Georgswerder Bogen', 'Neuhöfer Damm', 'Finkenwerder Norderdeich', 'Kirchdorfer Straße']
const TEXT = [
	'Wasser im Keller, Strom ausgefallen, eine Person gehbehindert im Erdgeschoss.',
	'Deichfuß auf etwa zwanzig Metern aufgeweicht, Sickerwasser tritt klar aus, keine Verformung sichtbar.',
	'Zufahrt über die Rampe nur noch mit watfähigen Fahrzeugen möglich, Wasserstand dort 40 cm.',
]

export type Place = { readonly lat: number; readonly lng: number }

/** A place in Hamburg, to a millionth of a degree. */
export function somewhere(random: Random): Place {
	return { lat: 53.4 + whole(random, 200_000) / 1e6, lng: 9.8 + whole(random, 400_000) / 1e6 }
}

/** A few metres on, as a unit is after some seconds. */
export function further(random: Random, { lat, lng }: Place): Place {
	return { lat: rounded(lat + (random() - 0.5) / 10_000), lng: rounded(lng + (random() - 0.5) / 5_000) }
}

function rounded(degrees: number): number {
	return Math.round(degrees * 1e6) / 1e6
}

export function pointAt({ lat, lng }: Place): Geometry {
	return { type: 'Point', coordinates: [lng, lat] }
}

/** What an upsert of a kind says: some 400 bytes, as the exercise, its feeds and its people say it. */
export const PAYLOADS: Readonly<Record<Populated, (random: Random) => Payload>> = {
	unit: (random) => ({
		callsign: `Florian Hamburg ${whole(random, 40)}/${whole(random, 90)}-${whole(random, 9)}`,
		short: `FL ${whole(random, 40)}/${whole(random, 9)}`,
		opta: `HHFW HH  ${String(whole(random, 1e9)).padStart(9, '0')}ELW 1 `,
		issi: String(1_000_000 + whole(random, 9_000_000)),
		organisation: pick(random, ['feuerwehr', 'thw', 'polizei', 'hilfsorganisation']),
		type: pick(random, ['HLF 20', 'DLK 23/12', 'GW-L2', 'FGr N', 'RTW']),
		sign: { grundzeichen: 'fahrzeug', organisation: 'feuerwehr', symbol: pick(random, ['pumpe', 'drehleiter', 'boot']), text: 'HLF' },
		strength: { leaders: 0, subLeaders: 1, crew: 1 + whole(random, 8) },
		fms: 1 + whole(random, 6),
		section: `Einsatzabschnitt ${1 + whole(random, 6)}`,
		station: `Feuer- und Rettungswache ${pick(random, PLACES)}`,
	}),
	incident: (random) => ({
		title: `Wassereinbruch ${pick(random, PLACES)} ${whole(random, 200)}`,
		category: pick(random, ['flooding', 'dike-damage', 'person-in-danger', 'power-outage']),
		priority: pick(random, ['einfach', 'sofort', 'blitz']),
		severity: pick(random, ['Minor', 'Moderate', 'Severe']),
		state: pick(random, ['reported', 'confirmed', 'assigned', 'working']),
		description: `${pick(random, TEXT)} ${pick(random, TEXT)}`,
		reporter: `Anrufer ${whole(random, 9_999)}`,
		address: `${pick(random, PLACES)} ${whole(random, 200)}, 21109 Hamburg`,
	}),
	message: (random) => ({
		text: `${pick(random, TEXT)} ${pick(random, TEXT)} ${pick(random, TEXT)}`,
		priority: pick(random, ['einfach', 'sofort', 'blitz']),
		from: `Einsatzabschnitt ${1 + whole(random, 6)}`,
		to: ['S2', 'S3'],
		channel: 'Funk 4-m 468 G/U',
		direction: 'in',
		distribution: { S1: false, S2: true, S3: true, S4: false },
	}),
	task: (random) => ({
		number: `A-${whole(random, 9_999)}`,
		unit: `Florian Hamburg ${whole(random, 40)}/${whole(random, 90)}`,
		order: `Sandsackverbau ${pick(random, PLACES)}, Länge ${10 + whole(random, 90)} m, Höhe 60 cm, Rückmeldung halbstündlich.`,
		means: '2 HLF, 1 GW-L2, 2.000 Sandsäcke vom Bereitstellungsraum Ost',
		target: `Kein Überlaufen in Richtung ${pick(random, PLACES)} bis zum Scheitel`,
		command: { version: 1, state: 'issued' },
		execution: { answers: 1, state: 'received' },
	}),
	sensor: (random) => ({
		name: `Pegel ${pick(random, PLACES)} ${whole(random, 900)}`,
		long: 'HAMBURG, elbabwärts, rechtes Ufer, Messstelle der Schifffahrtsverwaltung',
		property: 'W',
		station: `${whole(random, 1e9)}-5d5a-4c8b-a1b5-6a4e9b0c4f11`,
		number: String(5_952_050 + whole(random, 999)),
		agency: 'WASSERSTRASSEN- UND SCHIFFFAHRTSAMT ELBE-NORDSEE',
		water: 'ELBE',
		km: whole(random, 7_000) / 10,
		unit: 'cm',
		marks: ['MThw', 'MTnw', 'HThw'].map((name, at) => ({ name, value: 200 + 150 * at })),
		everyMs: 60_000,
	}),
	warning: (random) => ({
		msgType: pick(random, ['Alert', 'Update']),
		event: 'STURMFLUT',
		category: ['Met'],
		urgency: 'Expected',
		severity: pick(random, ['Moderate', 'Severe', 'Extreme']),
		certainty: 'Likely',
		sender: 'CAP@example.org',
		senderName: 'Warndienst',
		texts: { 'de-DE': { event: 'STURMFLUT', headline: 'Sehr schwere Sturmflut im Elbegebiet', description: pick(random, TEXT) } },
		areas: ['Stadt Hamburg', 'Kreis Pinneberg'],
	}),
	facility: (random) => ({
		name: `Flutschutztor ${pick(random, PLACES)} ${whole(random, 99)}`,
		type: 'gate',
		gate: pick(random, ['open', 'closed']),
		polder: `Polder ${pick(random, PLACES)}`,
		sill: 5 + whole(random, 300) / 100,
		operator: 'Hamburg Port Authority, Polderfeuerwehr Veddel, Bereitschaft über Leitwarte',
		contact: 'Leitwarte, Rufname Polder 1, Fernsprecher siehe Telefonliste des Stabes, Seite 4',
		remark: pick(random, TEXT),
	}),
}

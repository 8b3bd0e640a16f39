import { isKnownKind } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'

import type { ItemTexts } from './texts.ts'

const SEVERITY = { 1: 'Hinweis', 2: 'gering', 3: 'mäßig', 4: 'schwer', 5: 'extrem', unknown: 'Schwere unbekannt' } as const
const GATE = { open: 'offen', closing: 'schließt', closed: 'zu', fault: 'gestört', unknown: 'unbekannt' } as const
const TREND = { rising: 'steigend', falling: 'fallend', steady: 'gleichbleibend' } as const
const FMS: Readonly<Record<number, string>> = {
	1: 'einsatzbereit Funk',
	2: 'auf Wache',
	3: 'Anfahrt',
	4: 'am Einsatzort',
	6: 'nicht bereit',
	7: 'gebunden',
	8: 'bedingt verfügbar',
	9: 'Status 9',
}
const STANDING = {
	unconfirmed: 'nicht bestätigt seit',
	expired: 'abgelaufen',
	ended: 'beendet',
	cancelled: 'aufgehoben',
	retracted: 'zurückgenommen',
	superseded: 'ersetzt',
} as const
const KIND = {
	incident: 'Einsatzstelle',
	unit: 'Einheit',
	section: 'Einsatzabschnitt',
	warning: 'Warnung',
	sensor: 'Pegel',
	track: 'Fahrzeug',
	facility: 'Anlage',
	task: 'Auftrag',
	message: 'Meldung',
	alarm: 'Alarm',
	closure: 'Sperrung',
	area: 'Gebiet',
	counter: 'Personenzahl',
	feed: 'Quelle',
	contact: 'Ansprechstelle',
} as const satisfies Record<EntityKind, string>

export function textsDe(timeZone: string): ItemTexts {
	return {
		locale: 'de-DE',
		timeZone,
		severity: (severity) => SEVERITY[severity],
		gate: (state) => GATE[state],
		trend: (trend) => TREND[trend],
		fms: (status) => FMS[status] ?? `Status ${status}`,
		kind: (kind) => (isKnownKind(kind) ? KIND[kind] : 'Unbekannte Art, neuere Fassung'),
		minutesAgo: (minutes) => `vor ${minutes} min`,
		asOf: (clock) => `Stand ${clock}`,
		standing: (state, clock) => `${STANDING[state]} ${clock}`,
		noEnd: 'ohne Ende',
		noEndFor: (hours) => `ohne Ende, ${hours} h alt`,
		conflict: 'Widerspruch',
		implausible: (step) => (step === '' ? 'unplausibel' : `unplausibel: ${step}`),
		far: 'weit außerhalb',
		jump: 'unplausibler Sprung',
		jumpBefore: 'Tendenz mit Sprung',
		clockBehind: (span) => `Uhr geht ${span} nach`,
		clockAhead: (span) => `Uhr geht ${span} vor`,
		noValue: 'kein Wert',
		evacuated: (share) => `${share} geräumt`,
		closed: 'gesperrt',
		restricted: 'eingeschränkt',
		classified: 'beschränkt',
		passable: 'passierbar',
	}
}

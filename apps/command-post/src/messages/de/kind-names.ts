/** What a thing is called by its kind. */
export const kindNamesDe = {
	kinds: {
		incident: 'Einsatzstelle',
		unit: 'Einheit',
		section: 'Einsatzabschnitt',
		warning: 'Amtliche Warnung',
		sensor: 'Messstelle',
		track: 'Fahrzeug',
		facility: 'Anlage',
		task: 'Auftrag',
		message: 'Meldung',
		alarm: 'Alarm',
		closure: 'Sperrung',
		area: 'Gebiet',
		counter: 'Zahl',
		feed: 'Quelle',
		contact: 'Ansprechstelle',
		gauge: 'Pegel',
		gate: 'Flutschutztor',
		/** Of a hub that is newer than this page. */
		unknown: 'Unbekannte Art, neuere Fassung',
	},
}

/** What a thing is called by its kind. */
export const kindNamesEn = {
	kinds: {
		incident: 'Incident',
		unit: 'Unit',
		section: 'Einsatzabschnitt',
		warning: 'Official warning',
		sensor: 'Sensor',
		track: 'Track',
		facility: 'Facility',
		task: 'Task',
		message: 'Message',
		alarm: 'Alarm',
		closure: 'Closure',
		area: 'Area',
		counter: 'Figure',
		feed: 'Source',
		contact: 'Contact',
		gauge: 'Gauge',
		gate: 'Flood gate',
		/** Of a hub that is newer than this page. */
		unknown: 'Unknown kind, newer version',
	},
}

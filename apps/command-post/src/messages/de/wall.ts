/** The picture on the wall. */
export const wallDe = {
	wall: {
		title: 'Wandanzeige',
		water: 'Wasser',
		situation: 'Lage',
		at: 'um {time}',
		past: 'vorbei',
		orders: '{open} Aufträge offen{overdue, plural, =0 {} other {, # überfällig}}',
		freeOf: '{free} frei von {units}',
		unknown: 'Was wir nicht wissen',
		since: 'seit {time}',
		link: {
			live: 'Live',
			ago: 'Live',
			old: 'Verbindung stockt',
			lost: 'Verbindung unterbrochen, Lage eingefroren',
			'catching-up': 'Holt nach',
			connecting: 'Verbindet',
		},
	},
}

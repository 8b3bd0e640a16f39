/** Declaring a surge stage. */
export const stageDe = {
	stage: {
		rule: 'Die Stufe ruft die Einsatzleitung aus; die Lage schlägt sie nur vor.',
		declare: 'Stufe ausrufen …',
		change: 'Ändern oder berichtigen …',
		title: 'Wasserstandsstufe ausrufen: {name}',
		text: 'Die Ausrufung gilt ab jetzt und steht mit Ihrem Namen und dem Grund im Journal. Sie lässt sich durch eine weitere berichtigen oder aufheben.',
		stage: 'Stufe',
		option: 'Stufe {stage}, ab {from} m NHN',
		optionProposed: '{option} (vorgeschlagen)',
		none: 'keine Stufe',
		short: 'Stufe {stage}',
		reason: 'Grund',
		reasonHint: 'Worauf sie sich stützt, oder was zu berichtigen war.',
		reasonMissing: 'Der Grund fehlt.',
		before: 'Bisher: {what}, {time}, {name}.',
		somebody: 'ohne Namen',
		go: 'Ausrufen',
		cancel: 'Abbrechen',
		declaredAt: 'ausgerufen {time}',
		history: 'Bisherige Ausrufungen',
	},
}

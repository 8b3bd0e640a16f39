/** Who may see a thing. */
export const labelDe = {
	label: {
		title: 'Einstufung',
		names: {
			open: 'offen',
			internal: 'intern',
			restricted: 'beschränkt',
		},
		meanings: {
			open: 'Für alle, die diese Lage sehen, auch Beobachter.',
			internal: 'Für alle, die in dieser Lage arbeiten.',
			restricted: 'Nur mit Freigabe bis „beschränkt“. Jedes Lesen steht im Prüfpfad.',
		},
		only: 'nur {organisations}',
		onlyMeaning: 'Nur für {organisations}.',
		chip: 'Einstufung: {label}',
		change: 'Einstufung ändern',
		changeTitle: 'Einstufung ändern',
		level: 'Stufe',
		organisations: 'Nur für diese Organisationen',
		organisationsHint: 'Mit Komma getrennt. Leer: für jede Organisation.',
		ownMissing: 'Ihre Organisation ({organisation}) steht nicht darin: Danach sehen Sie dieses Objekt selbst nicht mehr.',
		tooHigh: 'Ihre Freigabe reicht nicht bis „beschränkt“: Danach sehen Sie dieses Objekt selbst nicht mehr.',
		reason: 'Grund',
		reasonHint: 'Steht in der Geschichte des Objekts, mit Ihrem Namen.',
		reasonMissing: 'Der Grund fehlt.',
		submit: 'Einstufung eintragen',
		wider: 'Danach sehen es mehr Personen. Zurücknehmen holt nicht zurück, was gesehen wurde.',
		narrower: 'Wer es nicht mehr sehen darf, dem verschwindet es sofort, auch auf Tablets mit Verbindung.',
		mayNot: 'Ändern: Einsatzleitung oder Administration.',
	},
}

/** Saying how a gate is. */
export const gateReportDe = {
	gateReport: {
		open: 'Zustand melden …',
		title: 'Zustand melden: {name}',
		text: 'Was jemand am Tor sagt, steht mit Ihrem Namen neben dem Sensor. Sagen beide Verschiedenes, rechnet die Lage mit dem ungünstigeren Fall.',
		state: 'Zustand',
		go: 'Melden',
		cancel: 'Abbrechen',
	},
}

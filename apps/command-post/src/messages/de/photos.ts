/** Photos of reports. */
export const photosDe = {
	photos: {
		title: 'Fotos',
		missing: 'Foto fehlt noch',
		asking: 'Wird gesucht …',
		enlarge: '{what}, vergrößern',
		alt: '{name}: {title}, {who}, {time}',
		before: 'Vorheriges',
		next: 'Nächstes',
		close: 'Schließen',
	},
}

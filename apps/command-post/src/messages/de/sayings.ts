/** What was said in this browser, and what became of it. */
export const sayingsDe = {
	sayings: {
		title: 'Postausgang',
		waitingCount: '{count, plural, one {# ausstehend} other {# ausstehend}}',
		refusedCount: '{count, plural, one {# zurückgewiesen} other {# zurückgewiesen}}',
		state: {
			waiting: 'wartet',
			sent: 'gesendet, Antwort offen',
			held: 'wartet auf Zurückgewiesenes',
			refused: 'zurückgewiesen',
			accepted: 'bestätigt',
			confirmed: 'bestätigt, im Lagebild',
		},
		sendNow: 'Jetzt senden',
		again: 'Noch einmal senden',
		discard: 'Verwerfen',
		kept: 'Steht in diesem Browser, bis es angekommen ist, auch nach einem Neustart.',
	},
}

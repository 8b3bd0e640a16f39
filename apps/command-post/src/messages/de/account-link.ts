/** The way back into an account whose person forgot the password. */
export const accountLinkDe = {
	accountLink: {
		link: 'Anmeldelink',
		title: 'Anmeldelink für {name}',
		text: 'Für wen Passwort oder Passkey verloren ist: Der Link führt einmal in dasselbe Konto, dort setzt die Person ein neues. Wer ihn öffnet, ist {name}: Geben Sie ihn nur, wenn Sie wissen, wer fragt. Angemeldete Browser bleiben angemeldet, bis ein neues Passwort gesetzt ist. Der Prüfpfad nennt Sie.',
		submit: 'Link erzeugen',
		doneText: 'Der Link gilt einmal, 15 Minuten, bis {time}. Er steht nur hier: Zeigen oder geben Sie ihn nur dieser Person.',
		provider: 'über Anmeldedienst',
	},
}

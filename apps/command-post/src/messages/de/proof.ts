/** Proving again who one is. */
export const proofDe = {
	proof: {
		title: 'Sind Sie es?',
		text: 'Passwort und Passkeys ändert nur, wer sich in den letzten zehn Minuten ausgewiesen hat. Danach geht es hier weiter.',
		password: 'Passwort',
		missing: 'Das Passwort fehlt.',
		wrong: 'Das Passwort stimmt nicht.',
		passkey: 'Mit Passkey ausweisen',
		submit: 'Weiter',
	},
}

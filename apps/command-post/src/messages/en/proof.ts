/** Proving again who one is. */
export const proofEn = {
	proof: {
		title: 'Is it you?',
		text: 'Password and passkeys are changed only by who proved who they are in the last ten minutes. Then it goes on here.',
		password: 'Password',
		missing: 'The password is missing.',
		wrong: 'The password is not right.',
		passkey: 'Prove it with a passkey',
		submit: 'Continue',
	},
}

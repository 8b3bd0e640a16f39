/** The way back into an account whose person forgot the password. */
export const accountLinkEn = {
	accountLink: {
		link: 'Sign-in link',
		title: 'Sign-in link for {name}',
		text: 'For whoever lost password or passkey: the link leads once into the same account, where the person sets a new one. Whoever opens it is {name}: give it only when you know who asks. Browsers that are signed in stay so until a new password is set. The audit trail names you.',
		submit: 'Make link',
		doneText: 'The link works once, for 15 minutes, until {time}. It is shown only here: show it or give it to this person alone.',
		provider: 'by identity provider',
	},
}
